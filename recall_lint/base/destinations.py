"""Destinations as written ↔ paths and anchors of the notebook.

`split` and `absolute` read a destination like a browser on GitHub; `write` is the reverse.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from recall_lint.base.problems import Target

_SCHEME = re.compile(r"(?!pathname://)[A-Za-z][A-Za-z0-9+.-]+:|//")
_TEMPLATE = re.compile(r"\A\{|\{[{%]|\$\{|<%")
"""Placeholders of Liquid, Jinja, JSX and similar, replaced when the site is built."""

_PATH_END = re.compile(r"[?#]")

_SIMPLE = re.compile(r"(?!\.)[^/]+(?:/(?!\.)[^/]+)*")
"""Paths of plain names, without `.` and `..`."""

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$*+,;=:@")


class Parts(NamedTuple):
    """A destination in the notebook, percent-decoded."""

    path: str
    """Empty for the page itself."""
    query: str
    anchor: str | None


def template(destination: str) -> bool:
    """Whether a destination contains a template placeholder."""
    return _TEMPLATE.search(destination) is not None


def split(destination: str) -> Parts | None:
    """The parts of a destination; None for an external URL, or a template.

    A text fragment (`#:~:text=…`) is for the browser and is cut off.
    """
    if _SCHEME.match(destination) or _TEMPLATE.search(destination):
        return None
    rest, _, fragment = destination.partition("#")
    path, _, query = rest.partition("?")
    fragment = fragment.partition(":~:")[0]
    return Parts(unquote(path), query, unquote(fragment) if fragment else None)


_BROKEN_URL = re.compile(
    r"[\"'\u201c\u2018<]*(?:(?P<scheme>https?)(?::/*|/+|;//)(?P<rest>[\w-]+\.[^\s\"'>]+)|"
    r"(?P<bare>(?:www\.[\w-]+\.|(?:[a-z0-9-]+\.)+(?:com|dev|edu|gov|io|net|org)(?![\w.-]))"
    r"[^\s\"'>]*))[\"'\u201d\u2019>]*",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[[^\[\]]*\]\(([^()\s]+)\)")


@lru_cache(maxsize=1024)
def intended_url(destination: str) -> str | None:
    """The URL that a malformed destination was probably meant to be: `"https://…"`, `www.…`."""
    text = unquote(destination).strip()
    nested = _LINK.fullmatch(text)
    m = _BROKEN_URL.fullmatch(nested[1] if nested else text)
    if m is None:
        return None
    return f"https://{m['bare']}" if m["bare"] else f"{m['scheme'].lower()}://{m['rest']}"


PAGES: Final = ".html"
"""The suffixes of generated pages."""


def first_name(destination: str) -> str | None:
    """`/a/` for a destination such as `/a/b#c`; None if it is not a path of several names."""
    if not destination.startswith("/") or destination.startswith("//"):
        return None
    first, slash, rest = unquote(_PATH_END.split(destination, maxsplit=1)[0])[1:].partition("/")
    return f"/{first}/" if first and slash and rest else None


def absolute(origin: str, path: str) -> str:
    """A destination's path as a notebook path; a path that leads out of the notebook keeps its
    `..`.
    """
    if not path:
        return origin
    if path.startswith("/"):
        # A URL cannot go above its root.
        return posixpath.normpath(f"/{path.lstrip('/')}").lstrip("/") or "."
    folder, rest = posixpath.dirname(origin), path
    while folder and rest.startswith("../"):
        folder, rest = folder.rpartition("/")[0], rest[3:]
    if rest and _SIMPLE.fullmatch(rest):
        # True of most paths; the general case takes five times as long.
        return f"{folder}/{rest}" if folder else rest
    return posixpath.normpath(posixpath.join(posixpath.dirname(origin), path))


def climbs(path: str) -> bool:
    """Whether a path leads out of its base folder."""
    return path == ".." or path.startswith("../")


def outward(path: str, at: str) -> str:
    """A path relative to a folder `at` of the repository (empty for its root) → relative to the
    root.
    """
    return posixpath.normpath(f"{at}/{path}") if at else path


def inward(path: str, at: str) -> str:
    """A path relative to the repository root → relative to a folder `at` of it (empty for the
    root).
    """
    return relative(path, at) if at else path


def relative(path: str, folder: str) -> str:
    """A path relative to a folder (empty for the root); both are relative to the root."""
    names, around = ([] if p in ("", ".") else p.split("/") for p in (path, folder))
    same = 0
    while same < len(names) and same < len(around) and names[same] == around[same]:
        same += 1
    return "/".join([".."] * (len(around) - same) + names[same:]) or "."


def write(origin: str, target: Target, like: str = "", at: str = "") -> str:
    """The destination with which a link in the file `origin` reaches a target.

    `like` is the destination to replace: if it was only an anchor, or a path from the root, so is
    the new one, and its query is kept. `at` is the notebook's folder below that root.
    """
    path = "" if target.path == origin and like.startswith("#") else target.path
    if path and like.startswith("/"):
        path = f"/{outward(path, at)}"
    elif path:
        path = relative(path, posixpath.dirname(origin))
        if ":" in path.partition("/")[0]:
            # What stands before it would be a scheme.
            path = f"./{path}"
    _, asks, query = like.partition("#")[0].partition("?")
    return quoted(path) + asks + query + write_anchor(target.anchor)


def write_anchor(anchor: str | None) -> str:
    """An anchor as the end of a destination, `#` included; empty without one."""
    # `:~:` would begin a text fragment.
    return "" if anchor is None else "#" + quoted(anchor).replace(":~", ":%7E")


def with_anchor(destination: str, anchor: str) -> str:
    """A destination with another anchor."""
    return destination.partition("#")[0] + write_anchor(anchor)


def with_path_case(destination: str, path: str) -> str:
    """A destination with the case of `path` in its last names."""
    end = min((destination.find(c) for c in "?#" if c in destination), default=len(destination))
    names = destination[:end].split("/")
    # A folder may end with a slash.
    first = 1 + (not names[-1])
    for index, right in enumerate(reversed(path.split("/")), first):
        # As written, a name may contain backslash escapes.
        name = unquote(names[-index].replace("\\", "")) if index <= len(names) else ""
        if name.lower() != right.lower():
            break
        if name != right:
            names[-index] = quoted(right)
    return "/".join(names) + destination[end:]


def quoted(text: str) -> str:
    """A path or anchor with percent-encoding for characters that are special in a destination or
    URL.
    """
    return "".join(
        [c if c in _PLAIN or (ord(c) > 0xA0 and not c.isspace()) else quote(c) for c in text]
    )
