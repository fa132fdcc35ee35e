"""Document, contents, diagnostics ↔ lines of JSON, of which a reader opens what it needs.

A packed document is a line for its links, its lookalikes, its HTML anchors,
its list items, its front matter and its comments, and then a line for each section. JSON
escapes what is not ASCII, lone surrogates included, so that a packed text is
as many bytes as it has characters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, overload
from zlib import compress, decompress

from recall_lint.contents import Contents
from recall_lint.model import (
    Candidate,
    Diagnostic,
    Document,
    Edit,
    Fix,
    HtmlAnchor,
    Item,
    Link,
    Lookalike,
    Piece,
    Problem,
    Question,
    Section,
    Source,
    Span,
    Target,
)

_HEAD: Final = 6
"""Lines before the first section's."""

_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class Sections(Sequence[Section]):
    """Packed sections, each unpacked when it is asked for."""

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
    """A document without its source, compressed: there may be 100,000 at hand."""
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
                *document.sections,
            ),
        )
    )
    return compress(lines.encode("ascii"), level=1)


def unpack(packed: bytes, source: Source) -> Document:
    """The document that was packed; its sections are unpacked when they are asked for."""
    lines = decompress(packed).decode("ascii").split("\n")
    links, lookalikes, anchors, items, front_matter, comments = map(json.loads, lines[:_HEAD])
    return Document(
        source,
        Sections(lines[_HEAD:]),
        tuple(map(_link, links)),
        tuple(Lookalike(k, t, d, Span(*s), Span(*w)) for k, t, d, s, w in lookalikes),
        tuple(HtmlAnchor(name, Span(*span)) for name, span in anchors),
        tuple(
            Item(marker, tuple((text, link) for text, link in parts), Span(*s), Span(*t), start)
            for marker, parts, s, t, start in items
        ),
        front_matter,
        tuple(Span(*span) for span in comments),
    )


def pack_contents(contents: Contents) -> str:
    """A table of contents as a line."""
    return _encode(contents)


def unpack_contents(packed: str) -> Contents:
    """The table of contents that was packed."""
    return Contents(*json.loads(packed))


def pack_diagnostics(diagnostics: Sequence[Diagnostic]) -> str:
    """Diagnostics as a line; empty for none."""
    return _encode(diagnostics) if diagnostics else ""


def unpack_diagnostics(packed: str) -> Iterator[Diagnostic]:
    """The diagnostics that were packed."""
    for code, name, severity, problem in json.loads(packed):
        yield Diagnostic(code, name, severity, _problem(*problem))


def _problem(
    path: str, span: Any, message: str, hint: str, question: Any, fixes: Any, link: Any, found: Any
) -> Problem:
    return Problem(
        path,
        Span(*span),
        message,
        hint,
        None if question is None else _question(*question),
        tuple(
            Fix(title, tuple(Edit(p, Span(*s), new) for p, s, new in edits), safe)
            for title, edits, safe in fixes
        ),
        None if link is None else _link(link),
        tuple(Candidate(Target(*t), score, why, text) for t, score, why, text in found),
    )


def _question(
    number: int | None, text: str, span: Any, text_span: Any, links: Any, section: Any
) -> Question:
    around = None if section is None else _section(section)
    return Question(number, text, Span(*span), Span(*text_span), tuple(map(_link, links)), around)


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
