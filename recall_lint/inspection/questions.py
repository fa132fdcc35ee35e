"""Notebook → its questions, where each leads, and whether that is an answer."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from recall_lint.base import similarity
from recall_lint.base.model import Question
from recall_lint.inspection.values import ListedQuestion, QuestionState
from recall_lint.notebook import placeholders
from recall_lint.notebook.notebook import Notebook, Use
from recall_lint.notebook.resolutions import (
    AnchorCase,
    External,
    Found,
    Mismatch,
    Resolution,
    Unjudged,
)

_QUOTED = re.compile(r"[ \t]*>[ ]?")


class Card(NamedTuple):
    """A question and its answer, as a flash card."""

    text: str
    answer: str
    """Markdown; empty without any."""
    note: str
    """The path of the document that contains the answer."""


def questions(
    notebook: Notebook, paths: Iterable[str], patterns: tuple[str, ...]
) -> Iterator[ListedQuestion]:
    """The questions of some documents, by path and position.

    `patterns` match placeholder sections.
    """
    for path in paths:
        for question, uses in _asked(notebook, path):
            yield _listed(notebook, path, question, uses, patterns)


def cards(notebook: Notebook, paths: Iterable[str]) -> Iterator[Card]:
    """The questions of some documents with their answers.

    An answer is written next to the question, or consists of the sections that it links to.
    """
    for path in paths:
        text = notebook.documents.text(path)
        for question, uses in _asked(notebook, path):
            if question.answer is not None:
                yield Card(question.text, _alone(text[slice(*question.answer)]), path)
                continue
            sections = [*_sections(notebook, uses)]
            note = sections[0][0] if sections else path
            yield Card(question.text, "\n\n".join(body for _, body in sections), note)


def _alone(answer: str) -> str:
    """An answer without the markers and indentation of its quotes and lists."""
    lines = answer.splitlines()
    while all(map(_QUOTED.match, filter(str.strip, lines))) and any(map(str.strip, lines)):
        lines = [_QUOTED.sub("", line, count=1) for line in lines]
    # If it begins in the middle of a line, the other lines are indented.
    whole = 0 if answer[:1].isspace() else 1
    return "\n".join([*lines[:whole], textwrap.dedent("\n".join(lines[whole:]))])


def _asked(notebook: Notebook, path: str) -> Iterator[tuple[Question, list[Use]]]:
    """The questions of a document with their links."""
    asked = notebook.questions(path)
    serving: dict[int, list[Use]] = {}
    for use in notebook.uses(path) if asked else ():
        if use.question is not None and not (use.link.image and not use.link.wiki):
            serving.setdefault(use.question.span.start, []).append(use)
    for question in asked:
        yield question, serving.get(question.span.start, [])


def _listed(
    notebook: Notebook,
    path: str,
    question: Question,
    uses: list[Use],
    patterns: tuple[str, ...],
) -> ListedQuestion:
    targets = (
        str(use.resolution.target)
        for use in uses
        if not isinstance(use.resolution, External | Unjudged)
    )
    return ListedQuestion(
        path,
        notebook.documents[path].source.position(question.span.start).line,
        question.number,
        question.text,
        question.form,
        tuple(dict.fromkeys(targets)),
        _state(notebook, question, uses, patterns),
    )


def _state(
    notebook: Notebook, question: Question, uses: list[Use], patterns: tuple[str, ...]
) -> QuestionState:
    """The worst state of the links of a question, or what it has instead."""
    judged = [use for use in uses if use.link.destination.strip("#")]
    if any(is_dead(use.resolution) for use in judged):
        return "broken"
    leading = [use for use in judged if not question.has_in_answer(use.link)]
    if any(_is_placeholder(notebook, use, patterns) for use in leading):
        return "placeholder"
    if leading:
        return "linked"
    return "unlinked" if question.answer is None else "answered"


def is_dead(resolution: Resolution) -> bool:
    """Whether a link is broken on every surface."""
    return not isinstance(resolution, External | Unjudged | Found | AnchorCase | Mismatch)


def _is_placeholder(notebook: Notebook, use: Use, patterns: tuple[str, ...]) -> bool:
    if use.place is None or isinstance(use.resolution, External | Unjudged):
        return False
    document = notebook.documents.outline(use.resolution.target.path)
    return placeholders.lack(document, use.place, patterns) is not None


def _sections(notebook: Notebook, uses: Iterable[Use]) -> Iterator[tuple[str, str]]:
    """The path and text of each section that a question links to, once."""
    seen = set()
    for use in uses:
        if use.place is None or isinstance(use.resolution, External | Unjudged):
            continue
        key = use.resolution.target.path, use.place
        if key not in seen:
            seen.add(key)
            document = notebook.documents.outline(key[0])
            yield key[0], similarity.whole_text(document, document.sections[use.place])
