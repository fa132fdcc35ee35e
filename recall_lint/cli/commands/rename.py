"""Rename a section, or move a file or folder, and update all links."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NoReturn

import click

from recall_lint.base.moves import NO_MOVES, Moves
from recall_lint.base.text import count
from recall_lint.cli import completion
from recall_lint.cli.commands._common import (
    Change,
    Command,
    as_patch,
    notebook_path,
    open_notebook,
    section_argument,
)
from recall_lint.cli.console import fail, print_message, write

if TYPE_CHECKING:
    from recall_lint.base.problems import Edit
    from recall_lint.run.session import Session


@click.command(cls=Command)
@click.argument("old", metavar="FILE#ANCHOR|PATH", shell_complete=completion.files)
@click.argument("new", metavar="HEADING|NEW_PATH")
@click.option("--diff", is_flag=True, help="Print changes as a diff without writing files.")
def command(old: str, new: str, diff: bool) -> None:
    """Rename a section, file or folder and update all links.

    `FILE#ANCHOR HEADING` gives a section a new heading. Links to sections whose
    anchors are renumbered by the change are updated, too. Fails if another section
    of the file already has that heading.

    `PATH NEW_PATH` moves a file or folder, in git too if it is tracked. Links to it,
    and relative links inside it, are updated. An existing folder NEW_PATH is moved
    into; an existing file is never replaced.
    """
    if os.path.lexists(old) or "#" not in old:
        _move(old, new, diff=diff)
    else:
        _rename(old, new, diff=diff)


def _rename(section: str, heading: str, *, diff: bool) -> None:
    from recall_lint.fixes import apply
    from recall_lint.fixes import rename as renaming
    from recall_lint.run.writing import write_texts

    path, anchor = section_argument(section)
    with open_notebook(path) as session:
        _refuse_unread(session)
        notebook = session.notebook
        try:
            note = notebook_path(session, path)
            edits = renaming.edits(notebook, note, renaming.find(notebook, note, anchor), heading)
        except renaming.RenameError as error:
            fail(str(error))
        texts = apply.apply_edits(session.report(), edits)
        if diff:
            _print_patch(session, texts, NO_MOVES)
        _, refused = write_texts(session, texts)
    _finish(refused, f"renamed; {_updated(edits[1:], texts)}")


def _refuse_unread(session: Session) -> None:
    """Exit if there are files whose links cannot be updated."""
    if session.unreadable or session.documents.bugs:
        fail("not every file of the notebook can be read; nothing was changed")


def _move(old: str, new: str, *, diff: bool) -> None:
    from recall_lint.fixes import apply, moving
    from recall_lint.fixes.rename import RenameError
    from recall_lint.run import writing
    from recall_lint.run.moving import find_move
    from recall_lint.sources.files import ChangedError

    with open_notebook(old) as session:
        _refuse_unread(session)
        try:
            move = find_move(session, old, new)
            moves = Moves({move.old: move.new})
            edits = moving.edits(session.notebook, moves)
            texts = apply.apply_edits(session.report(), edits)
            if diff:
                _print_patch(session, texts, moves, move.files)
            refused = writing.move(session, move.old, move.new, texts)
        except (RenameError, ChangedError) as error:
            fail(str(error))
    _finish(refused, f"moved {move.old} to {move.new}; {_updated(edits, texts)}")


def _print_patch(
    session: Session, texts: Mapping[str, str], moves: Moves, moved: Iterable[str] = ()
) -> NoReturn:
    """Print new texts and new paths of files as a patch, and exit."""
    from recall_lint.cli.paths import Naming

    naming = Naming.of(session.root)
    patch, notices = as_patch(
        Change(
            naming,
            path,
            moves.after(path),
            session.documents.source(path).text if path in texts else "",
            texts.get(path, ""),
        )
        for path in sorted({*texts, *moved})
    )
    write(patch, errors="surrogateescape")
    for notice in notices:
        print_message(f"recall-lint: note: {notice}")
    sys.exit(int(bool(patch)))


def _updated(edits: list[Edit], texts: Mapping[str, str]) -> str:
    return f"updated {count(len(edits), 'link')} in {count(len(texts), 'file')}"


def _finish(refused: list[str], done: str) -> None:
    for line in refused:
        print_message(f"recall-lint: error: {line}")
    if refused:
        sys.exit(2)
    print_message(done)
