"""A run and new texts of its files → the same on the disk."""

from __future__ import annotations

from collections.abc import Mapping

from recall_lint.run.session import Session
from recall_lint.sources import files, writing


def write_texts(session: Session, texts: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Write new texts of files; returns those written, and a line for each that was not."""
    written = {}
    refused = []
    for path, text in texts.items():
        try:
            checked = session.documents.source(path).text
            before = session.scope.origin.text_to_mend(path, checked)
            writing.write(session.root, path, before, text)
        except files.ChangedError as error:
            refused.append(str(error))
        else:
            written[path] = text
    return written, refused
