"""Obsidian: vaults, folders with `.obsidian/`.

A vault has no URLs: a link names a file, whether it is written `[[Note]]` or `[x](Note.md)`, a note
without its suffix and any other file with it. Among files with the same name, the one whose path
from the vault's root equals the link's comes first; then those whose path ends with it, first those
below the folder of the linking note, then those with the shortest path. A path that begins with
`./` or `../` is relative to the note's folder. Case is ignored. Aliases are only suggestions while
typing; they cannot be used as a target.

Source: Obsidian's help, "Internal links" and "Aliases", and `getFirstLinkpathDest` of its public
API as its documentation and plug-ins describe it; Obsidian was not run.

An attachment that git ignores is correct if it is on disk. If the vault's attachment folder does
not exist at all, as in a clone of a vault that keeps it out of git, its links cannot be checked,
which is reported once.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from recall_lint.sites.model import File, Files, Kind, Mount, Name, Page, Site, Unknown, Way
from recall_lint.sites.names import Names, is_note

NAME: Final = "obsidian"


def find(marker: str, files: Files) -> Site | None:
    """The vault of an `.obsidian` folder."""
    root = posixpath.dirname(marker) or "."
    settings = files.read(f"{marker}/app.json")
    folder = _attachments(settings) if settings else ""
    site = _vault(root, marker)
    if not folder:
        return site
    path = posixpath.normpath(posixpath.join(root, folder))
    options = {"attachments": path, "here": any(True for _ in files.below(path))}
    if options["here"]:
        return site._replace(options=options)
    notice = (
        f"attachment folder not found: {path} (set in {marker}/app.json); links to missing "
        "attachments were not checked"
    )
    return site._replace(options=options, notices=(notice,))


def of(root: str, files: Files) -> Site:
    """A folder as a vault."""
    return _vault(root, root)


def serve(site: Site, pages: Sequence[Page], files: Files) -> Mapping[str, tuple[str, ...]]:
    """Every note; none has a URL."""
    return {page.path: () for page in pages}


def ways(site: Site, origin: str, urls: Sequence[str], path: str, kind: Kind) -> Iterator[Way]:
    """A name in the vault, or a path that is not in the index of names."""
    yield Name(path)
    if is_note(path):
        return
    # Git may ignore it, and then it is not in the index of names.
    yield File(posixpath.join(site.root, path.lstrip("/")))
    yield File(posixpath.join(posixpath.dirname(origin), path.lstrip("/")))
    if folder := site.options.get("attachments"):
        yield File(posixpath.join(folder, posixpath.basename(path)))
        if not site.options["here"]:
            yield Unknown("attachments")


def templates(site: Site, origin: str, urls: Sequence[str], destination: str) -> Iterator[Way]:
    """Placeholders that a plug-in fills in when it makes a note from a template."""
    yield Unknown("template")


def named(site: Site, names: Names, origin: str, text: str) -> str | None:
    """The file that a name refers to in a note."""
    folder = posixpath.dirname(origin)
    if text.startswith(("./", "../")):
        path = posixpath.normpath(posixpath.join(folder, text))
        return names.at(posixpath.relpath(path, site.root))
    path = text.strip("/")
    return names.at(path) or names.nearest(path, folder)


def _attachments(settings: str) -> str:
    """The attachment folder in a vault's settings, if it is the same for all notes."""
    try:
        folder = json.loads(settings).get("attachmentFolderPath", "")
    except (ValueError, AttributeError, RecursionError):
        # Obsidian starts with its defaults then.
        return ""
    return folder if isinstance(folder, str) and not folder.startswith((".", "/")) else ""


def _vault(root: str, because: str) -> Site:
    return Site(
        NAME,
        root,
        because,
        content=(Mount(root, "/"),),
        dialects=("obsidian",),
        wikilinks="target-first",
    )
