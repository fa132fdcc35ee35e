"""The nouns of recall-lint: frozen values that every room shares.

Offsets are characters of the source text, half-open; lines and columns appear
only where a person or a protocol looks (`Source.position`). Paths are
*notebook paths*: strings relative to the notebook root, with `/` between
names, so that they compare and hash without cost on every platform.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from recall_lint.base.lines import line_starts


class Span(NamedTuple):
    """Characters of a source text, half-open."""

    start: int
    end: int


class Position(NamedTuple):
    """A position for people: 1-based line, 1-based column in characters."""

    line: int
    column: int


class Source:
    """The text of one file, exactly as decoded: BOM and line endings included."""

    __slots__ = ("_read", "_starts", "_text", "path")

    def __init__(self, path: str, text: str | Callable[[], str]) -> None:
        """A text, or a function that reads it on first use."""
        self.path = path
        self._text: str | None = None
        self._read: Callable[[], str] | None = None
        if isinstance(text, str):
            self._text = text
        else:
            self._read = text
        self._starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.path!r})"

    @property
    def text(self) -> str:
        if self._text is None:
            assert self._read is not None
            self._text = self._read()
        return self._text

    def position(self, offset: int) -> Position:
        """The line and column of a character; a BOM does not count as a column."""
        starts = self._line_starts()
        line = bisect_right(starts, offset) - 1
        column = offset - starts[line] + 1
        if line == 0 and self.text.startswith("\ufeff"):
            column = max(1, column - 1)
        return Position(line + 1, column)

    def line(self, number: int) -> str:
        """The text of a 1-based line, without its line ending and BOM."""
        starts = self._line_starts()
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n").removeprefix("\ufeff")

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = line_starts(self.text)
        return self._starts


ContainerKind = Literal["quote", "item", "footnote"]
HeadingStyle = Literal["atx", "setext", "html"]
PieceKind = Literal["text", "code", "image", "footnote", "html"]


class Piece(NamedTuple):
    """A run of a heading's rendered text, as far as dialects distinguish runs."""

    kind: PieceKind
    text: str
    """For an image its alternative text, for a footnote reference its number, for HTML the tag."""


class Section(NamedTuple):
    """A heading and what follows it."""

    title: str
    """The heading's text as GitHub renders it, not trimmed; a soft break is a newline."""
    markup: str
    """The heading's text as written."""
    level: int
    """1 to 6."""
    style: HeadingStyle
    span: Span
    """The characters of `markup` in the source."""
    body: Span
    """From the end of the heading's line to the next heading of any level."""
    excerpt: str
    """The first characters of the body's content, a line for each block; empty without content."""
    containers: tuple[ContainerKind, ...]
    """The containers of the heading, outermost first."""
    item: Span | None
    """The innermost list item that contains the heading."""
    html_id: str | None
    """The `id` attribute of an HTML heading."""
    pieces: tuple[Piece, ...] = ()
    """The parts of the heading; empty if `title` is enough."""

    @property
    def label(self) -> str:
        """The title on one line, for reports."""
        return " ".join(self.title.split())


class HtmlAnchor(NamedTuple):
    """An `id` or `name` attribute of an HTML element."""

    name: str
    span: Span
    """The attribute value's characters."""


class Link(NamedTuple):
    """A link or an image, however it was written."""

    text: str
    """The link's text as rendered; an image's alternative text."""
    destination: str
    """The destination after decoding escapes and entities; percent-encoding is kept."""
    span: Span
    """The characters to edit: for a reference, in its definition."""
    whole: Span
    """The whole link where it is used."""
    image: bool = False
    html: bool = False
    """Whether it is an attribute of an HTML tag, which generators may leave unchanged."""
    wiki: bool = False
    """Whether it is written `[[…]]`: its destination is a name without encoding."""
    component: bool = False
    """Whether it is MDX's `<Link to>`, which a generator always reads as a URL, never as a file."""


LookalikeKind = Literal["space", "gap", "reversed", "unclosed", "reference", "wiki"]


class Lookalike(NamedTuple):
    """Text that looks like a link but is not one for GitHub's parser."""

    kind: LookalikeKind
    text: str
    destination: str
    """The intended destination, or the label of a `reference`."""
    span: Span
    """The destination's characters."""
    whole: Span
    """From its first bracket to its last."""


class Item(NamedTuple):
    """An outermost list item."""

    marker: str
    """As written: `-`, `*`, `+`, `12.`, `12)`."""
    span: Span
    """From the marker to the end of its last line."""
    list_start: int
    """Offset of the first item of its list; the same for all items of a list."""


Parts = Sequence[tuple[str, bool]]
"""Rendered text; True if it belongs to a link."""

BlockKind = Literal["paragraph", "heading", "cell", "html", "code"]


class Block(NamedTuple):
    """A leaf block; questions consist of these."""

    kind: BlockKind
    parts: Parts
    """Empty for code."""
    span: Span
    """The source characters of its text."""
    item: int | None
    """The index of the outermost list item that contains it."""
    depth: int
    """Nesting depth in list items; more than one in a nested list."""
    quote: Span | None
    """The innermost block quote that contains it."""


class Document(NamedTuple):
    """One parsed Markdown file.

    It depends on the text and the parser only, never on configuration.
    """

    source: Source
    sections: Sequence[Section]
    links: tuple[Link, ...]
    lookalikes: tuple[Lookalike, ...]
    html_anchors: tuple[HtmlAnchor, ...]
    items: tuple[Item, ...]
    front_matter: str
    """The YAML of its front matter as written; empty without any."""
    comments: tuple[Span, ...] = ()
    """The HTML comments that begin with `recall-lint-`, whole, in document order."""
    blocks: tuple[Block, ...] = ()
    """Its leaf blocks in document order; empty, like `items`, if questions were not requested."""

    @property
    def path(self) -> str:
        return self.source.path

    def place_of(self, section: Section) -> int:
        """The index of one of its sections."""
        start = section.span.start
        place = bisect_left(self.sections, start, key=lambda other: other.span.start)
        while self.sections[place] is not section and self.sections[place] != section:
            place += 1
        return place

    def section_around(self, offset: int) -> Section | None:
        """The section that contains `offset` for a reader.

        It is the last heading before it, except that a heading in a list item does not extend
        beyond the item.
        """
        index = bisect_left(self.sections, offset, key=lambda section: section.span.start)
        for place in range(index - 1, -1, -1):
            section = self.sections[place]
            item = section.item
            if item is None or item.start <= offset < item.end:
                return section
        return None


QuestionForm = Literal[
    "list-item", "task", "heading", "bold", "details", "callout", "qa", "card", "table"
]
"""How a question is written; each form is a module of `questions/`."""


class Question(NamedTuple):
    """One recall question."""

    number: int | None
    text: str
    span: Span
    """Everything that belongs to it, including its answer and its links."""
    text_span: Span
    links: tuple[Link, ...]
    section: Section | None
    """The section it is in."""
    form: QuestionForm = "list-item"
    answer: Span | None = None
    """The answer written next to it."""

    def has_in_answer(self, link: Link) -> bool:
        """Whether a link is in that answer, and need not lead to one."""
        return self.answer is not None and (self.answer.start <= link.whole.start < self.answer.end)
