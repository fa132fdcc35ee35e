"""Content → HTML that runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib import resources
from typing import Any, Final

from recall_lint.base.text import encodable
from recall_lint.page.content import MAP, NAMED, Content

_SCRIPT: Final = re.compile("<(?=script)", re.IGNORECASE)
_SCRIPTS: Final = ("common", "map", "graph", "timeline", "questions", "problems", "start")
"""The parts of the page's script, in order."""


def render(content: Content, name: str, version: str = "") -> str:
    """The page of the notebook with this name.

    With a version, the page waits for a new version from the server.
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
            named=NAMED,
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
    """The values as JSON that cannot end its element."""
    text = encodable(json.dumps(_packed(content), ensure_ascii=False, separators=(",", ":")))
    # There are many tags, but only these could end the element, or begin something invalid in it.
    text = text.replace("</", "<\\/").replace("<!", "\\u003c!")
    return _SCRIPT.sub("\\\\u003c", text)


def _packed(value: Any) -> Any:
    """Values as JSON values, with shared parts stored once.

    These are the names of their fields, and words that occur in several.
    """
    if hasattr(value, "_asdict"):
        return {name: _packed(field) for name, field in value._asdict().items()}
    if not isinstance(value, tuple):
        return value
    if not value or not hasattr(value[0], "_fields"):
        return [_packed(each) for each in value]
    columns = []
    common = {}
    for name, column in zip(value[0]._fields, zip(*value, strict=True), strict=True):
        words = [*dict.fromkeys(column)] if all(isinstance(each, str) for each in column) else []
        if words and 2 * len(words) <= len(column):
            common[name] = words
            place = {word: number for number, word in enumerate(words)}
            columns.append([place[word] for word in column])
        else:
            columns.append([_packed(each) for each in column])
    rows = [*zip(*columns, strict=True)]
    return {"fields": value[0]._fields, "common": common, "rows": rows}
