"""The results of the last run for each file, and which of them are still valid.

A result is everything that the rules report on one file. It is valid as long as none of its
dependencies changes: a run determines which have changed, and recomputes only the results that
depend on these. Dependencies are stored as 32-bit numbers, those of all results in one array. A
collision causes an unnecessary check, never a missed one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple, Self
from zlib import crc32

from recall_lint.base.report import Counts

_WIDTH: Final = 4

_FEW: Final = 25
"""Number of searches in an array that take as long as one pass over it in Python."""


class FileResult(NamedTuple):
    """Everything that the rules report on one file."""

    counts: Counts
    diagnostics: str
    """Packed; empty if there are none."""
    subjects: bytes
    """Its dependencies, 4 bytes each."""


def numbers(subjects: Iterable[str]) -> bytes:
    """Dependencies as stored."""
    return array("I", map(number, subjects)).tobytes()


def number(subject: str) -> int:
    """The number of a dependency."""
    return crc32(subject.encode("utf-8", "surrogatepass"))


class State(NamedTuple):
    """A notebook at the end of the last run; lists are by document, in the order of `paths`."""

    settings_key: str
    """Identifies the settings."""
    listing: list[str]
    """A line for each name listed by git or a walk."""
    head: str
    """The last commit; empty if no result depends on it."""
    notices: list[str]
    """Notices about the history that results depend on."""
    disk: dict[str, Any]
    """The answers to lookups on disk."""
    published: dict[str, Any]
    """How the documents are published, and the stamps of the files that determine it."""
    paths: list[str]
    stamps: list[str]
    """Empty for a file that might change again within the resolution of its times."""
    ids: list[str]
    questions: list[int]
    """-1 for a document that was not checked."""
    links: list[int]
    lengths: list[int]
    """How many dependencies each result has."""
    checksums: dict[str, int]
    """The documents with diagnostics, and checksums of these."""
    excluded: list[str]
    """The excluded Markdown files."""
    unjudged: dict[str, dict[str, int]]
    """How many links of a document were not checked, by reason."""

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Self:
        """The stored state; an empty one if the value is invalid."""
        try:
            state = cls(**{name: value[name] for name in cls._fields})
        except KeyError:
            return cls.empty()
        # A cache is not trusted: it may contain anything.
        kinds = {name: type(empty) for name, empty in cls.empty()._asdict().items()}
        if any(type(value[name]) is not kind for name, kind in kinds.items()):
            return cls.empty()
        texts = (state.paths, state.stamps, state.ids, state.listing, state.notices, state.excluded)
        numbers = (state.questions, state.links, state.lengths, state.checksums.values())
        by_document = (state.stamps, state.ids, state.questions, state.links, state.lengths)
        sound = (
            all(set(map(type, column)) <= {str} for column in texts)
            and all(set(map(type, column)) <= {int} for column in numbers)
            and all(len(column) == len(state.paths) for column in by_document)
        )
        return state if sound else cls.empty()

    @classmethod
    def empty(cls) -> Self:
        return cls("", [], "", [], {}, {}, [], [], [], [], [], [], {}, [], {})


def _places(wanted: Sequence[str], subjects: bytes) -> Iterator[int]:
    """The indexes of some dependencies among many: few are searched for, more are found in one
    pass.
    """
    if len(wanted) > _FEW:
        every = array("I", subjects[: len(subjects) // _WIDTH * _WIDTH])
        some = {*array("I", numbers(wanted))}
        yield from (place for place, number in enumerate(every) if number in some)
        return
    for number in {numbers([subject]) for subject in wanted}:
        found = subjects.find(number)
        while found >= 0:
            if found % _WIDTH == 0:
                yield found // _WIDTH
            found = subjects.find(number, found + 1)


class FileResults:
    """The valid results of the last run."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._place = {path: place for place, path in enumerate(state.paths)}
        self._holds = [count >= 0 for count in state.questions]

    def drop(self, changed: Sequence[str], subjects: bytes) -> None:
        """Drop the results that depend on something that has changed; `subjects` are those of all
        results.
        """
        ends = list(accumulate(self._state.lengths))
        for place in _places(changed, subjects):
            self._holds[bisect_right(ends, place)] = False

    def resting_on(self, subject: str, subjects: bytes) -> Iterator[str]:
        """The files with a valid result that has this dependency; `subjects` are those of all
        results.
        """
        ends = list(accumulate(self._state.lengths))
        for place in {bisect_right(ends, found) for found in _places([subject], subjects)}:
            if self._holds[place]:
                yield self._state.paths[place]

    def drop_all(self) -> None:
        """Drop every result."""
        self._holds = [False] * len(self._holds)

    def counts(self, path: str) -> Counts | None:
        """The counts of a file, if its result is valid."""
        place = self._place.get(path)
        if place is None or not self._holds[place]:
            return None
        state = self._state
        return Counts(state.questions[place], state.links[place], state.unjudged.get(path, {}))

    def checksum(self, path: str) -> int | None:
        """The checksum of a file's diagnostics, if its result is valid and has any."""
        place = self._place.get(path)
        if place is None or not self._holds[place]:
            return None
        return self._state.checksums.get(path)

    def subjects(self, kept: bytes) -> Iterator[tuple[str, bytes]]:
        """The dependencies of each valid result, given those of all."""
        start = 0
        for path, length, holds in zip(
            self._state.paths, self._state.lengths, self._holds, strict=True
        ):
            if holds:
                yield path, kept[start * _WIDTH : (start + length) * _WIDTH]
            start += length
