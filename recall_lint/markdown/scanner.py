"""Lines → leaf blocks with exact positions, by CommonMark's two-step block algorithm.

mistune copies the text of a list item or quote and parses the copy, which loses the positions of
characters and cannot distinguish a lazy continuation line from a new block. Here each line first
continues the open containers and then opens new ones (CommonMark 0.29, "Phase 1: block structure",
with GitHub's tables and footnotes), so that every leaf consists of slices of the source. mistune
provides the grammar of tags, labels and destinations, and parses the inlines of every leaf found
here.

`Scanner` is fed line by line, and handles every kind of line; `blocks` has a fast path for the most
frequent ones.
"""

from __future__ import annotations

import re
from typing import Final

from recall_lint.markdown.cursor import Line
from recall_lint.markdown.leaf_starts import open_leaf
from recall_lint.markdown.leaves import Leaf
from recall_lint.markdown.open_blocks import OpenBlocks
from recall_lint.markdown.tables import add_row, open_table

MAX_OPENED: Final = 99
"""GitHub's parser opens no list item or footnote after this many containers on one line."""

_MARKER = re.compile(r"([-+*]|[0-9]{1,9}[.)])(?=[ \t]|$)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s\x00]+)\]:[ \t]*")


class Scanner(OpenBlocks):
    """Opens and closes blocks, line by line."""

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
            self.add_line(lazy, line)
            self._extend(line)
            return
        self.close_to(matched)
        if line.blank:
            return
        self.start_leaf(Leaf("paragraph", self.top(), line.at + line.next), line)
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
                self.close_leaf()
            else:
                self.add_line(leaf, line)
            return True
        if leaf.kind == "html":
            if self.html_end is None and line.blank:
                self.close_leaf()
                return False
            self.add_html(leaf, line)
            return True
        if leaf.kind == "code":
            if line.indent >= 4 or line.blank:
                if not line.blank:
                    self.add_line(leaf, line)
                return True
            self.close_leaf()
        elif line.blank:
            self.close_leaf()
        return False

    # Phase 1b: open new blocks.

    def _open_blocks(self, line: Line, matched: int, lazy: Leaf | None) -> bool:
        """Open the blocks in the rest of the line; whether nothing of the line is left."""
        interrupts = lazy if lazy is not None and matched == len(self.stack) else None
        in_table = self.table_columns > 0 and matched == len(self.stack)
        opened = 0
        while True:
            if line.blank:
                if opened:
                    self.close_to(matched)
                return opened > 0
            if line.indent >= 4 and not self.mdx:
                if lazy is not None:
                    return False
                self.close_to(matched)
                self.start_leaf(Leaf("code", self.top(), line.at + line.next), line)
                return True
            text = line.text
            pos = line.next
            char = text[pos]
            if char == ">":
                self.close_to(matched)
                container = self.push("quote", line.at + pos)
                self._enter_quote(line)
            elif open_leaf(self, line, matched, interrupts):
                return True
            elif char == "[" and opened < MAX_OPENED and (m := _FOOTNOTE.match(text, pos)):
                from mistune.util import unikey

                self.close_to(matched)
                container = self.push("footnote", line.at + pos)
                container.width = 4
                container.marker = unikey(m.group(1))
                self.footnotes.setdefault(container.marker, container)
                line.skip_to(m.end())
            elif (
                (char in "-+*" or char.isdigit())
                and opened < MAX_OPENED
                and self._opens_item(line, interrupts is not None)
            ):
                self.close_to(matched)
                self._open_item(line)
            elif interrupts is not None and open_table(self, line, interrupts):
                return True
            elif in_table:
                add_row(self, line)
                return True
            elif opened:
                self.start_leaf(Leaf("paragraph", self.top(), line.at + pos), line)
                return True
            else:
                return False
            opened += 1
            in_table = False
            interrupts = lazy = None
            matched = len(self.stack)

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
        container = self.push("item", line.at + line.next, marker)
        line.skip_to(m.end())
        # Five columns or more are one column, followed by indented code.
        most = MAX_OPENED if self.mdx else 4
        spaces = line.indent if 1 <= line.indent <= most and not line.blank else 1
        container.width = offset + len(marker) + spaces
        line.skip_columns(min(spaces, line.indent))

    def _extend(self, line: Line) -> None:
        if line.text.strip(" \t"):
            self.reach = line.at + len(line.text)
