"""Notebook → its sections, and how many questions ask about each.

A section needs a question if it has text of its own: it is neither a placeholder nor a heading that
only contains others. A question asks about it by linking to it or to something in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from recall_lint.answers.answering import Answering
from recall_lint.base.config import Config, matcher
from recall_lint.base.model import Document
from recall_lint.notebook import placeholders
from recall_lint.notebook.notebook import Notebook, Use
from recall_lint.notebook.resolutions import AnchorCase, Found, Mismatch
from recall_lint.suppressions.comments import without_question

_MARKUP = re.compile(r"<[^<>]*>|\]\([^()\s]*\)")
"""Tags, comments and destinations, which do not count as words."""
_WORD = re.compile(r"\w+")


Place = tuple[str, int]
"""A section: the path of its document, and its index."""


class SectionCoverage(NamedTuple):
    """A section that needs a question."""

    anchor: str
    title: str
    line: int
    level: int
    words: int
    """Number of words in its own text, without its subsections."""
    questions: int
    """Number of questions about it or a section below it."""
    nearly: bool
    """Whether only a question without a link seems to ask about it."""


class NoteCoverage(NamedTuple):
    """The sections of one note that need a question, in order."""

    path: str
    sections: tuple[SectionCoverage, ...]


class Share(NamedTuple):
    """How many of some sections are asked about."""

    sections: int
    asked: int
    words: int
    asked_words: int

    @property
    def percent(self) -> float:
        """Percentage of the sections; 100 if there are none."""
        return 100 * self.asked / self.sections if self.sections else 100.0


def share(sections: Iterator[SectionCoverage]) -> Share:
    """The share of some sections."""
    number = asked = words = asked_words = 0
    for section in sections:
        number += 1
        words += section.words
        if section.questions:
            asked += 1
            asked_words += section.words
    return Share(number, asked, words, asked_words)


class Coverage(NamedTuple):
    """How much of a notebook's notes its questions cover."""

    notes: tuple[NoteCoverage, ...]
    """The notes with sections that need a question, by path."""

    def sections(self) -> Iterator[SectionCoverage]:
        return (section for note in self.notes for section in note.sections)

    @property
    def total(self) -> Share:
        return share(self.sections())


def measure(notebook: Notebook, config: Config, is_wanted: Callable[[str], bool]) -> Coverage:
    """The coverage of the wanted notes by the questions of the whole notebook."""
    asked = _asked_places(notebook, notebook.documents)
    nearly = _nearly_asked(notebook, config.placeholder_patterns)
    excluded = matcher(config.coverage_exclude)
    found = []
    for path in filter(is_wanted, notebook.notes):
        if not excluded(path):
            counts, close = asked.get(path, Counter()), nearly.get(path, set())
            sections = (s for _, s in _sections(notebook, config, path, counts, close))
            included = tuple(s for s in sections if not excluded(f"{path}#{s.anchor}"))
            if included:
                found.append(NoteCoverage(path, included))
    return Coverage(tuple(found))


def questions_about(
    notebook: Notebook, config: Config, path: str, origins: Iterable[str]
) -> Iterator[tuple[int, int]]:
    """The sections of a note that need a question, and how many questions ask about each.

    `origins` are the documents whose questions count.
    """
    asked = _asked_places(notebook, origins).get(path, Counter())
    for ordinal, section in _sections(notebook, config, path, asked, set()):
        yield ordinal, section.questions


def _asked_places(notebook: Notebook, origins: Iterable[str]) -> dict[str, Counter[int]]:
    """By document: the sections that questions link to, and how many link to each."""
    found: dict[str, Counter[int]] = {}
    for path in notebook.asking(origins):
        asked: set[tuple[int, str, int]] = set()
        for use in notebook.uses(path):
            if use.question is not None and (place := place_of(notebook, use)) is not None:
                asked.add((use.question.span.start, *place))
        for _, target, ordinal in asked:
            found.setdefault(target, Counter())[ordinal] += 1
    return found


def place_of(notebook: Notebook, use: Use) -> Place | None:
    """The section that a link points to or into."""
    match use.resolution:
        case Found(target=target) | AnchorCase(target=target) | Mismatch(target=target):
            pass
        case _:
            return None
    if target.anchor is None or target.path not in notebook.documents:
        return None
    if use.place is not None:
        return target.path, use.place
    # An HTML anchor belongs to the section above it.
    document = notebook.documents.outline(target.path)
    for anchor in document.html_anchors:
        if anchor.name == target.anchor:
            starts = [section.span.start for section in document.sections]
            index = bisect_right(starts, anchor.span.start) - 1
            return (target.path, index) if index >= 0 else None
    return None


def _nearly_asked(notebook: Notebook, patterns: tuple[str, ...]) -> dict[str, set[int]]:
    """By document: the sections that questions without a link seem to ask about."""
    answering = Answering(notebook, patterns)
    found: dict[str, set[int]] = {}
    for path in notebook.asking(notebook.documents):
        for question in notebook.questions(path):
            if question.links or question.answer is not None or not question.text:
                continue
            answers = answering.of(path).find(path, question)
            if answers.sure:
                place = answers.found[0].place
                found.setdefault(place.path, set()).add(place.ordinal)
    return found


def _sections(
    notebook: Notebook, config: Config, path: str, asked: Counter[int], nearly: set[int]
) -> Iterator[tuple[int, SectionCoverage]]:
    document = notebook.documents.outline(path)
    unwanted = without_question(document)
    position = document.source.position
    counts = _with_those_below(document, asked)
    for ordinal, section in enumerate(document.sections):
        anchor = notebook.anchors.of(path, ordinal)
        # A section without text of its own only contains others, or is a placeholder.
        is_written = bool(section.excerpt) and (
            placeholders.lack(document, ordinal, config.placeholder_patterns) is None
        )
        if anchor is None or not is_written or ordinal in unwanted:
            continue
        body = _MARKUP.sub(" ", document.source.text[slice(*section.body)])
        covered = SectionCoverage(
            anchor,
            section.label,
            position(section.span.start).line,
            section.level,
            len(_WORD.findall(body)),
            counts[ordinal],
            not counts[ordinal] and ordinal in nearly,
        )
        yield ordinal, covered


def _with_those_below(document: Document, asked: Counter[int]) -> Counter[int]:
    """How many questions ask about each section or one below it."""
    counts = Counter(asked)
    above: list[int] = []
    for ordinal, section in enumerate(document.sections):
        while above and document.sections[above[-1]].level >= section.level:
            above.pop()
        if number := asked[ordinal]:
            for outer in above:
                counts[outer] += number
        above.append(ordinal)
    return counts
