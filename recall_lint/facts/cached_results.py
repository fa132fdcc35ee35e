"""What earlier runs said of each file, and which of it still holds.

An *answer* is what all rules say of one file. It rests on subjects, and holds
as long as none of them changes: a run tells which have, and works out anew
only the answers that rest on one of those. Subjects are kept as numbers of 32
bits, all answers' in one row; two of the same number cost a needless check
now and then, and never miss one.
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
"""Searches of a row of numbers that cost as much as one pass over it in Python."""


class FileResult(NamedTuple):
    """What all rules say of one file."""

    counts: Counts
    diagnostics: str
    """Packed; empty if there are none."""
    subjects: bytes
    """What it rests on: 4 bytes each."""


def numbers(subjects: Iterable[str]) -> bytes:
    """Subjects as they are kept."""
    return array("I", map(number, subjects)).tobytes()


def number(subject: str) -> int:
    """What stands for a subject."""
    return crc32(subject.encode("utf-8", "surrogatepass"))


class State(NamedTuple):
    """A notebook as the last run left it; lists are by document, in the order of their paths."""

    owner: str
    """What stands for the owner's choices."""
    listing: list[str]
    """A line for each name that git or the folder listed."""
    head: str
    """The last commit; empty if no answer rests on it."""
    notices: list[str]
    """What the user should know of the history that the answers rest on."""
    disk: dict[str, Any]
    """What the disk alone could tell."""
    published: dict[str, Any]
    """How the documents are published, and the stamps of the files that say so."""
    paths: list[str]
    stamps: list[str]
    """Empty for a file that might have changed again in the same tick of the clock."""
    ids: list[str]
    questions: list[int]
    """-1 for a document that was not checked."""
    links: list[int]
    lengths: list[int]
    """How many subjects each answer rests on."""
    troubled: dict[str, int]
    """The documents with diagnostics, and checksums of these."""
    excluded: list[str]
    """The Markdown files that the owner excluded."""
    unjudged: dict[str, dict[str, int]]
    """How many links of a document were not judged, by reason."""

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Self:
        """The state that was kept; an empty one if it is no state."""
        try:
            state = cls(**{name: value[name] for name in cls._fields})
        except KeyError:
            return cls.empty()
        # A cache is not trusted: what it holds may be anything.
        kinds = {name: type(empty) for name, empty in cls.empty()._asdict().items()}
        if any(type(value[name]) is not kind for name, kind in kinds.items()):
            return cls.empty()
        texts = (state.paths, state.stamps, state.ids, state.listing, state.notices, state.excluded)
        numbers = (state.questions, state.links, state.lengths, state.troubled.values())
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
    """The places of some subjects among many: a few are sought, more are met in one pass."""
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
    """The answers of the last run that hold."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._place = {path: place for place, path in enumerate(state.paths)}
        self._holds = [count >= 0 for count in state.questions]

    def drop(self, changed: Sequence[str], subjects: bytes) -> None:
        """Drop the answers that rest on a subject that has changed; `subjects` are all answers'."""
        ends = list(accumulate(self._state.lengths))
        for place in _places(changed, subjects):
            self._holds[bisect_right(ends, place)] = False

    def resting_on(self, subject: str, subjects: bytes) -> Iterator[str]:
        """The files whose answers hold and rest on a subject; `subjects` are all answers'."""
        ends = list(accumulate(self._state.lengths))
        for place in {bisect_right(ends, found) for found in _places([subject], subjects)}:
            if self._holds[place]:
                yield self._state.paths[place]

    def drop_all(self) -> None:
        """Drop every answer."""
        self._holds = [False] * len(self._holds)

    def counts(self, path: str) -> Counts | None:
        """What there was to check in a file, if its answer holds."""
        place = self._place.get(path)
        if place is None or not self._holds[place]:
            return None
        state = self._state
        return Counts(state.questions[place], state.links[place], state.unjudged.get(path, {}))

    def trouble(self, path: str) -> int | None:
        """The checksum of a file's diagnostics, if its answer holds and has any."""
        place = self._place.get(path)
        if place is None or not self._holds[place]:
            return None
        return self._state.troubled.get(path)

    def subjects(self, kept: bytes) -> Iterator[tuple[str, bytes]]:
        """The subjects of each answer that holds, from those of all."""
        start = 0
        for path, length, holds in zip(
            self._state.paths, self._state.lengths, self._holds, strict=True
        ):
            if holds:
                yield path, kept[start * _WIDTH : (start + length) * _WIDTH]
            start += length
