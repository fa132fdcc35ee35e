"""A run → how much of the notes its questions cover, and how that has changed."""

from __future__ import annotations

from recall_lint.base.config import ConfigError
from recall_lint.coverage.formats import Change, change, sentences
from recall_lint.coverage.measure import Coverage, measure
from recall_lint.run.session import Session
from recall_lint.run.startup import open_base


def measured(session: Session) -> Coverage:
    """The coverage of the notes to report on."""
    wanted = {*session.select(session.documents)}
    return measure(session.notebook, session.config, wanted.__contains__)


def compared(session: Session, now: Coverage, since: str) -> Change:
    """The changes since the merge base with a revision; raises ConfigError if there is none."""
    with open_base(session, since) as base:
        return change(now, measured(base), since)


def coverage_sentences(session: Session, since: str) -> tuple[str, ...]:
    """The coverage, and the change since a revision if one is given, as sentences.

    Empty for a notebook without questions or without notes to report on.
    """
    notebook = session.notebook
    if next(notebook.asking(notebook.documents), None) is None:
        return ()
    now = measured(session)
    if not now.total.sections:
        return ()
    if not since:
        return sentences(now, None)
    try:
        return sentences(now, compared(session, now, since))
    except ConfigError as error:
        return (*sentences(now, None), f"The change is unknown: {error}.")
