"""Destinations as written ↔ paths and anchors of the notebook.

`split` and `absolute` read a destination as a browser on GitHub does;
`write` is the way back.
"""

from __future__ import annotations

import posixpath
import re
from functools import cache
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from recall_lint.base.problems import Target

_SCHEME = re.compile(r"(?!pathname://)[A-Za-z][A-Za-z0-9+.-]+:|//")
_TEMPLATE = re.compile(r"\A\{|\{[{%]|\$\{|<%")
"""What Liquid, Jinja, JSX and their like replace when the site is made."""

_PATH_END = re.compile(r"[?#]")

_SIMPLE = re.compile(r"(?!\.)[^/]+(?:/(?!\.)[^/]+)*")
"""Paths of plain names: nothing in them leads up, or nowhere."""

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$*+,;=:@")


class Parts(NamedTuple):
    """A destination into the notebook, percent-decoded."""

    path: str
    """Empty for the page itself."""
    query: str
    anchor: str | None


def template(destination: str) -> bool:
    """Whether a destination holds what is replaced when the site is made."""
    return _TEMPLATE.search(destination) is not None


def split(destination: str) -> Parts | None:
    """The parts of a destination; None for a URL of somewhere else, or one yet to be filled in.

    A text fragment (`#:~:text=…`) is the browser's affair and is cut off.
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


@cache
def meant_url(destination: str) -> str | None:
    """The URL that a destination seems to be meant for, and is not: `"https://…"`, `www.…`."""
    text = unquote(destination).strip()
    nested = _LINK.fullmatch(text)
    m = _BROKEN_URL.fullmatch(nested[1] if nested else text)
    if m is None:
        return None
    return f"https://{m['bare']}" if m["bare"] else f"{m['scheme'].lower()}://{m['rest']}"


PAGES: Final = ".html"
"""The end of the paths that generators give their pages."""


def first_name(destination: str) -> str | None:
    """`/a/` for a destination such as `/a/b#c`; None for one that is no path of several names."""
    if not destination.startswith("/") or destination.startswith("//"):
        return None
    first, slash, rest = unquote(_PATH_END.split(destination, maxsplit=1)[0])[1:].partition("/")
    return f"/{first}/" if first and slash and rest else None


def absolute(origin: str, path: str) -> str:
    """A destination's path as a notebook path; one that climbs out of it keeps its `..`."""
    if not path:
        return origin
    if path.startswith("/"):
        # A URL does not climb above its root.
        return posixpath.normpath(f"/{path.lstrip('/')}").lstrip("/") or "."
    folder, rest = posixpath.dirname(origin), path
    while folder and rest.startswith("../"):
        folder, rest = folder.rpartition("/")[0], rest[3:]
    if rest and _SIMPLE.fullmatch(rest):
        # Most paths are: what is left to do for the others takes five times as long.
        return f"{folder}/{rest}" if folder else rest
    return posixpath.normpath(posixpath.join(posixpath.dirname(origin), path))


def climbs(path: str) -> bool:
    """Whether a path leads out of the folder that it starts in."""
    return path == ".." or path.startswith("../")


def outward(path: str, at: str) -> str:
    """A path from a folder `at` of the repository, empty for its root, as one from the root."""
    return posixpath.normpath(f"{at}/{path}") if at else path


def inward(path: str, at: str) -> str:
    """A path from the repository's root as one from a folder `at` of it, empty for the root."""
    return relative(path, at) if at else path


def relative(path: str, folder: str) -> str:
    """A path as one from a folder, empty for the root; both start where the root is."""
    names, around = ([] if p in ("", ".") else p.split("/") for p in (path, folder))
    same = 0
    while same < len(names) and same < len(around) and names[same] == around[same]:
        same += 1
    return "/".join([".."] * (len(around) - same) + names[same:]) or "."


def write(origin: str, target: Target, like: str = "", at: str = "") -> str:
    """How a link in the file `origin` is written to reach a target.

    `like` is the destination that it replaces: where that was an anchor alone
    or a path from the root, this is one as well, and a query is kept. `at` is
    where the notebook lies below that root.
    """
    path = "" if target.path == origin and like.startswith("#") else target.path
    if path and like.startswith("/"):
        path = f"/{outward(path, at)}"
    elif path:
        path = relative(path, posixpath.dirname(origin))
    _, asks, query = like.partition("#")[0].partition("?")
    return quoted(path) + asks + query + write_anchor(target.anchor)


def write_anchor(anchor: str | None) -> str:
    """An anchor as it ends a destination, `#` included; nothing for none."""
    return "" if anchor is None else "#" + quoted(anchor)


def with_anchor(destination: str, anchor: str) -> str:
    """A destination with another anchor."""
    return destination.partition("#")[0] + write_anchor(anchor)


def with_path_case(destination: str, path: str) -> str:
    """A destination whose last names are those of `path`, from which they differ in case."""
    end = min((destination.find(c) for c in "?#" if c in destination), default=len(destination))
    names = destination[:end].split("/")
    # A folder may be written with a slash behind it.
    first = 1 + (not names[-1])
    for index, right in enumerate(reversed(path.split("/")), first):
        # As written, a name may hold backslash escapes.
        name = unquote(names[-index].replace("\\", "")) if index <= len(names) else ""
        if name.lower() != right.lower():
            break
        if name != right:
            names[-index] = quoted(right)
    return "/".join(names) + destination[end:]


def quoted(text: str) -> str:
    """A path or anchor, percent-encoded where it would end a destination, or mean more in a URL."""
    return "".join(
        [c if c in _PLAIN or (ord(c) > 0xA0 and not c.isspace()) else quote(c) for c in text]
    )
