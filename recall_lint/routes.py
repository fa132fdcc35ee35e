"""Documents → the routes that a generated site adds to their paths.

Jekyll serves `Notes/A.md` as `Notes/A.html` and, as GitHub Pages and most
hosts do, as `Notes/A`; a `permalink` in the front matter replaces both.
Source: "Permalinks" in Jekyll's documentation.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Final

SURFACES: Final = frozenset({"kramdown", "kramdown-gfm"})
"""The dialects of sites that have these routes."""


def jekyll(documents: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Each route, without slashes around it, and the notebook path of its document.

    Documents are given by their paths and permalinks.
    """
    routes: dict[str, str] = {}
    for path, permalink in documents:
        if permalink is not None:
            routes.setdefault(posixpath.normpath(permalink.strip("/") or "."), path)
            continue
        stem = posixpath.splitext(path)[0]
        routes.setdefault(f"{stem}.html", path)
        routes.setdefault(stem, path)
        folder, name = posixpath.split(stem)
        if name.lower() == "index":
            routes.setdefault(folder or ".", path)
    return routes


def permalink(front_matter: str) -> str | None:
    """The route that front matter gives a document."""
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
