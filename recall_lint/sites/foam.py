"""Foam: workspaces with `.foam/`, or with Foam's settings or extension in `.vscode/`.

`[[note]]` names a file in any folder, by the end of its path; of several, the one with the shortest
path counts. A Markdown link is the path of a file, relative to the note's folder or, with a leading
`/`, to the workspace's root; the suffix of a note may be omitted.

Source: Foam's documentation, "Wikilinks" and "Link Reference Definitions", read; Foam was not run.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from recall_lint.sites.model import File, Files, Kind, Mount, Name, Page, Site, Unknown, Way
from recall_lint.sites.names import NOTE, Names, is_note

NAME: Final = "foam"

_TELLS: Final = {"settings.json": '"foam.', "extensions.json": "foam.foam-vscode"}
"""What identifies Foam in VS Code's settings, by file."""


def find(marker: str, files: Files) -> Site | None:
    """The workspace of a folder `.foam`, or of a `.vscode` that mentions Foam."""
    folder, name = posixpath.split(marker)
    if name == ".foam":
        return _workspace(folder or ".", marker)
    if not name.startswith("foam") and _TELLS[name] not in (files.read(marker) or ""):
        return None
    return _workspace(posixpath.dirname(folder) or ".", marker)


def of(root: str, files: Files) -> Site:
    """A folder as a workspace."""
    return _workspace(root, root)


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every note; none has a URL."""
    return {page.path: () for page in pages}


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """A name in the workspace, or the path of a file."""
    if kind == "wiki":
        yield Name(path)
        return
    folder = site.root if path.startswith("/") else posixpath.dirname(origin)
    target = posixpath.join(folder, path.lstrip("/"))
    yield File(target)
    if is_note(target):
        yield File(target + NOTE)


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """The replacement for a template's variables."""
    yield Unknown("template")


def named(site: Site, names: Names, origin: str, text: str) -> str | None:
    """The file that a name refers to in a note."""
    if text.startswith(("./", "../")):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(origin), text))
        return names.at(posixpath.relpath(path, site.root))
    return names.nearest(text.strip("/"), "")


def _workspace(root: str, because: str) -> Site:
    return Site(
        NAME,
        root,
        because,
        content=(Mount(root, "/"),),
        dialects=("obsidian?slugs=vscode",),
        wikilinks="target-first",
    )
