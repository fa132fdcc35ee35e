"""A document, with the parts that hold questions → the input of the forms of questions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple, Protocol

from recall_lint.base.model import Block, Document, Parts, QuestionForm, Span
from recall_lint.questions.section_names import SectionNames

WORD: Final = re.compile(r"\w")
MARKS: Final = ("?", "？", "؟", "\u037e", "⁇", "⁈")
_BEHIND_MARK: Final = " \t\n*_`\"'”’»)）.…"
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"\s*(?:Q|Question)?\s*(\d{1,9})\s*[.):：]\s*", re.IGNORECASE)

_LABEL_WORDS: Final = 3
"""Maximum number of words that only label a link: `Source:`, `Read again:`."""


class Scope(NamedTuple):
    """A part of a document where every form of question counts."""

    span: Span
    vague: bool
    """Whether only text that ends in a question mark is a question."""


class Found(NamedTuple):
    """A question whose links are not determined yet."""

    form: QuestionForm
    number: int | None
    text: str
    span: Span
    text_span: Span
    answer: Span | None = None


class Form(Protocol):
    """The interface of a form of questions: a module of this package."""

    def find(self, page: Page) -> Iterator[Found]:
        """The questions of this form, in order."""


class Page:
    """A document that may contain questions."""

    def __init__(self, document: Document, names: SectionNames, *, is_recall_page: bool) -> None:
        self.document = document
        self.text = document.source.text
        self.is_recall_page = is_recall_page
        self._names = names
        self._starts = [block.span.start for block in document.blocks]

    @cached_property
    def scopes(self) -> Sequence[Scope]:
        """Where every form counts: a whole recall page, and the question sections of a note."""
        if self.is_recall_page:
            return (Scope(Span(0, len(self.text) + 1), vague=False),)
        found: list[Scope] = []
        sections = self.document.sections
        for place, section in enumerate(sections):
            kind = self._names.kind(section.label)
            if kind is None or (found and section.span.start < found[-1].span.end):
                continue
            found.append(Scope(Span(section.span.end, self.extent(place)), kind == "vague"))
        return found

    def scope_at(self, offset: int) -> Scope | None:
        """The scope that contains a position."""
        scopes = self.scopes
        index = bisect_left(scopes, offset + 1, key=lambda scope: scope.span.start) - 1
        return scopes[index] if index >= 0 and offset < scopes[index].span.end else None

    def asks(self, offset: int, text: str) -> bool:
        """Whether a text at a position is a question, by its scope and its ending."""
        scope = self.scope_at(offset)
        return scope is not None and (not scope.vague or ends_as_question(text))

    def extent(self, place: int) -> int:
        """The end of a section, given by index: the next heading of the same or a higher level."""
        return self._extents[place]

    @cached_property
    def _extents(self) -> list[int]:
        sections = self.document.sections
        ends = [0] * len(sections)
        open_: list[int] = []
        for place, section in enumerate(sections):
            while open_ and sections[open_[-1]].level >= section.level:
                ends[open_.pop()] = sections[place - 1].body.end
            open_.append(place)
        for place in open_:
            ends[place] = sections[-1].body.end
        return ends

    def blocks(self, span: Span) -> Sequence[Block]:
        """The blocks that begin in a span."""
        first, last = (bisect_left(self._starts, offset) for offset in span)
        return self.document.blocks[first:last]

    def answer(self, span: Span) -> Span | None:
        """The span, if it contains an answer: more than links and their labels."""
        for block in self.blocks(span):
            if block.kind == "code" or says_something(block.parts):
                return span
        return None

    def next_heading(self, offset: int) -> int:
        """The start of the first heading after a position, or the end of the text."""
        sections = self.document.sections
        index = bisect_left(sections, offset, key=lambda section: section.span.start)
        if index == len(sections):
            return len(self.text)
        return sections[index - 1].body.end if index else sections[0].span.start

    def lines(self, span: Span) -> list[Span]:
        """The lines of a span, each from its first to its last character in it."""
        found = []
        start = span.start
        while start < span.end:
            end = self.text.find("\n", start, span.end)
            end = span.end if end < 0 else end
            found.append(Span(start, end))
            start = end + 1
        return found


def split_lines(parts: Parts) -> list[Parts]:
    """The parts of each line of a text, including the line break."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for text, is_link in parts:
        first, *others = text.split("\n")
        lines[-1].append((first, is_link))
        for other in others:
            lines[-1].append(("\n", False))
            lines.append([(other, is_link)])
    return [[part for part in line if part[0]] for line in lines]


def says_something(parts: Parts) -> bool:
    """Whether a text contains more than links and one or two words that label them."""
    own = "".join(text for text, is_link in parts if not is_link)
    if not WORD.search(own):
        return False
    is_label = len(own.split()) <= _LABEL_WORDS and not ends_as_question(own)
    return not is_label or not any(is_link for _, is_link in parts)


def join(parts: Iterable[tuple[str, bool]]) -> str:
    """Rendered parts as one line of text."""
    return one_line("".join([text for text, _ in parts]))


def one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def rendered(parts: Parts) -> str:
    """Rendered parts with their line breaks."""
    return "".join([text for text, _ in parts])


def split(parts: Parts, length: int) -> tuple[Parts, Parts]:
    """The parts of the first characters of a text, and those of the rest."""
    head: list[tuple[str, bool]] = []
    for place, (text, is_link) in enumerate(parts):
        if length <= len(text):
            head.append((text[:length], is_link))
            return head, [(text[length:], is_link), *parts[place + 1 :]]
        head.append((text, is_link))
        length -= len(text)
    return head, ()


def ends_as_question(text: str) -> bool:
    """Whether a text ends in a question mark of any script."""
    return text.rstrip(_BEHIND_MARK).endswith(MARKS)


def numbered(text: str) -> tuple[int | None, str]:
    """The number at the start of a text, and the rest of it."""
    m = _NUMBER.match(text)
    return (int(m[1]), text[m.end() :]) if m else (None, text)
