"""What the page shows → HTML that runs nothing but its own script."""

from __future__ import annotations

import base64
import hashlib
import json
from importlib import resources
from typing import Final

from recall_lint.base.text import encodable
from recall_lint.inspection.values import data
from recall_lint.page.content import MAP, Content

_SCRIPTS: Final = ("common", "map", "graph", "timeline", "questions", "problems", "start")
"""The parts of the page's one script, in order."""


def render(content: Content, name: str, version: str = "") -> str:
    """The page of the notebook of this name.

    With a version it is for a server, which tells it when there is another one.
    """
    import jinja2

    files = resources.files(__package__)
    parts = (*_SCRIPTS, "reload") if version else _SCRIPTS
    script = "".join((files / f"{part}.js").read_text("utf-8") for part in parts)
    style = (files / "page.css").read_text("utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = environment.from_string((files / "page.html").read_text("utf-8"))
    return encodable(
        template.render(
            name=name,
            version=version,
            content=content,
            map=MAP,
            script=script,
            style=style,
            script_hash=_hash(script),
            style_hash=_hash(style),
            data=_data(content),
        )
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _data(content: Content) -> str:
    """The values as JSON that cannot end the element that holds it."""
    text = encodable(json.dumps(data(content), ensure_ascii=False, separators=(",", ":")))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
