"""A run, and new texts and paths of its files → the files on disk."""

from __future__ import annotations

from collections.abc import Mapping

from recall_lint.base.moves import NO_MOVES, Moves
from recall_lint.run.session import Session
from recall_lint.sources import files, moving, writing


def move(session: Session, old: str, new: str, texts: Mapping[str, str]) -> list[str]:
    """Move a file or folder, and write new texts of files, given by their old paths.

    Returns a line for each file that was not written. Raises ChangedError if nothing was done.
    """
    for path in texts:
        session.scope.origin.text_to_mend(path, session.documents.source(path).text)
    moving.move(session.root, old, new)
    _, refused = write_texts(session, texts, Moves({old: new}))
    return refused


def write_texts(
    session: Session, texts: Mapping[str, str], moved: Moves = NO_MOVES
) -> tuple[dict[str, str], list[str]]:
    """Write new texts of files; returns those written, and a line for each that was not.

    `moved` are files that have another path since they were read.
    """
    written = {}
    refused = []
    for path, text in texts.items():
        try:
            checked = session.documents.source(path).text
            before = session.scope.origin.text_to_mend(path, checked)
            writing.write(session.root, moved.after(path), before, text)
        except files.ChangedError as error:
            refused.append(str(error))
        else:
            written[path] = text
    return written, refused
