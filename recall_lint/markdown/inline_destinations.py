"""A leaf's text → the possible destinations in parentheses.

`[text](destination "title")`: a destination is in angle brackets, or ends at white space or at the
closing parenthesis. Each `](` may begin one, and searching from each to the end of the text would
be quadratic, so all parentheses are matched in one pass.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final, NamedTuple

from recall_lint.markdown.leaves import MAX_NESTING

_ESCAPE: Final = r"\\[!-/:-@\[-`{-~]"
_SPACES: Final = r"[ \t\n\r\f]"
BLANKS: Final = r"[ \t]*+(?:(?:\r\n|\r|\n)[ \t]*+)?"
"""White space allowed before a destination."""
_OPEN = re.compile(rf"\({BLANKS}")
ANGLE = re.compile(rf"<((?:{_ESCAPE}|[^<>\n\r\0])*+)>")
_TITLE: Final = rf"\"(?:{_ESCAPE}|[^\"\0])*+\"|'(?:{_ESCAPE}|[^'\0])*+'|\((?:{_ESCAPE}|[^()\0])*+\)"
_CLOSE = re.compile(rf"(?:{_SPACES}++(?:{_TITLE}))?{_SPACES}*+\)")
_SIGN = re.compile(rf"{_ESCAPE}|[()]|{_SPACES}++|[\0-\x1f\x7f]")


class Destination(NamedTuple):
    """The characters of a destination, and the end of the parentheses around it."""

    start: int
    stop: int
    end: int


class _Open:
    """A position where a destination may begin, and how many parentheses are open after it."""

    __slots__ = ("depth", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.depth = 0


class Destinations:
    """The destinations of one text, by the position of their opening parenthesis."""

    def __init__(self, text: str) -> None:
        self._text = text

    def find(self, pos: int) -> Destination | None:
        """The destination in the parentheses that open at `pos`, if any."""
        opened = _OPEN.match(self._text, pos)
        if opened is None:
            return None
        start = opened.end()
        if self._text.startswith("<", start):
            angle = ANGLE.match(self._text, start)
            if angle is None:
                return None
            start, stop = angle.span(1)
            closed = _CLOSE.match(self._text, angle.end())
        else:
            found = self._ends.get(start)
            if found is None:
                return None
            stop = found
            closed = _CLOSE.match(self._text, stop)
        return None if closed is None else Destination(start, stop, closed.end())

    @cached_property
    def _ends(self) -> dict[int, int]:
        """The ends of destinations without angle brackets, by their start."""
        ends = {}
        opened = [_Open(0)]
        for m in _SIGN.finditer(self._text):
            sign = m[0][0]
            if sign == "(":
                opened.append(_Open(m.end()))
            elif sign == ")":
                if opened:
                    last = opened.pop()
                    if last.depth <= MAX_NESTING:
                        ends[last.start] = m.start()
                    if opened:
                        opened[-1].depth = max(opened[-1].depth, last.depth + 1)
            elif sign in " \t\n\r\f":
                # No parenthesis is open only after the last open one.
                if opened and opened[-1].depth <= MAX_NESTING:
                    ends[opened[-1].start] = m.start()
                opened = [_Open(m.end())]
            elif sign != "\\":
                opened = []
        return ends
