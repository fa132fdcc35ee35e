"""Notebook and the ages of its lines → when sections changed and questions were last edited."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from recall_lint.base import git
from recall_lint.base.model import Document, Span
from recall_lint.coverage.measure import Place
from recall_lint.history.line_ages import Ages, LineAges
from recall_lint.notebook.notebook import Notebook

Dated = Callable[[Mapping[str, int]], LineAges]
"""The paths of files and their line counts → their ages; raises GitError."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_WORD = re.compile(r"\w+")


class Stale(NamedTuple):
    """A question that was last edited before its section changed."""

    question: int
    section: int
    changed: int
    """The day of the last change of the section or a subsection."""
    share: float
    """The share of the section's words that are newer than the question, 0 to 1; 0 if words were
    only removed.
    """


class Timeline(NamedTuple):
    """The last changes, in days since 1970; 0 for uncommitted ones."""

    notice: str
    """What is unknown, and why; empty if everything is known."""
    sections: tuple[int | None, ...]
    """Those of all notes in order; None if unknown."""
    questions: tuple[int | None, ...]
    stale: tuple[Stale, ...]


def timeline(
    notebook: Notebook,
    dated: Dated,
    outlines: Mapping[str, Document],
    places: Sequence[Place],
    asked: Iterable[str],
    led: Sequence[Iterable[int]],
) -> Timeline:
    """The timeline of the sections at some places and of the questions of some documents.

    `outlines` are the documents of the places. `led` has, for each question, the numbers of the
    sections that it links to.
    """
    notes = {path: _Lines(document) for path, document in outlines.items()}
    pages = {path: _Lines(notebook.documents[path]) for path in asked}
    try:
        ages = dated({path: lines.number for path, lines in (*notes.items(), *pages.items())})
    except git.GitError as error:
        return Timeline(f"No history: {error}.", (), (), ())
    sections = [
        ages.files[path].newest(notes[path].of_section(place), notes[path].words)
        for path, place in places
    ]
    questions = [
        ages.files[path].newest(lines.of(question.span), lines.words)
        for path, lines in pages.items()
        for question in notebook.questions(path)
    ]
    days = [0, *(date.fromisoformat(day).toordinal() - _EPOCH for day in ages.dates[1:])]

    @cache
    def extent(section: int) -> _Extent:
        path, place = places[section]
        return _Extent.of(notes[path], ages.files[path], place)

    stale = []
    for question, (edited, numbers) in enumerate(zip(questions, led, strict=True)):
        for section in numbers if edited is not None else ():
            changed = extent(section).changed
            if changed is not None and edited is not None and changed < edited:
                share = extent(section).share_newer_than(edited)
                stale.append(Stale(question, section, days[changed], round(share, 2)))
    return Timeline(
        "Shallow clone: older changes have the date of its first commit." if ages.shallow else "",
        tuple(None if number is None else days[number] for number in sections),
        tuple(None if number is None else days[number] for number in questions),
        tuple(sorted(stale, key=lambda pair: (-pair.share, pair.question))),
    )


class _Extent(NamedTuple):
    """A section with all its subsections, which many questions may ask about."""

    changed: int | None
    """Its last change."""
    numbers: list[int]
    """The numbers of the changes that added its lines, newest first."""
    words: list[int]
    """How many words were added by each of them or later."""
    total: int

    @classmethod
    def of(cls, lines: _Lines, ages: Ages, place: int) -> _Extent:
        extent = lines.of_extent(place)
        brought = Counter[int]()
        for line in extent:
            brought[ages.of(line)] += lines.words[line]
        total = brought.total()
        del brought[-1]
        numbers = sorted(brought)
        words = [*accumulate(brought[number] for number in numbers)]
        return cls(ages.newest(extent, lines.words), numbers, words, total)

    def share_newer_than(self, number: int) -> float:
        """The share of the words that were added after a change."""
        newer = bisect_left(self.numbers, number)
        return self.words[newer - 1] / self.total if newer and self.total else 0.0


class _Lines:
    """The lines of a document as counted by git, from 0."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = text = document.source.text
        self._ends = [match.end() for match in re.finditer("\n", text)]
        self.number = len(self._ends) + 1

    @cached_property
    def words(self) -> list[int]:
        """The number of words on each line."""
        return [len(_WORD.findall(line)) for line in self._text.split("\n")]

    def of(self, span: Span) -> range:
        """The lines that overlap a span."""
        return range(self._line(span.start), self._line(max(span.start, span.end - 1)) + 1)

    def of_section(self, place: int) -> range:
        """The lines of a heading and its own text."""
        return self._until(place, place + 1)

    def of_extent(self, place: int) -> range:
        """The lines of a section with all its subsections."""
        sections = self._document.sections
        end = place + 1
        while end < len(sections) and sections[end].level > sections[place].level:
            end += 1
        return self._until(place, end)

    def _until(self, place: int, next_place: int) -> range:
        """The lines from one heading to another, or to the end."""
        sections = self._document.sections
        first = self._line(sections[place].span.start)
        if next_place == len(sections):
            return range(first, self.number)
        return range(first, max(first + 1, self._line(sections[next_place].span.start)))

    def _line(self, offset: int) -> int:
        return bisect_right(self._ends, offset)
