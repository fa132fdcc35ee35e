"""Astro's own part of a site: pages of `src/pages/`, redirects, aliases, and which Astro it is.

Source: "Pages", "Routing", "Imports" and "Configuration Reference" in Astro's documentation.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from recall_lint.sites.model import Files

MARKDOWN: Final = (".md", ".mdx", ".markdown", ".mdown", ".mkd")

_PAGE: Final = (".astro", ".html", *MARKDOWN)
_ENDPOINT: Final = (".ts", ".js", ".mts", ".mjs")
_DYNAMIC = re.compile(r"\[[^\]/]+\]")
_COMMENT = re.compile(r"\"(?:\\.|[^\"\\])*\"|(//[^\n]*|/\*.*?\*/)", re.DOTALL)
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")
_MAJOR = re.compile(r"[\^~>=v ]*(\d+)(?:\.|\Z)")


def route(rest: str) -> tuple[str, bool] | None:
    """The path below the base for a file of the pages folder, and whether it is a page.

    None for a file without a route, and for dynamic pages.
    """
    if f"/{rest}".find("/_") >= 0 or _DYNAMIC.search(rest):
        return None
    stem, suffix = posixpath.splitext(rest)
    if suffix in _PAGE:
        is_index = posixpath.basename(stem) == "index"
        return posixpath.dirname(stem) if is_index else stem, True
    return (stem, False) if suffix in _ENDPOINT else None


def dynamic(rest: str) -> str | None:
    """The routes of the dynamic pages of a file, as a regular expression; None for other files.

    A file that may make any page at all tells nothing.
    """
    stem, suffix = posixpath.splitext(rest)
    if suffix not in (*_PAGE, *_ENDPOINT) or not _DYNAMIC.search(rest) or rest.startswith("[..."):
        return None
    parts = re.split(r"(\[[^\]/]+\])", stem.removesuffix("/index"))
    return "".join(map(_expression, parts))


def _expression(part: str) -> str:
    if not _DYNAMIC.fullmatch(part):
        return re.escape(part)
    return ".+" if part.startswith("[...") else "[^/]+"


def redirects(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The paths below the base that redirect, and their targets."""
    table = settings.get("redirects")
    for old, new in table.items() if isinstance(table, dict) else ():
        target = new.get("destination") if isinstance(new, dict) else new
        if "[" not in old:
            yield old.strip("/"), target if isinstance(target, str) else ""


def aliases(root: str, files: Files) -> dict[str, str]:
    """The prefixes that imports and images may use, and their folders."""
    for name in ("tsconfig.json", "jsconfig.json"):
        options = _json(posixpath.normpath(posixpath.join(root, name)), files)
        compiler = options.get("compilerOptions")
        if not isinstance(compiler, dict) or not isinstance(compiler.get("paths"), dict):
            continue
        base = compiler.get("baseUrl")
        base = base if isinstance(base, str) else "."
        found = {}
        for alias, targets in compiler["paths"].items():
            first = targets[0] if isinstance(targets, list) and targets else None
            if alias.endswith("*") and isinstance(first, str):
                folder = posixpath.join(root, base, first.removesuffix("*"))
                found[alias.removesuffix("*")] = posixpath.normpath(folder)
        return found
    return {}


def version(root: str, files: Files) -> int | None:
    """The major version of Astro in a package's dependencies."""
    package = _json(posixpath.normpath(posixpath.join(root, "package.json")), files)
    for key in ("dependencies", "devDependencies", "peerDependencies"):
        table = package.get(key)
        wanted = table.get("astro") if isinstance(table, dict) else None
        if isinstance(wanted, str):
            m = _MAJOR.match(wanted)
            return int(m[1]) if m else None
    return None


def _json(path: str, files: Files) -> Mapping[str, Any]:
    """A table in JSON with comments; empty if it does not exist or is invalid."""
    text = files.read(path) or ""
    bare = _COMMENT.sub(lambda m: "" if m[1] else m[0], text.removeprefix("\ufeff"))
    try:
        value = json.loads(_LAST_COMMA.sub("", bare))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
