"""Files and cache → the documents of a notebook, and the record of each, computed if it is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from recall_lint.base.unchecked import Unchecked
from recall_lint.facts.cache import Cache, Record
from recall_lint.facts.reading import DocumentReader, Settings, Unread
from recall_lint.sources import files
from recall_lint.sources.origins import Origin

if TYPE_CHECKING:
    from recall_lint.markdown.reader import View

Jobs = Callable[[Iterable[str]], int]
"""Documents to work on → number of processes to use."""

Progress = Callable[[str, int, int], None]
"""The current work, the number of files done, and the total."""


class Revision(NamedTuple):
    """The record of a document before and after it changed."""

    before: Record | None
    """None if it is no longer available."""
    after: Record


class Catalogue:
    """The documents of a notebook by path, and their records."""

    def __init__(
        self,
        origin: Origin,
        settings: Settings,
        recall: Callable[[str], bool],
        cache: Cache,
        jobs: Jobs,
        progress: Progress,
    ) -> None:
        self.ids: dict[str, str] = {}
        """The ID of each document, by path, in order; it covers the text and how it is read."""
        self.stamps: dict[str, str] = {}
        self.fresh: dict[str, Record] = {}
        """By ID: the records computed in this run."""
        self.unchecked: dict[str, Unchecked] = {}
        """By path: why a file could not be read or checked."""
        self.read = 0
        """How many files were read."""
        self._origin = origin
        self._reader = DocumentReader(origin, settings)
        self._recall = recall
        self._cache = cache
        self._jobs, self._progress = jobs, progress
        self._views: dict[str, View] = {}

    def survey(self, stamps: Mapping[str, str], known: Mapping[str, tuple[str, str]]) -> None:
        """Update the catalogue; `known` are stamps and IDs of the last run."""
        self.stamps = dict(stamps)
        self.ids = {
            path: known[path][1]
            for path, stamp in stamps.items()
            if stamp and path in known and known[path][0] == stamp
        }
        stale = [path for path in stamps if path not in self.ids]
        self.read = len(stale)
        if not stale:
            return
        new = []
        for path in stale:
            try:
                document = self._reader.cached_id(
                    path, self._recall(path), self._cache, anything_known=bool(known)
                )
            except files.UnreadableError as error:
                self.unchecked[path] = Unchecked(str(error))
                continue
            if document is None:
                new.append(path)
            else:
                self.ids[path] = document
        wanted = [(path, self._recall(path)) for path in new]
        progress = partial(self._progress, "reading")
        for reading in self._reader.read_all(wanted, self._jobs(new), progress):
            if isinstance(reading, Unread):
                self.unchecked[reading.path] = reading.why
                continue
            self.ids[reading.path] = reading.id
            self.fresh[reading.id] = reading.record
            if reading.view is not None:
                self._views[reading.path] = reading.view
        self.ids = {path: self.ids[path] for path in stamps if path in self.ids}

    @property
    def unreadable(self) -> list[str]:
        """A line for each file that could not be read."""
        lines = (why.reason for why in self.unchecked.values() if not why.trail)
        # Files that link to a file that changes during the run cannot be checked.
        return [*dict.fromkeys(lines)]

    @property
    def bugs(self) -> dict[str, Unchecked]:
        """The files that could not be checked because of an internal error."""
        return {path: why for path, why in self.unchecked.items() if why.trail}

    def reread(self, path: str) -> Revision | None:
        """Read a changed document again; None if its text is the same.

        Raises ChangedError if it can no longer be read.
        """
        before = self.ids[path]
        try:
            reading = self._reader.read(path, self._recall(path))
        except files.UnreadableError as error:
            raise files.ChangedError(str(error)) from None
        self.unchecked.pop(path, None)
        self.stamps[path] = self._origin.stamp(path)
        if reading.id == before:
            return None
        was = self.fresh.get(before) or self._cache.record(before)
        self.ids[path] = reading.id
        if before not in self.ids.values():
            # In a long editing session there would be thousands.
            self.fresh.pop(before, None)
        self.fresh[reading.id] = reading.record
        self._views.pop(path, None)
        if reading.view is not None:
            self._views[path] = reading.view
        return Revision(was, reading.record)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, path: object, /) -> bool:
        return path in self.ids

    def is_recall_page(self, path: str) -> bool:
        """Whether a document, even one that does not exist yet, is read as a recall page."""
        document = self.ids.get(path)
        return self._recall(path) if document is None else "?" in document

    def is_utf8(self, path: str) -> bool:
        return "!" not in self.ids[path]

    def record(self, path: str) -> Record:
        """The record of a document."""
        document = self.ids[path]
        record = self.fresh.get(document) or self._cache.record(document)
        if record is None:
            reading = self._reader.read(path, self._recall(path))
            if reading.id != document:
                raise files.ChangedError(f"{path} changed while it was being checked; run again")
            record = self.fresh[document] = reading.record
        return record
