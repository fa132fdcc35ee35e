"""Dendron: workspaces with `dendron.yml`.

Each vault of the workspace is a flat folder of notes: the dots in `river.delta.md` make the
hierarchy. `[[river.delta]]`, `[[text|river.delta]]` and `[[dendron://vault/river.delta]]` name a
note in any vault. Assets are in the vault's `assets/`; a Markdown link is the path of a file from
the note's folder, or the name of a note.

Source: Dendron's documentation, "Links" and "Vaults", read; Dendron was not run.

Differs: the ranges of note references, `![[a#b:#c]]`, are checked up to their first part.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from recall_lint.sites.model import (
    File,
    Files,
    Kind,
    Mount,
    Name,
    Page,
    Site,
    SiteError,
    Unknown,
    Way,
)
from recall_lint.sites.names import NOTE, Names, is_note
from recall_lint.sites.reading import load_yaml

NAME: Final = "dendron"

_SCHEME: Final = "dendron://"


def find(marker: str, files: Files) -> Site | None:
    """The workspace of a `dendron.yml`."""
    settings = load_yaml(files.read(marker) or "", marker)
    root = posixpath.dirname(marker) or "."
    workspace = settings.get("workspace")
    vaults = workspace.get("vaults") if isinstance(workspace, dict) else settings.get("vaults")
    if not isinstance(vaults, list | None):
        raise SiteError(f"{marker}: vaults must be a list")
    folders = [folder for vault in vaults or () if (folder := _folder(root, vault))]
    return _workspace(root, marker, folders or [root])


def of(root: str, files: Files) -> Site:
    """A folder as a vault."""
    return _workspace(root, root, [root])


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every note; none has a URL."""
    return {page.path: () for page in pages}


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """The name of a note, or the path of a file."""
    if "*" in path:
        # All notes below a name, shown together.
        yield Unknown("template")
    if path.startswith("/"):
        # Assets are relative to the vault's root.
        for mount in site.content:
            yield File(posixpath.join(mount.folder, path.lstrip("/")))
        return
    if kind != "wiki":
        yield File(posixpath.join(posixpath.dirname(origin), path))
    if "/" not in path.removeprefix(_SCHEME).partition("/")[2]:
        yield Name(path.removesuffix(NOTE) if is_note(path) else path)


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """The replacement for a template's variables."""
    yield Unknown("template")


def named(site: Site, names: Names, origin: str, text: str) -> str | None:
    """The note with a name: in the given vault, or in the page's own, or in any."""
    vault = ""
    if text.startswith(_SCHEME):
        vault, _, text = text.removeprefix(_SCHEME).partition("/")
    own = posixpath.dirname(origin)
    found = [
        path
        for path in names.called(f"{text}{NOTE}") or names.called(text)
        if not vault or posixpath.basename(posixpath.dirname(path)) == vault
    ]
    return min(found, key=lambda path: (posixpath.dirname(path) != own, path), default=None)


def _folder(root: str, vault: Any) -> str | None:
    path = vault.get("fsPath") if isinstance(vault, dict) else None
    if not isinstance(path, str):
        return None
    # A vault that is a workspace of its own has its notes in a subfolder.
    own = vault.get("selfContained") is True
    return posixpath.normpath(posixpath.join(root, path, "notes" if own else "."))


def _workspace(root: str, because: str, folders: Sequence[str]) -> Site:
    return Site(
        NAME,
        root,
        because,
        content=tuple(Mount(folder, "/") for folder in folders),
        dialects=("obsidian?slugs=github",),
        wikilinks="text-first",
    )
