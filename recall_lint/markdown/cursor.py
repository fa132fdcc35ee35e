"""One line of text → a cursor that tracks its column, with tab stops every four columns."""

from __future__ import annotations

import re

_SPACE = re.compile(r"[ \t]*")


class Line:
    """A line without its ending, its offset in the source, and how much of it is consumed."""

    __slots__ = ("at", "column", "indent", "next", "pos", "text")

    def __init__(self, at: int, text: str) -> None:
        self.at = at
        self.text = text
        self.pos = 0
        self.column = 0
        self.look()

    def look(self) -> None:
        """Find the next non-space character: its position and its indent in columns."""
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
        """Consume up to `pos`; tabs may only occur in leading white space."""
        while self.pos < pos:
            self.column += 4 - self.column % 4 if self.text[self.pos] == "\t" else 1
            self.pos += 1
        self.look()

    def skip_columns(self, count: int) -> None:
        """Consume columns of white space, possibly a part of a tab."""
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
