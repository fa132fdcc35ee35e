"""Text → leaf blocks with exact places, by CommonMark's own two-step block algorithm.

mistune cuts the text of a list item or a quote out of its parent and parses
the copy, which loses the place of every character and cannot tell a lazy
continuation line from a new block. Here each line first continues the open
containers and then opens new ones (CommonMark 0.29, "Phase 1: block
structure", with GitHub's tables and footnotes), so that every leaf keeps
slices of the source. mistune gives the grammar of tags, labels and
destinations, and parses the inlines of every leaf found here.

`parse_blocks(text)` gives `Blocks`: leaves in document order, list items,
reference definitions and footnote labels.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from mistune.helpers import (
    BLOCK_TAGS,
    HTML_TAGNAME,
    LINK_LABEL,
    PRE_TAGS,
    parse_link_href,
    parse_link_title,
)
from mistune.util import unikey

from recall_lint.lines import split_lines
from recall_lint.model import ContainerKind, Span

MAX_OPENED: Final = 99
"""GitHub's parser opens no list item or footnote after this many containers in one line."""

LeafKind = Literal["paragraph", "heading", "code", "html", "cell", "rule"]

_SPACE = re.compile(r"[ \t]*")
_ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_FENCE = re.compile(r"(`{3,})(?=[^`]*$)|(~{3,})")
_SETEXT = re.compile(r"(?:=+|-+)[ \t]*$")
_THEMATIC = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_MARKER = re.compile(r"([-+*]|\d{1,9}[.)])(?=[ \t]|$)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s\x00]+)\]:[ \t]*")
_DELIMITER_ROW = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL = re.compile(r"(?:\\\||[^|])*")
_LABEL = re.compile(r"\[(" + LINK_LABEL + r")\]:")
_REST_BLANK = re.compile(r"[ \t]*(?:\n|\Z)")

HTML_ATTRIBUTE: Final = (
    r"\s++[A-Za-z_:][A-Za-z0-9_.:-]*+"
    r"(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+"
)
HTML_TAG: Final = rf"<{HTML_TAGNAME}(?:{HTML_ATTRIBUTE})*+\s*+/?>|</{HTML_TAGNAME}\s*+>"

_HTML_RAW = re.compile(rf"<(?:{'|'.join(PRE_TAGS)})(?=[\s>]|$)", re.IGNORECASE)
_HTML_RAW_END = re.compile(rf"</(?:{'|'.join(PRE_TAGS)})>", re.IGNORECASE)
_HTML_BLOCK = re.compile(rf"</?(?:{'|'.join(BLOCK_TAGS)})(?=\s|/?>|$)", re.IGNORECASE)
_HTML_TAG_ALONE = re.compile(rf"(?:{HTML_TAG})\s*$")
_HTML_DECLARATION = re.compile(r"<![A-Z]")


class Container:
    """An open or closed container block; the document itself is the outermost."""

    __slots__ = (
        "end",
        "has_child",
        "kind",
        "list_key",
        "list_start",
        "marker",
        "open_list",
        "parent",
        "start",
        "width",
    )

    def __init__(
        self, kind: ContainerKind | Literal["document"], parent: Container | None, start: int
    ) -> None:
        self.kind = kind
        self.parent = parent
        self.start = start
        self.end = start
        self.width = 0
        self.marker = ""
        self.has_child = False
        self.list_key = ""
        self.list_start = start
        self.open_list: Container | None = None


class Leaf:
    """A leaf block: pieces of source text, and the joint that stood between them."""

    __slots__ = ("end", "joint", "kind", "level", "no_table", "parent", "pieces", "setext", "start")

    def __init__(self, kind: LeafKind, parent: Container, start: int, level: int = 0) -> None:
        self.kind: LeafKind = kind
        self.parent = parent
        self.level = level
        self.start = start
        self.end = start
        self.pieces: list[tuple[int, str]] = []
        self.joint = "\n"
        # GitHub's parser tries a paragraph's first delimiter row and no later one.
        self.no_table = False
        self.setext = False

    @property
    def text(self) -> str:
        return self.joint.join([piece for _, piece in self.pieces])

    def ancestors(self) -> Iterator[Container]:
        """Its containers, innermost first, without the document."""
        container = self.parent
        while container.parent is not None:
            yield container
            container = container.parent


