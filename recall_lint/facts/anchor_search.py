"""The packed contents of all documents → those that may have an anchor of a given name."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Final
from zlib import crc32

_MANY_SEARCHES: Final = 40
"""Number of searches of a text that take as long as indexing its strings."""


class _Strings:
    """The strings of many packed values, and which of them contains each: eight bytes for each
    string.
    """

    def __init__(self, text: str, ends: Sequence[int]) -> None:
        strings = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
        starts = (0, *ends)
        self._found = array(
            "Q",
            sorted(
                crc32(string.encode()) << 32 | place
                for place, (start, end) in enumerate(pairwise(starts))
                for string in {*strings.findall(text, start, end)}
            ),
        )

    def holding(self, string: str) -> Iterator[int]:
        """The indexes of the values that contain a packed string, with few false positives."""
        first = crc32(string.encode()) << 32
        for index in range(bisect_left(self._found, first), len(self._found)):
            place = self._found[index] - first
            if place >> 32:
                break
            yield place


class AnchorSearch:
    """A search by name in the contents of many documents."""

    def __init__(self, paths: Sequence[str], contents: Sequence[str]) -> None:
        """`contents` are packed, one for each path."""
        self._paths = paths
        self._text = "".join(contents)
        self._ends = [*accumulate(map(len, contents))]
        self._searches = 0

    def documents(self, anchor: str) -> Iterator[str]:
        """The documents that may have an anchor of this name, with few false positives."""
        wanted = json.dumps(anchor)
        self._searches += 1
        if self._searches > _MANY_SEARCHES:
            yield from (self._paths[place] for place in self._strings.holding(wanted))
            return
        found = self._text.find(wanted)
        while found >= 0:
            place = bisect_right(self._ends, found)
            yield self._paths[place]
            found = self._text.find(wanted, self._ends[place])

    @cached_property
    def _strings(self) -> _Strings:
        return _Strings(self._text, self._ends)
