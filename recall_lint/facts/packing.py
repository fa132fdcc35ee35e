"""Document, contents, diagnostics ↔ lines of JSON, of which only the needed ones are decoded.

A packed document has a line each for links, lookalikes, HTML anchors, list items, front matter,
comments and blocks, followed by a line for each section. JSON escapes everything but ASCII,
including lone surrogates, so a packed text has as many bytes as characters.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, overload
from zlib import compress, decompress

from recall_lint.base.model import (
    Block,
    Document,
    HtmlAnchor,
    Item,
    Link,
    Lookalike,
    Piece,
    Question,
    Section,
    Source,
    Span,
)
from recall_lint.base.problems import Candidate, Diagnostic, Edit, Fix, Problem, Target

if TYPE_CHECKING:
    from recall_lint.facts.contents import Contents

_HEAD: Final = 7
"""Number of lines before the sections."""

_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class Sections(Sequence[Section]):
    """Packed sections, each unpacked on first use."""

    def __init__(self, lines: list[str]) -> None:
        self._rows: list[str | Section] = [*lines]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Section: ...
    @overload
    def __getitem__(self, place: slice) -> list[Section]: ...
    def __getitem__(self, place: int | slice) -> Section | list[Section]:
        if isinstance(place, slice):
            return [self[index] for index in range(*place.indices(len(self)))]
        row = self._rows[place]
        if isinstance(row, str):
            row = self._rows[place] = _section(json.loads(row))
        return row


def pack(document: Document) -> bytes:
    """A document without its source, compressed: a notebook may have 100,000 of them."""
    lines = "\n".join(
        map(
            _encode,
            (
                document.links,
                document.lookalikes,
                document.html_anchors,
                document.items,
                document.front_matter,
                document.comments,
                document.blocks,
                *document.sections,
            ),
        )
    )
    return compress(lines.encode("ascii"), level=1)


def unpack(packed: bytes, source: Source) -> Document:
    """The packed document; its sections are unpacked on first use."""
    lines = decompress(packed).decode("ascii").split("\n")
    head = map(json.loads, lines[:_HEAD])
    links, lookalikes, anchors, items, front_matter, comments, blocks = head
    return Document(
        source,
        Sections(lines[_HEAD:]),
        tuple(map(_link, links)),
        tuple(Lookalike(k, t, d, Span(*s), Span(*w)) for k, t, d, s, w in lookalikes),
        tuple(HtmlAnchor(name, Span(*span)) for name, span in anchors),
        tuple(Item(marker, Span(*span), start) for marker, span, start in items),
        front_matter,
        tuple(Span(*span) for span in comments),
        tuple(map(_block, blocks)),
    )


def pack_contents(contents: Contents) -> str:
    """The contents of a document as a line."""
    return _encode(contents)


def unpack_contents(packed: str) -> Contents:
    """The packed contents."""
    from recall_lint.facts.contents import Contents

    return Contents(*json.loads(packed))


class _Shared:
    """Values that occur many times, each stored once with a number.

    They are compared by identity: hashing a question would read all its links.
    """

    def __init__(self, row: Callable[[Any], Any] = lambda value: value) -> None:
        """`row` packs a value."""
        self.rows: list[Any] = []
        self._row = row
        self._numbers: dict[int, int] = {}

    def number(self, value: object) -> int | None:
        """The number of a value; None for None."""
        if value is None:
            return None
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self.rows)
            self.rows.append(self._row(value))
        return number


def pack_diagnostics(diagnostics: Sequence[Diagnostic]) -> str:
    """Diagnostics as a line; empty for none.

    Shared values are stored once: the question of a thousand broken links, the section of a
    thousand questions, the edits of comments that belong together.
    """
    if not diagnostics:
        return ""
    sections, edits = _Shared(), _Shared()
    questions = _Shared(
        lambda question: question._replace(section=sections.number(question.section))
    )
    rows = []
    for code, name, severity, problem in diagnostics:
        question = questions.number(problem.question)
        fixes = [(fix.title, edits.number(fix.edits), fix.safe) for fix in problem.fixes]
        about = (*problem[:4], question, fixes, problem.link, problem.candidates)
        rows.append((code, name, severity, about))
    return _encode((sections.rows, questions.rows, edits.rows, rows))


def unpack_diagnostics(packed: str) -> Iterator[Diagnostic]:
    """The packed diagnostics."""
    sections, questions, edits, rows = json.loads(packed)
    around = [_section(row) for row in sections]
    asked = [_question(row, around) for row in questions]
    made = [tuple(Edit(path, Span(*span), new) for path, span, new in each) for each in edits]
    for code, name, severity, about in rows:
        path, span, message, hint, question, fixes, link, found = about
        problem = Problem(
            path,
            Span(*span),
            message,
            hint,
            None if question is None else asked[question],
            tuple(Fix(title, made[number], safe) for title, number, safe in fixes),
            None if link is None else _link(link),
            tuple(Candidate(Target(*t), score, why, text) for t, score, why, text in found),
        )
        yield Diagnostic(code, name, severity, problem)


def _question(row: Any, sections: list[Section]) -> Question:
    number, text, span, text_span, links, section, form, answer = row
    return Question(
        number,
        text,
        Span(*span),
        Span(*text_span),
        tuple(map(_link, links)),
        None if section is None else sections[section],
        form,
        None if answer is None else Span(*answer),
    )


def _block(row: Any) -> Block:
    kind, parts, span, item, depth, quote = row
    rendered = tuple((text, is_link) for text, is_link in parts)
    return Block(kind, rendered, Span(*span), item, depth, None if quote is None else Span(*quote))


def _link(row: Any) -> Link:
    text, destination, span, whole, *kinds = row
    return Link(text, destination, Span(*span), Span(*whole), *kinds)


def _section(row: Any) -> Section:
    title, markup, level, style, span, body, excerpt, containers, item, html_id, pieces = row
    return Section(
        title,
        markup,
        level,
        style,
        Span(*span),
        Span(*body),
        excerpt,
        tuple(containers),
        None if item is None else Span(*item),
        html_id,
        tuple(Piece(kind, text) for kind, text in pieces),
    )