class Places:
    """Offsets in a leaf's text → offsets in the source."""

    __slots__ = ("_at", "_starts")

    def __init__(self, leaf: Leaf) -> None:
        self._starts: list[int] = []
        self._at: list[int] = []
        offset = 0
        for at, piece in leaf.pieces:
            self._starts.append(offset)
            self._at.append(at)
            offset += len(piece) + len(leaf.joint)

    def __call__(self, offset: int) -> int:
        index = bisect_right(self._starts, offset) - 1
        return self._at[index] + offset - self._starts[index]

    def span(self, start: int, end: int) -> Span:
        """The source characters of `text[start:end]`; an empty one keeps its place."""
        if end <= start:
            return Span(self(start), self(start))
        return Span(self(start), self(end - 1) + 1)


class Definition(NamedTuple):
    """A link reference definition: `[label]: destination`."""

    destination: str
    """As written, without angle brackets."""
    span: Span
    """The destination's characters."""


class Blocks(NamedTuple):
    """The block structure of one text."""

    leaves: list[Leaf]
    items: list[Container]
    definitions: dict[str, Definition]
    footnotes: dict[str, Container]
    """The first of each label."""


class _Line:
    """A cursor in one line that counts columns, tabs being four wide."""

    __slots__ = ("at", "column", "indent", "next", "pos", "text")

    def __init__(self, at: int, text: str) -> None:
        self.at = at
        self.text = text
        self.pos = 0
        self.column = 0
        self.look()

    def look(self) -> None:
        """Find the next character that is no space: its place and its indent in columns."""
        m = _SPACE.match(self.text, self.pos)
        assert m is not None
        self.next = m.end()
        self.indent = self.next - self.pos
        if self.indent and "\t" in m.group():
            column = self.column
            for char in m.group():
                column += 4 - column % 4 if char == "\t" else 1
            self.indent = column - self.column

    @property
    def blank(self) -> bool:
        return self.next == len(self.text)

    def skip_to(self, pos: int) -> None:
        """Consume up to `pos`, where no tab lies on the way but in leading space."""
        while self.pos < pos:
            self.column += 4 - self.column % 4 if self.text[self.pos] == "\t" else 1
            self.pos += 1
        self.look()

    def skip_columns(self, count: int) -> None:
        """Consume columns of white space, perhaps half of a tab."""
        while count > 0 and self.pos < len(self.text):
            if self.text[self.pos] == "\t":
                left = 4 - self.column % 4
                if left > count:
                    self.column += count
                    break
                self.column += left
                count -= left
            else:
                self.column += 1
                count -= 1
            self.pos += 1
        self.look()


def parse_blocks(text: str, start: int = 0) -> Blocks:
    """The blocks of `text` from the offset `start` on, which begins a line."""
    scanner = _Scanner()
    for at, line in split_lines(text, start):
        scanner.feed(_Line(at, line))
    scanner.finish()
    return Blocks(scanner.leaves, scanner.items, scanner.definitions, scanner.footnotes)


