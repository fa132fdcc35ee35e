"""Lines → leaf blocks with exact places, by CommonMark's own two-step block algorithm.

mistune cuts the text of a list item or a quote out of its parent and parses
the copy, which loses the place of every character and cannot tell a lazy
continuation line from a new block. Here each line first continues the open
containers and then opens new ones (CommonMark 0.29, "Phase 1: block
structure", with GitHub's tables and footnotes), so that every leaf keeps
slices of the source. mistune gives the grammar of tags, labels and
destinations, and parses the inlines of every leaf found here.

`Scanner` is fed line by line, and knows every kind of line; `blocks` takes the
lines that most of a text consists of without it.
"""

from __future__ import annotations

import re
from typing import Final

from recall_lint.base.model import ContainerKind
from recall_lint.markdown.cursor import Line
from recall_lint.markdown.definitions import Definition, take_definitions
from recall_lint.markdown.leaves import Container, Leaf
from recall_lint.markdown.tables import is_delimiter_row, row_cells

MAX_OPENED: Final = 99
"""GitHub's parser opens no list item or footnote after this many containers in one line."""

ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_FENCE = re.compile(r"(`{3,})(?=[^`]*$)|(~{3,})")
_SETEXT = re.compile(r"(?:=+|-+)[ \t]*$")
_THEMATIC = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_MARKER = re.compile(r"([-+*]|[0-9]{1,9}[.)])(?=[ \t]|$)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s\x00]+)\]:[ \t]*")


