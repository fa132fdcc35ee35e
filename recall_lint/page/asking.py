"""Notebook → the target of each question, and which page asks about which note."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from recall_lint.base.problems import Target
from recall_lint.coverage.measure import Place, place_of
from recall_lint.inspection.questions import is_dead
from recall_lint.notebook.notebook import Notebook
from recall_lint.notebook.resolutions import External, Unjudged


class Lead(NamedTuple):
    """The target of a question's link."""

    target: Target
    place: Place | None
    """The index of the section."""
    dead: bool


def leads(notebook: Notebook, paths: Iterable[str]) -> Iterator[tuple[Lead, ...]]:
    """For each question of some documents, in order: the targets of its links, each once."""
    for path in paths:
        asked = notebook.questions(path)
        found: dict[int, dict[Lead, None]] = {question.span.start: {} for question in asked}
        for use in notebook.uses(path):
            if use.question is None or isinstance(use.resolution, External | Unjudged):
                continue
            lead = Lead(use.resolution.target, place_of(notebook, use), is_dead(use.resolution))
            found[use.question.span.start][lead] = None
        for question in asked:
            yield tuple(found[question.span.start])
