"""Logseq: graphs with `logseq/config.edn`.

`[[Page]]` names a page by its title, which is the name of a file in `pages/` or `journals/`, or
given by its `title::` or `alias::`; `/` in a title is `___` or `%2F` in the file name. A page
without a file is empty, not missing. Links to assets are paths.

Source: Logseq's documentation, "Pages", "Aliases" and "File format", read; Logseq was not run.

Differs: `title::` and `alias::` are not read, nor are journals found by date, since links to pages
without a file are valid anyway; references to blocks, `((…))`, are not checked.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from recall_lint.sites.model import File, Files, Kind, Mount, Name, Page, Site, Unknown, Way
from recall_lint.sites.names import Names

NAME: Final = "logseq"

_SLASHES: Final = ("___", "%2F", ".")
"""The spelling of `/` in file names: current, and of older versions."""


def find(marker: str, files: Files) -> Site | None:
    """The graph of a folder `logseq` with its configuration."""
    return _graph(posixpath.dirname(posixpath.dirname(marker)) or ".", marker)


def of(root: str, files: Files) -> Site:
    """A folder as a graph."""
    return _graph(root, root)


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every page; none has a URL."""
    return {page.path: () for page in pages}


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """The title of a page, or the path of a file."""
    if kind == "wiki":
        yield Name(path)
        return
    if path.startswith("(("):
        yield Unknown("block")
    if path.startswith("[["):
        yield Name(path.strip("[]"))
    yield File(posixpath.join(posixpath.dirname(origin), path.lstrip("/")))
    yield File(posixpath.join(site.root, path.lstrip("/")))


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """The replacement for a template's variables."""
    yield Unknown("template")


def named(site: Site, names: Names, origin: str, text: str) -> str | None:
    """The file of a page."""
    for slash in _SLASHES if "/" in text else ("",):
        if found := names.called(text.replace("/", slash)):
            return found[0]
    return None


def _graph(root: str, because: str) -> Site:
    folders = [posixpath.normpath(posixpath.join(root, name)) for name in ("pages", "journals")]
    return Site(
        NAME,
        root,
        because,
        content=tuple(Mount(folder, "/") for folder in folders),
        dialects=("obsidian",),
        wikilinks="target-first",
    )