class _Scanner:
    def __init__(self) -> None:
        self.leaves: list[Leaf] = []
        self.items: list[Container] = []
        self.definitions: dict[str, Definition] = {}
        self.footnotes: dict[str, Container] = {}
        self.root = Container("document", None, 0)
        self.stack: list[Container] = []
        self.leaf: Leaf | None = None
        # What ends the open leaf, if a line of its own does: a fence, or an HTML block's end.
        self.fence = ""
        self.html_end: re.Pattern[str] | None = None
        # Columns of the open table; the leaf is then its latest cell.
        self.table_columns = 0

    # Phase 1a: continue the open containers.

    def feed(self, line: _Line) -> None:
        matched = self._match_containers(line)
        all_matched = matched == len(self.stack)
        if all_matched and self.leaf is not None and self._continue_leaf(line):
            self._extend(line)
            return
        lazy = self.leaf if self.leaf is not None and self.leaf.kind == "paragraph" else None
        opened = self._open_blocks(line, matched, lazy)
        if opened:
            self._extend(line)
            return
        if lazy is not None and not line.blank:
            self._add_line(lazy, line)
            self._extend(line)
            return
        self._close_to(matched)
        if line.blank:
            return
        self._start_leaf(Leaf("paragraph", self._top(), line.at + line.next), line)
        self._extend(line)

    def _match_containers(self, line: _Line) -> int:
        for index, container in enumerate(self.stack):
            if container.kind == "quote":
                if line.indent > 3 or not line.text.startswith(">", line.next):
                    return index
                self._enter_quote(line)
            elif line.indent >= container.width:
                line.skip_columns(container.width)
            elif line.blank and (
                container.has_child if container.kind == "item" else not line.text
            ):
                line.skip_to(line.next)
            else:
                return index
        return len(self.stack)

    @staticmethod
    def _enter_quote(line: _Line) -> None:
        line.skip_to(line.next + 1)
        if line.indent:
            line.skip_columns(1)

    def _continue_leaf(self, line: _Line) -> bool:
        """Whether the open leaf takes the whole line; closes a leaf that ends before it."""
        leaf = self.leaf
        assert leaf is not None
        if self.fence:
            text = line.text[line.next :].rstrip(" \t")
            if line.indent < 4 and text.startswith(self.fence) and not text.strip(self.fence[0]):
                leaf.end = line.at + len(line.text)
                self._close_leaf()
            else:
                self._add_line(leaf, line)
            return True
        if leaf.kind == "html":
            if self.html_end is None and line.blank:
                self._close_leaf()
                return False
            self._add_html(leaf, line)
            return True
        if leaf.kind == "code":
            if line.indent >= 4 or line.blank:
                if not line.blank:
                    self._add_line(leaf, line)
                return True
            self._close_leaf()
        elif line.blank:
            self._close_leaf()
        return False

    # Phase 1b: open new blocks.

    def _open_blocks(self, line: _Line, matched: int, lazy: Leaf | None) -> bool:
        """Open what the rest of the line opens; whether a leaf took it, or a container is empty."""
        interrupts = lazy if lazy is not None and matched == len(self.stack) else None
        in_table = self.table_columns > 0 and matched == len(self.stack)
        opened = 0
        while True:
            if line.blank:
                if opened:
                    self._close_to(matched)
                return opened > 0
            if line.indent >= 4:
                if lazy is not None:
                    return False
                self._close_to(matched)
                self._start_leaf(Leaf("code", self._top(), line.at + line.next), line)
                return True
            text = line.text
            pos = line.next
            char = text[pos]
            if char == ">":
                self._close_to(matched)
                container = self._push("quote", line)
                self._enter_quote(line)
            elif self._open_leaf(line, matched, interrupts):
                return True
            elif char == "[" and opened < MAX_OPENED and (m := _FOOTNOTE.match(text, pos)):
                self._close_to(matched)
                container = self._push("footnote", line)
                container.width = 4
                container.marker = unikey(m.group(1))
                self.footnotes.setdefault(container.marker, container)
                line.skip_to(m.end())
            elif (
                (char in "-+*" or char.isdigit())
                and opened < MAX_OPENED
                and self._opens_item(line, interrupts is not None)
            ):
                self._close_to(matched)
                self._open_item(line)
            elif interrupts is not None and self._open_table(line, interrupts):
                return True
            elif in_table:
                self._add_row(line)
                return True
            elif opened:
                self._start_leaf(Leaf("paragraph", self._top(), line.at + pos), line)
                return True
            else:
                return False
            opened += 1
            in_table = False
            interrupts = lazy = None
            matched = len(self.stack)

    def _open_leaf(self, line: _Line, matched: int, interrupts: Leaf | None) -> bool:
        """Headings, fences, HTML blocks and thematic breaks."""
        text = line.text
        pos = line.next
        char = text[pos]
        if char == "#":
            if m := _ATX.match(text, pos):
                self._close_to(matched)
                leaf = Leaf("heading", self._top(), line.at + pos, len(m.group(1)))
                self._start_leaf(leaf)
                leaf.pieces.append((line.at + m.end(), _without_closing(text[m.end() :])))
                leaf.end = line.at + len(text)
                self.leaf = None
                return True
        elif char in "`~":
            if m := _FENCE.match(text, pos):
                self._close_to(matched)
                leaf = Leaf("code", self._top(), line.at + pos)
                self._start_leaf(leaf)
                leaf.end = line.at + len(text)
                self.fence = m.group()
                return True
        elif char == "<":
            found, end = _html_block_start(text, pos, interrupts is not None)
            if found:
                self._close_to(matched)
                leaf = Leaf("html", self._top(), line.at + pos)
                self._start_leaf(leaf)
                self.html_end = end
                self._add_html(leaf, line)
                return True
        elif char in "=-*_":
            if char in "=-" and interrupts is not None and _SETEXT.match(text, pos):
                self._take_definitions(interrupts)
                if not interrupts.pieces:
                    # Definitions take no underline: the line begins their paragraph anew.
                    return False
                interrupts.kind = "heading"
                interrupts.setext = True
                interrupts.level = 1 if char == "=" else 2
                interrupts.end = line.at + len(text)
                at, last = interrupts.pieces[-1]
                interrupts.pieces[-1] = (at, last.rstrip(" \t"))
                self.leaf = None
                return True
            if char != "=" and _THEMATIC.match(text, pos):
                self._close_to(matched)
                leaf = Leaf("rule", self._top(), line.at + pos)
                self._start_leaf(leaf)
                leaf.end = line.at + len(text)
                self.leaf = None
                return True
        return False

    @staticmethod
    def _opens_item(line: _Line, interrupts_paragraph: bool) -> bool:
        m = _MARKER.match(line.text, line.next)
        if m is None:
            return False
        if interrupts_paragraph:
            marker = m.group(1)
            if marker[0].isdigit() and int(marker[:-1]) != 1:
                return False
            return bool(line.text[m.end() :].strip(" \t"))
        return True

    def _open_item(self, line: _Line) -> None:
        m = _MARKER.match(line.text, line.next)
        assert m is not None
        marker = m.group(1)
        offset = line.indent
        container = self._push("item", line, marker)
        line.skip_to(m.end())
        # Five columns or more are one column and then indented code.
        spaces = line.indent if 1 <= line.indent <= 4 and not line.blank else 1
        container.width = offset + len(marker) + spaces
        line.skip_columns(min(spaces, line.indent))

    def _push(self, kind: ContainerKind, line: _Line, marker: str = "") -> Container:
        parent = self._top()
        container = Container(kind, parent, line.at + line.next)
        parent.has_child = True
        if kind == "item":
            container.marker = marker
            container.list_key = marker[-1]
            before = parent.open_list
            if before is not None and before.list_key == container.list_key:
                container.list_start = before.list_start
            parent.open_list = container
            self.items.append(container)
        else:
            parent.open_list = None
        self.stack.append(container)
        return container

    # Tables.

    def _open_table(self, line: _Line, paragraph: Leaf) -> bool:
        """Make the paragraph's last line a table's head if this line is a delimiter row for it."""
        text = line.text[line.next :]
        if (
            paragraph.no_table
            or not paragraph.pieces
            or text[0] not in "|:-"
            or not _DELIMITER_ROW.match(text)
        ):
            return False
        at, head = paragraph.pieces[-1]
        cells = _row_cells(head, at)
        if len(cells) != len(_row_cells(text, 0)):
            paragraph.no_table = True
            return False
        del paragraph.pieces[-1]
        self._take_definitions(paragraph)
        if not paragraph.pieces:
            del self.leaves[-1]
        self.leaf = None
        self.table_columns = len(cells)
        self._add_cells(cells)
        return True

    def _add_row(self, line: _Line) -> None:
        at = line.at + line.next
        self._add_cells(_row_cells(line.text[line.next :], at)[: self.table_columns])

    def _add_cells(self, cells: list[list[tuple[int, str]]]) -> None:
        for pieces in cells:
            leaf = Leaf("cell", self._top(), pieces[0][0])
            leaf.pieces = pieces
            leaf.joint = ""
            leaf.end = pieces[-1][0] + len(pieces[-1][1])
            self.leaves.append(leaf)
            self.leaf = leaf

    # Leaves.

    def _start_leaf(self, leaf: Leaf, line: _Line | None = None) -> None:
        leaf.parent.has_child = True
        leaf.parent.open_list = None
        self.leaves.append(leaf)
        self.leaf = leaf
        if line is not None:
            self._add_line(leaf, line)

    @staticmethod
    def _add_line(leaf: Leaf, line: _Line) -> None:
        leaf.pieces.append((line.at + line.next, line.text[line.next :]))
        leaf.end = line.at + len(line.text)

    def _add_html(self, leaf: Leaf, line: _Line) -> None:
        # White space before a tag is no part of any word, but it is text in a raw heading.
        leaf.pieces.append((line.at + line.pos, line.text[line.pos :]))
        leaf.end = line.at + len(line.text)
        if self.html_end is not None and self.html_end.search(line.text, line.next):
            self._close_leaf()

    def _close_leaf(self) -> None:
        leaf = self.leaf
        if leaf is not None and leaf.kind == "paragraph":
            self._take_definitions(leaf)
            if leaf.pieces:
                at, last = leaf.pieces[-1]
                leaf.pieces[-1] = (at, last.rstrip(" \t"))
            else:
                del self.leaves[-1]
        self.leaf = None
        self.fence = ""
        self.html_end = None
        self.table_columns = 0

    def _close_to(self, matched: int) -> None:
        self._close_leaf()
        del self.stack[matched:]

    def finish(self) -> None:
        self._close_to(0)

    def _top(self) -> Container:
        return self.stack[-1] if self.stack else self.root

    def _extend(self, line: _Line) -> None:
        if line.text.strip(" \t"):
            end = line.at + len(line.text)
            for container in self.stack:
                container.end = end

    # Link reference definitions.

    def _take_definitions(self, paragraph: Leaf) -> None:
        """Take the definitions off a paragraph's head; it may be left with no piece."""
        if not paragraph.pieces or not paragraph.pieces[0][1].startswith("["):
            return
        text = paragraph.text
        places = Places(paragraph)
        taken = 0
        while (end := self._take_definition(text, taken, places)) is not None:
            taken = end
        if taken:
            del paragraph.pieces[: text.count("\n", 0, taken) + (taken >= len(text))]

    def _take_definition(self, text: str, start: int, places: Places) -> int | None:
        m = _LABEL.match(text, start)
        if m is None or not (key := unikey(m.group(1))):
            return None
        href, href_end = parse_link_href(text, m.end(), block=True)
        if href is None or href_end is None:
            return None
        angle = text[href_end - 1] == ">" and text[href_end - len(href) - 2] == "<"
        if not href and not angle:
            return None
        _, title_end = parse_link_title(text, href_end, len(text))
        rest = _REST_BLANK.match(text, title_end) if title_end is not None else None
        # What follows a destination and is no title must be nothing.
        rest = rest or _REST_BLANK.match(text, href_end)
        if rest is None:
            return None
        if key not in self.definitions:
            start = href_end - len(href) - angle
            self.definitions[key] = Definition(href, places.span(start, start + len(href)))
        return rest.end()


