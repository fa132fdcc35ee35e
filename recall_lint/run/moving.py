"""Paths given by the user → a file or folder of a notebook and its new path."""

from __future__ import annotations

import os
from typing import NamedTuple

from recall_lint.base.destinations import climbs
from recall_lint.config.roots import real_parent
from recall_lint.fixes.rename import RenameError
from recall_lint.run.session import Session
from recall_lint.sources.files import is_markdown


class Move(NamedTuple):
    """A file or folder, its new path, and the files that move."""

    old: str
    new: str
    files: tuple[str, ...]


def find_move(session: Session, old: str, new: str) -> Move:
    """The move of one file or folder to a path that does not exist, or into an existing folder.

    Raises RenameError if that would move it out of the notebook, or replace a file.
    """
    source = real_parent(old)
    is_same_file = os.path.lexists(new) and os.path.samefile(old, new)
    if new.endswith(("/", os.sep)) or (os.path.isdir(new) and not is_same_file):
        new = os.path.join(new, os.path.basename(source))
    move = Move(_path(session, source), _path(session, real_parent(new)), ())
    listing = session.files.listing
    files = tuple(
        path
        for path in (*listing.tracked, *listing.untracked)
        if path == move.old or path.startswith(f"{move.old}/")
    )
    if not files:
        raise RenameError(f"{old} is not part of the notebook (ignored by git, or excluded)")
    if move.new == move.old or move.new.startswith(f"{move.old}/"):
        raise RenameError(f"{move.old} cannot be moved to {move.new}")
    if climbs(move.new) or any(move.new.startswith(f"{n}/") for n in session.files.nested):
        raise RenameError(f"{move.new} is outside the notebook ({session.root})")
    if session.files.is_excluded(move.new):
        raise RenameError(f"{move.new} is excluded by the configuration")
    if os.path.lexists(os.path.join(session.root, move.new)) and not is_same_file:
        raise RenameError(f"{move.new} already exists")
    if files == (move.old,) and is_markdown(move.old) and not is_markdown(move.new):
        raise RenameError(f"{move.new} is not a Markdown file (expected .md)")
    return move._replace(files=files)


def _path(session: Session, full: str) -> str:
    return os.path.relpath(full, session.root).replace(os.sep, "/")
