"""Offsets in a text ↔ the lines and characters of the protocol, in the client's encoding.

The protocol counts from 0, and a character is a code unit of UTF-8, UTF-16 or UTF-32. A position
may not exist: a line after the last, a character after the end of its line, or half of one. It is
then the nearest position before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from typing import Final

from lsprotocol.types import Position, Range

from recall_lint.base.lines import line_starts
from recall_lint.base.model import Span

MARK: Final = "\ufeff"


def _utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _utf16(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)


_UNITS: Final[dict[str, Callable[[str], int]]] = {"utf-8": _utf8, "utf-16": _utf16, "utf-32": len}
ENCODINGS: Final = tuple(_UNITS)
"""In order of preference of the server; a client's first choice is used."""


class Lines:
    """The lines of one text."""

    def __init__(self, text: str, encoding: str) -> None:
        """A byte order mark does not count as a character: editors do not show it."""
        self.text = text
        self._units = _UNITS[encoding]

    @cached_property
    def _starts(self) -> list[int]:
        starts = line_starts(self.text)
        return [len(MARK), *starts[1:]] if self.text.startswith(MARK) else starts

    def _end(self, line: int) -> int:
        """The end of the text of a line, before its line ending."""
        if line + 1 >= len(self._starts):
            return len(self.text)
        start, end = self._starts[line], self._starts[line + 1]
        return start + len(self.text[start:end].rstrip("\r\n"))

    def offset(self, position: Position) -> int:
        """The offset of a position, or of the nearest one before it."""
        if position.line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[position.line], self._end(position.line)
        line = self.text[start:end]
        if line.isascii() or self._units is len:
            return start + min(position.character, len(line))
        left = position.character
        for index, character in enumerate(line):
            left -= self._units(character)
            if left < 0:
                return start + index
        return end

    def span(self, asked: Range) -> Span:
        """The characters of a range; if it ends before it begins, those in between."""
        ends = self.offset(asked.start), self.offset(asked.end)
        return Span(min(ends), max(ends))

    def position(self, offset: int) -> Position:
        """The position of an offset."""
        line = max(0, bisect_right(self._starts, offset) - 1)
        start = self._starts[line]
        return Position(line, self._units(self.text[start : max(start, offset)]))

    def range(self, span: Span) -> Range:
        """The range of a span."""
        return Range(self.position(span.start), self.position(span.end))

    @property
    def end(self) -> Position:
        """The end of the text."""
        return self.position(len(self.text))
