"""A text or a question → the sections that may answer it, as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recall_lint.answers.answering import Answering
from recall_lint.base.model import Question
from recall_lint.inspection.values import ShownAnswer
from recall_lint.notebook.notebook import Notebook

if TYPE_CHECKING:
    from recall_lint.answers.finder import AnswerFinder, Answers


def answers_to(
    notebook: Notebook, answering: Answering, text: str, most: int = 5
) -> tuple[ShownAnswer, ...]:
    """The sections of the notes that match a text, best first."""
    finder = answering.of_notes
    return tuple(_shown(notebook, answering, finder, text, finder.search(text, most)))


def answers_of(
    notebook: Notebook, answering: Answering, path: str, question: Question, most: int = 3
) -> tuple[ShownAnswer, ...]:
    """The sections that may answer a question of a document, best first."""
    finder = answering.of(path)
    found = finder.find(path, question, most)
    return tuple(_shown(notebook, answering, finder, question.text, found))


def _shown(
    notebook: Notebook, answering: Answering, finder: AnswerFinder, text: str, answers: Answers
) -> Iterator[ShownAnswer]:
    for answer in answers.found:
        path, ordinal = answer.place
        target = answering.target(answer.place)
        if target is not None and target.anchor is not None:
            document = notebook.documents.outline(path)
            section = document.sections[ordinal]
            yield ShownAnswer(
                path,
                target.anchor,
                section.label,
                document.source.position(section.span.start).line,
                round(answer.score, 4),
                finder.sentence(answer.place, text),
            )
