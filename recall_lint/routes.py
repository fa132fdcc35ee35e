"""Documents → the routes that a generated site adds to their paths.

Jekyll serves `Notes/A.md` as `Notes/A.html` and, as GitHub Pages and most
hosts do, as `Notes/A`; a `permalink` in the front matter replaces both.
Source: "Permalinks" in Jekyll's documentation.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Final

from recall_lint.model import Document

SURFACES: Final = frozenset({"kramdown", "kramdown-gfm"})
"""The dialects of sites that have these routes."""


def jekyll(documents: Iterable[Document]) -> dict[str, str]:
    """Each route, without slashes around it, and the notebook path of its document."""
    routes: dict[str, str] = {}
    for document in documents:
        permalink = _permalink(document.front_matter)
        if permalink is not None:
            routes.setdefault(posixpath.normpath(permalink.strip("/") or "."), document.path)
            continue
        stem = posixpath.splitext(document.path)[0]
        routes.setdefault(f"{stem}.html", document.path)
        routes.setdefault(stem, document.path)
        folder, name = posixpath.split(stem)
        if name.lower() == "index":
            routes.setdefault(folder or ".", document.path)
    return routes


def _permalink(front_matter: str) -> str | None:
    if "permalink" not in front_matter:
        return None
    import yaml

    try:
        value = yaml.safe_load(front_matter).get("permalink")
    # PyYAML lets the errors of its constructors through, and recurses into nested brackets.
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError):
        return None
    # `pretty`, `date` … are styles, and a pattern such as `/:title` depends on the file's date.
    return value if isinstance(value, str) and value.startswith("/") and ":" not in value else None