def _without_closing(content: str) -> str:
    """An ATX heading's content without the `#` that may close it."""
    content = content.rstrip(" \t")
    bare = content.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare[-1] in " \t" else content


def _html_block_start(text: str, pos: int, interrupts: bool) -> tuple[bool, re.Pattern[str] | None]:
    """Whether an HTML block starts here, and what ends it (None: a blank line)."""
    if _HTML_RAW.match(text, pos):
        return True, _HTML_RAW_END
    if text.startswith("<!--", pos):
        return True, _ENDS["-->"]
    if text.startswith("<?", pos):
        return True, _ENDS["?>"]
    if text.startswith("<![CDATA[", pos):
        return True, _ENDS["]]>"]
    if _HTML_DECLARATION.match(text, pos):
        return True, _ENDS[">"]
    if _HTML_BLOCK.match(text, pos):
        return True, None
    return not interrupts and _HTML_TAG_ALONE.match(text, pos) is not None, None


_ENDS: Final = {end: re.compile(re.escape(end)) for end in ("-->", "?>", "]]>", ">")}


def _row_cells(row: str, at: int) -> list[list[tuple[int, str]]]:
    r"""The cells of a table row, trimmed, each as pieces in which `\|` has become `|`."""
    row = row.rstrip(" \t")
    pos = 1 if row.startswith("|") else 0
    cells = []
    while pos < len(row):
        m = _CELL.match(row, pos)
        assert m is not None
        start, end = m.span()
        pos = end + 1
        while start < end and row[start] in " \t":
            start += 1
        while end > start and row[end - 1] in " \t":
            end -= 1
        pieces = []
        bar = row.find("\\|", start, end)
        while bar >= 0:
            pieces.append((at + start, row[start:bar]))
            start = bar + 1
            bar = row.find("\\|", start + 1, end)
        pieces.append((at + start, row[start:end]))
        cells.append(pieces)
    return cells
