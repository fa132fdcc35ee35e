"""Obsidian: vaults, folders with `.obsidian/`.

A vault has no URLs: a link names a file, be it written `[[Note]]` or `[x](Note.md)`, a note
without its suffix and any other file with it. Of the files of one name the one counts whose path
from the vault's root is exactly what the link says; then those whose path ends with it, below the
folder of the note with the link first, and the shortest path first among alike. A path that
begins with `./` or `../` is relative to the note's folder. Letter case does not matter. Aliases
are offered while a link is typed and name nothing in a link.

Source: Obsidian's help, "Internal links" and "Aliases", and `getFirstLinkpathDest` of its public
API as its documentation and plug-ins describe it; no Obsidian was run.
Differs: a link to a folder, or to a file that git ignores, is right if it is there.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from recall_lint.sites.model import File, Files, Kind, Mount, Name, Page, Site, Unknown, Way
from recall_lint.sites.names import Names

NAME: Final = "obsidian"


def find(marker: str, files: Files) -> Site | None:
    """The vault around an `.obsidian` folder."""
    return _vault(posixpath.dirname(marker) or ".", marker)


def of(root: str, files: Files) -> Site:
    """A folder as a vault."""
    return _vault(root, root)


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every note; none has a URL."""
    return {page.path: () for page in pages}


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """A name in the vault, else a path that the index of names does not know."""
    yield Name(path)
    yield File(posixpath.join(site.root, path.lstrip("/")))
    yield File(posixpath.join(posixpath.dirname(origin), path.lstrip("/")))


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """What a plug-in fills in where it makes a note of a template."""
    yield Unknown("template")


def named(site: Site, names: Names, origin: str, text: str) -> str | None:
    """The file that a name means in a note."""
    folder = posixpath.dirname(origin)
    if text.startswith(("./", "../")):
        path = posixpath.normpath(posixpath.join(folder, text))
        return names.at(posixpath.relpath(path, site.root))
    path = text.strip("/")
    return names.at(path) or names.nearest(path, folder)


def _vault(root: str, because: str) -> Site:
    return Site(
        NAME, root, because, content=(Mount(root, "/"),), dialects=("obsidian",), wikilinks=True
    )
