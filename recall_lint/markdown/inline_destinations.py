r"""A leaf's text → the destinations in parentheses that may stand in it.

`[text](destination "title")`: a destination is in angle brackets, or ends at
white space or at the parenthesis that closes it. Each `](` may begin one, and
each might read to the end of the text to find that it does not: so all
parentheses are matched in one pass.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final, NamedTuple

from recall_lint.markdown.leaves import MAX_NESTING

_ESCAPE: Final = r"\\[!-/:-@\[-`{-~]"
_SPACES: Final = r"[ \t\n\r\f]"
BLANKS: Final = r"[ \t]*+(?:(?:\r\n|\r|\n)[ \t]*+)?"
"""What may stand before a destination."""
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
    """A place at which a destination may begin, and how deep parentheses nest behind it."""

    __slots__ = ("depth", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.depth = 0


class Destinations:
    """The destinations of one text, by the parenthesis in front of each."""

    def __init__(self, text: str) -> None:
        self._text = text

    def find(self, pos: int) -> Destination | None:
        """The destination in the parentheses that open at `pos`, if there is one."""
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
        """Where a destination without angle brackets ends, by where it begins."""
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
                # Only behind the last parenthesis that is open, none is open.
                if opened and opened[-1].depth <= MAX_NESTING:
                    ends[opened[-1].start] = m.start()
                opened = [_Open(m.end())]
            elif sign != "\\":
                opened = []
        return ends