class Scanner:
    """The open blocks, and all that was found so far."""

    def __init__(self, *, mdx: bool = False) -> None:
        """MDX has no indented code and no blocks of HTML but comments."""
        self.mdx = mdx
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
        # The end of the last line with text in it: where a container ends that closes now.
        self.reach = 0

    # Phase 1a: continue the open containers.

    def feed(self, line: Line) -> None:
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

    def _match_containers(self, line: Line) -> int:
        for index, container in enumerate(self.stack):
            if container.kind == "quote":
                if (line.indent > 3 and not self.mdx) or not line.text.startswith(">", line.next):
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
    def _enter_quote(line: Line) -> None:
        line.skip_to(line.next + 1)
        if line.indent:
            line.skip_columns(1)

    def _continue_leaf(self, line: Line) -> bool:
        """Whether the open leaf takes the whole line; closes a leaf that ends before it."""
        leaf = self.leaf
        assert leaf is not None
        if self.fence:
            text = line.text[line.next :].rstrip(" \t")
            if (
                (line.indent < 4 or self.mdx)
                and text.startswith(self.fence)
                and not text.strip(self.fence[0])
            ):
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

    def _open_blocks(self, line: Line, matched: int, lazy: Leaf | None) -> bool:
        """Open what the rest of the line opens; whether a leaf took it, or a container is empty."""
        interrupts = lazy if lazy is not None and matched == len(self.stack) else None
        in_table = self.table_columns > 0 and matched == len(self.stack)
        opened = 0
        while True:
            if line.blank:
                if opened:
                    self._close_to(matched)
                return opened > 0
            if line.indent >= 4 and not self.mdx:
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
                container = self._push("quote", line.at + pos)
                self._enter_quote(line)
            elif self._open_leaf(line, matched, interrupts):
                return True
            elif char == "[" and opened < MAX_OPENED and (m := _FOOTNOTE.match(text, pos)):
                from mistune.util import unikey

                self._close_to(matched)
                container = self._push("footnote", line.at + pos)
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

    def _open_leaf(self, line: Line, matched: int, interrupts: Leaf | None) -> bool:
        """Headings, fences, HTML blocks and thematic breaks."""
        text = line.text
        pos = line.next
        char = text[pos]
        if char == "#":
            if m := ATX.match(text, pos):
                self._close_to(matched)
                leaf = Leaf("heading", self._top(), line.at + pos, len(m.group(1)))
                self._start_leaf(leaf)
                leaf.pieces.append((line.at + m.end(), without_closing(text[m.end() :])))
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
        elif char == "<" and (not self.mdx or text.startswith("<!--", pos)):
            # The grammar of HTML blocks is mistune's, which takes its time to load.
            from recall_lint.markdown.html_blocks import html_block_start

            found, end = html_block_start(text, pos, interrupts is not None)
            if found:
                self._close_to(matched)
                leaf = Leaf("html", self._top(), line.at + pos)
                self._start_leaf(leaf)
                self.html_end = end
                self._add_html(leaf, line)
                return True
        elif char in "=-*_":
            if char in "=-" and interrupts is not None and _SETEXT.match(text, pos):
                take_definitions(interrupts, self.definitions)
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
    def _opens_item(line: Line, interrupts_paragraph: bool) -> bool:
        m = _MARKER.match(line.text, line.next)
        if m is None:
            return False
        if interrupts_paragraph:
            marker = m.group(1)
            if marker[0].isdigit() and int(marker[:-1]) != 1:
                return False
            return bool(line.text[m.end() :].strip(" \t"))
        return True

    def _open_item(self, line: Line) -> None:
        m = _MARKER.match(line.text, line.next)
        assert m is not None
        marker = m.group(1)
        offset = line.indent
        container = self._push("item", line.at + line.next, marker)
        line.skip_to(m.end())
        # Five columns or more are one column and then indented code.
        most = MAX_OPENED if self.mdx else 4
        spaces = line.indent if 1 <= line.indent <= most and not line.blank else 1
        container.width = offset + len(marker) + spaces
        line.skip_columns(min(spaces, line.indent))

    def _push(self, kind: ContainerKind, start: int, marker: str = "") -> Container:
        parent = self._top()
        container = Container(kind, parent, start, marker)
        parent.has_child = True
        if kind == "item":
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

    def _open_table(self, line: Line, paragraph: Leaf) -> bool:
        """Make the paragraph's last line a table's head if this line is a delimiter row for it."""
        text = line.text[line.next :]
        if paragraph.no_table or not paragraph.pieces or not is_delimiter_row(text):
            return False
        at, head = paragraph.pieces[-1]
        cells = row_cells(head, at)
        if len(cells) != len(row_cells(text, 0)):
            paragraph.no_table = True
            return False
        del paragraph.pieces[-1]
        take_definitions(paragraph, self.definitions)
        if not paragraph.pieces:
            del self.leaves[-1]
        self.leaf = None
        self.table_columns = len(cells)
        self._add_cells(cells)
        return True

    def _add_row(self, line: Line) -> None:
        at = line.at + line.next
        self._add_cells(row_cells(line.text[line.next :], at)[: self.table_columns])

    def _add_cells(self, cells: list[list[tuple[int, str]]]) -> None:
        for pieces in cells:
            leaf = Leaf("cell", self._top(), pieces[0][0])
            leaf.pieces = pieces
            leaf.joint = ""
            leaf.end = pieces[-1][0] + len(pieces[-1][1])
            self.leaves.append(leaf)
            self.leaf = leaf

    # Leaves.

    def _start_leaf(self, leaf: Leaf, line: Line | None = None) -> None:
        leaf.parent.has_child = True
        leaf.parent.open_list = None
        self.leaves.append(leaf)
        self.leaf = leaf
        if line is not None:
            self._add_line(leaf, line)

    @staticmethod
    def _add_line(leaf: Leaf, line: Line) -> None:
        leaf.pieces.append((line.at + line.next, line.text[line.next :]))
        leaf.end = line.at + len(line.text)

    def _add_html(self, leaf: Leaf, line: Line) -> None:
        # White space before a tag is no part of any word, but it is text in a raw heading.
        leaf.pieces.append((line.at + line.pos, line.text[line.pos :]))
        leaf.end = line.at + len(line.text)
        if self.html_end is not None and self.html_end.search(line.text, line.next):
            self._close_leaf()

    def _close_leaf(self) -> None:
        leaf = self.leaf
        if leaf is None:
            return
        self.leaf = None
        if leaf.kind != "paragraph":
            self.fence = ""
            self.html_end = None
            self.table_columns = 0
            return
        pieces = leaf.pieces
        # Every paragraph comes here, and few begin like a definition.
        if pieces[0][1][0] == "[":
            take_definitions(leaf, self.definitions)
            if not pieces:
                del self.leaves[-1]
                return
        at, last = pieces[-1]
        if last[-1] in " \t":
            pieces[-1] = (at, last.rstrip(" \t"))

    def _close_to(self, matched: int) -> None:
        self._close_leaf()
        stack = self.stack
        while len(stack) > matched:
            stack.pop().end = self.reach

    def finish(self) -> None:
        self._close_to(0)

    def _top(self) -> Container:
        return self.stack[-1] if self.stack else self.root

    def _extend(self, line: Line) -> None:
        if line.text.strip(" \t"):
            self.reach = line.at + len(line.text)


def without_closing(content: str) -> str:
    """An ATX heading's content without the `#` that may close it."""
    content = content.rstrip(" \t")
    bare = content.rstrip("#")
    return bare.rstrip(" \t") if not bare or bare[-1] in " \t" else content
