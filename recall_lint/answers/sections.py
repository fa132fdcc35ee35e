"""Documents → a number for each of their sections; numbers are stable when a document is edited."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple


class Place(NamedTuple):
    """A section, by document and index."""

    path: str
    ordinal: int


class Facts(NamedTuple):
    """What is indexed about one document."""

    sections: int
    lengths: tuple[int, int, int]
    """The number of terms in each section, by field."""
    empty: frozenset[int]
    """The numbers of placeholder sections and lists of links."""


class NumberedSections:
    """The sections of some documents, each with a number, in the order of both.

    A document has more numbers than sections, so that a new version can replace it while the
    numbers of others stay the same.
    """

    def __init__(self) -> None:
        self._paths: list[str] = []
        self._order: dict[str, int] = {}
        self._starts = array("L", [0])
        self._facts: list[Facts] = []
        self._levels = array("B")

    def _add_room(self, path: str, sections: int) -> int:
        """Reserve numbers for the sections of another document: the first number, and how many."""
        self._order[path] = len(self._paths)
        self._paths.append(path)
        room = _room(sections)
        self._starts.append(self._starts[-1] + room)
        self._levels.extend([0] * room)
        return room

    def __len__(self) -> int:
        return self._total

    @cached_property
    def _total(self) -> int:
        return sum(each.sections for each in self._facts)

    @cached_property
    def empty(self) -> frozenset[int]:
        """The numbers of placeholder sections and lists of links."""
        return frozenset[int]().union(*(each.empty for each in self._facts))

    def _document(self, number: int) -> int:
        return bisect_right(self._starts, number) - 1

    def path(self, number: int) -> str:
        """The document of a section."""
        return self._paths[self._document(number)]

    def place(self, number: int) -> Place:
        """The section with a number."""
        document = self._document(number)
        return Place(self._paths[document], number - self._starts[document])

    def number(self, place: Place) -> int | None:
        """The number of a section; None if it is not indexed."""
        document = self._order.get(place.path)
        if document is None or place.ordinal >= self._facts[document].sections:
            return None
        return self._starts[document] + place.ordinal

    def around(self, number: int, reach: int) -> range:
        """The numbers of the sections near another in the same document."""
        document = self._document(number)
        start = self._starts[document]
        end = start + self._facts[document].sections
        return range(max(start, number - reach), min(end, number + reach + 1))

    def extent(self, place: Place) -> Iterable[int]:
        """The numbers of a section and of those below it; empty if it is not indexed."""
        first = self.number(place)
        if first is None:
            return ()
        last = first + 1
        end = self.around(first, len(self._levels)).stop
        while last < end and self._levels[last] > self._levels[first]:
            last += 1
        return range(first, last)


def _room(sections: int) -> int:
    """How many numbers to reserve for a document, including room to grow."""
    return 2 * sections + 16
