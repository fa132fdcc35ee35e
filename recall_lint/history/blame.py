"""A line of a file → the commit that wrote it, and another file's version at that time."""

from __future__ import annotations

from recall_lint.history.diffs import Diffs
from recall_lint.history.file_versions import FileVersions
from recall_lint.history.log import Log


class Blame:
    """Determines when the lines of files were written, from one log."""

    def __init__(self, log: Log, diffs: Diffs, versions: FileVersions) -> None:
        self._log = log
        self._diffs = diffs
        self._versions = versions
        self._lines: dict[tuple[int, str], frozenset[str]] = {}

    def may_precede(self, path: str, target: str) -> bool:
        """Whether a line of a file may be older than the last change of a target."""
        last = next(self._versions.of(target), None)
        # Most targets last changed before the page was first written.
        return last is not None and any(
            own.log_index > last.log_index for own in self._versions.of(path)
        )

    def log_index(self, path: str, line: str) -> int | None:
        """The index of the commit that added a line to a file."""
        for version in self._versions.read_ahead(path):
            index = version.log_index
            # git has no date for uncommitted lines.
            if index and line in self._lines_of(index, version.change.new):
                return index
        return None

    def blob_at(self, index: int, target: str) -> str | None:
        """A file's version after a commit; None if it did not exist, or has not changed since."""
        versions = [*self._versions.of(target)]
        if not versions or versions[0].log_index >= index:
            return None
        blobs = (v.change.after for v in versions if v.log_index >= index)
        return next(filter(None, blobs), None)

    def _lines_of(self, index: int, path: str) -> frozenset[str]:
        lines = self._lines.get((index, path))
        if lines is None:
            added = self._diffs.added(self._log.entries[index].step, path)
            lines = self._lines[index, path] = frozenset(map(str.strip, added.split("\n")))
        return lines
