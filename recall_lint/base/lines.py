"""Text → lines, by CommonMark's rule: only LF, CR LF and a lone CR end a line.

`str.splitlines` also breaks at form feeds, U+2028 and others, which no Markdown renderer treats as
a line ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")


def line_starts(text: str) -> list[int]:
    """The offset of the first character of every line; an empty text has one line."""
    starts = [0]
    starts.extend(m.end() for m in _LINE.finditer(text))
    if len(starts) > 1 and starts[-1] == len(text) and text[-1] not in "\r\n":
        starts.pop()
    return starts


def split_lines(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """Each line from `start` on: its offset and its text without the line ending."""
    if "\r" not in text:
        end = len(text)
        while start < end:
            newline = text.find("\n", start)
            if newline < 0:
                newline = end
            yield start, text[start:newline]
            start = newline + 1
        return
    for m in _LINE.finditer(text, start):
        yield m.start(), m.group().rstrip("\r\n")
