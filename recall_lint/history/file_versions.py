"""The log → the versions of a file through its renames, and its current name."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from recall_lint.history.diffs import Diffs
from recall_lint.history.log import Log
from recall_lint.sources.changes import Change

_BATCH = 16
"""Initial number of a file's changes to read at once."""


class Version(NamedTuple):
    """A change of one file, and its commit."""

    log_index: int
    """The commit's index in the log, newest first; 0 is uncommitted."""
    change: Change


class _Past(NamedTuple):
    """The history of a file."""

    names: list[str]
    """Its names, latest first."""
    versions: list[Version]


class FileVersions:
    """The files of a log, each followed through its renames once."""

    def __init__(self, log: Log, diffs: Diffs) -> None:
        self._log = log
        self._diffs = diffs
        self._pasts: dict[str, _Past] = {}
        self._gone: dict[int, dict[str, Change]] = {}
        self._changed: dict[int, tuple[str, ...]] = {}

    # Earlier versions.

    def of(self, path: str) -> Iterator[Version]:
        """The changes of a file through its renames, newest first."""
        past = self._past(path)
        self.note_names(past.names)
        return iter(past.versions)

    def read_ahead(self, path: str) -> Iterator[Version]:
        """The changes of a file, newest first; their lines are read in batches.

        Most removals are recent, so the batches grow.
        """
        versions = [*self.of(path)]
        start, size = 0, _BATCH
        while start < len(versions):
            some = versions[start : start + size]
            self._diffs.read(
                (self._log.entries[v.log_index].step, v.change.new) for v in some if v.log_index
            )
            yield from some
            start, size = start + size, size * 4

    def names_of(self, path: str) -> list[str]:
        """The names of a file, latest first."""
        return self._past(path).names

    def note_names(self, names: Iterable[str]) -> None:
        """Record a dependency on the files with these names."""
        for name in names:
            self._log.note(f"document {name}")
            self._log.note(f"history {name}")

    def is_settled(self, path: str) -> bool:
        """Whether a file's name is committed."""
        recent = (v.change for v in self._past(path).versions if v.log_index == 0)
        return all(change.status == "M" for change in recent)

    def _past(self, path: str) -> _Past:
        known = self._pasts.get(path)
        if known is None:
            known = self._pasts[path] = _Past([path], [])
            for version in self._back_from(path):
                known.versions.append(version)
                if version.change.old != known.names[-1]:
                    known.names.append(version.change.old)
        return known

    def _back_from(self, path: str) -> Iterator[Version]:
        name, since = path, 0
        while True:
            later = [v for v in self._changes_of.get(name, ()) if v.log_index >= since]
            for version in later:
                yield version
                if version.change.status == "R":
                    name, since = version.change.old, version.log_index + 1
                    break
                if version.change.status == "A":
                    before = self._predecessor(version)
                    if before is None:
                        return
                    yield before
                    name, since = before.change.old, version.log_index + 1
                    break
                if version.change.status == "D":
                    return
            else:
                return

    @cached_property
    def _changes_of(self) -> dict[str, list[Version]]:
        """The changes that gave a file this name, or kept it, newest first."""
        found: dict[str, list[Version]] = {}
        for index, entry in enumerate(self._log.entries):
            for change in entry.changes:
                found.setdefault(change.new, []).append(Version(index, change))
        return found

    def _predecessor(self, version: Version) -> Version | None:
        """A file with the same name that the commit deleted elsewhere: moved and rewritten."""
        gone = self._gone_in(version.log_index).get(posixpath.basename(version.change.new))
        if gone is None:
            return None
        moved = Change("R", gone.before, version.change.after, gone.old, version.change.new)
        return Version(version.log_index, moved)

    def _gone_in(self, index: int) -> dict[str, Change]:
        """The files that a commit deleted, by their names without folders; the first with each
        name.
        """
        known = self._gone.get(index)
        if known is None:
            known = self._gone[index] = {}
            for change in self._log.entries[index].changes:
                if change.status == "D":
                    known.setdefault(posixpath.basename(change.old), change)
        return known

    # Current names.

    def current_name(self, path: str) -> tuple[str | None, Version | None]:
        """The current name of a deleted file, and the change by which it lost its name."""
        self._log.note("moves")
        departures = self._departures.get(path)
        if not departures:
            return None, None
        first = departures[0]
        if first.change.status != "R":
            return None, first
        return self._name_since(first.change.new, first.log_index), first

    def changed_in(self, index: int) -> tuple[str, ...]:
        """The files that a commit changed, by their current names."""
        self._log.note("moves")
        if index == 0:
            self._log.note("worktree")
        known = self._changed.get(index)
        if known is None:
            names = (c.new for c in self._log.entries[index].changes if c.status != "D")
            now = (self._name_since(name, index) for name in names)
            known = self._changed[index] = tuple(name for name in now if name is not None)
        return known

    def _name_since(self, name: str, index: int) -> str | None:
        """The current name of the file that had a name after a commit."""
        while True:
            later = [v for v in self._departures.get(name, ()) if v.log_index < index]
            if not later:
                return name
            # The next change in time is the oldest of the later ones.
            _, change = later[-1]
            if change.status != "R":
                return None
            name, index = change.new, later[-1].log_index

    @cached_property
    def _departures(self) -> dict[str, list[Version]]:
        """The changes that removed a file with this name, newest first."""
        found: dict[str, list[Version]] = {}
        for index, entry in enumerate(self._log.entries):
            for change in entry.changes:
                if change.status in "RD":
                    found.setdefault(change.old, []).append(Version(index, change))
        return found
