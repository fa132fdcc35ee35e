"""A missing target → the change that took it away.

Of the commits only those that changed a page that is asked about are looked into, and blobs are
read and parsed only where a quick look says that the anchor may be in them.
"""

from __future__ import annotations

from recall_lint.base.model import Target
from recall_lint.history.cached_traces import CachedTrace, Removal
from recall_lint.history.diffs import Diffs
from recall_lint.history.file_versions import FileVersions, Version
from recall_lint.history.heading_hints import HeadingHints
from recall_lint.history.log import Log
from recall_lint.history.old_documents import OldDocuments
from recall_lint.slugs import Dialect


class RemovalFinder:
    """Looks for the changes after which targets were gone, in one log."""

    def __init__(
        self,
        log: Log,
        diffs: Diffs,
        versions: FileVersions,
        documents: OldDocuments,
        dialect: Dialect,
    ) -> None:
        self._log = log
        self._diffs = diffs
        self._versions = versions
        self._documents = documents
        self._dialect = dialect
        self._removed: dict[tuple[int, str], HeadingHints] = {}

    def section(self, target: Target) -> tuple[CachedTrace, bool]:
        """Where the anchor of a file that is there was last alive; true if that is for good."""
        hidden = self._is_hidden(target)
        removal = self._removal_of(target, hidden)
        # What is there and hidden may be hidden no longer after any change, far above it.
        lasts = not hidden and self._versions.is_settled(target.path)
        lasts &= removal is None or removal.commit is not None
        return CachedTrace(tuple(self._versions.names_of(target.path)), removal), lasts

    def file(self, target: Target) -> tuple[CachedTrace, bool]:
        """Where a file that is gone was last; true if that is for good."""
        now, version = self._versions.current_name(target.path)
        if version is None:
            return CachedTrace((target.path,), None), True
        commit = self._log.entries[version.log_index].commit
        _, before, after, _, new = version.change
        last = self._log.commit_before(version.log_index)
        names, anchor = [target.path], target.anchor
        if anchor is not None and not self._documents.has_anchor(before, anchor):
            # The anchor had died before the file went; its last version is elsewhere in the past.
            names += self._versions.names_of(new)
            for earlier in self._versions.of(new):
                is_earlier = earlier.log_index > version.log_index
                if is_earlier and self._documents.has_anchor(earlier.change.before, anchor):
                    before = earlier.change.before
                    last = self._log.commit_before(earlier.log_index)
                    break
        changed = self._versions.changed_in(version.log_index)
        removal = Removal(commit, target.path, before, after, now, changed, last)
        return CachedTrace(tuple(names), removal), commit is not None

    def _removal_of(self, target: Target, hidden: bool) -> Removal | None:
        path, anchor = target
        assert anchor is not None
        for number, version in enumerate(self._versions.read_ahead(path)):
            index = version.log_index
            _, before, after, old, new = version.change
            if number == 0 and self._documents.has_anchor(after, anchor):
                # Alive in the last commit: it died in the working tree.
                return Removal(None, new, after, "", path, (), self._log.commit_before(0))
            # What is there and hidden may have been hidden by any change, far above it.
            if not (hidden or self._may_end(version, anchor)):
                continue
            if self._documents.has_anchor(before, anchor):
                commit, last = self._log.entries[index].commit, self._log.commit_before(index)
                changed = self._versions.changed_in(index)
                return Removal(commit, old, before, after, path, changed, last)
        return None

    def _is_hidden(self, target: Target) -> bool:
        """Whether a heading of the present text would have an anchor that is dead."""
        assert target.anchor is not None
        latest = next(self._versions.of(target.path), None)
        after = latest.change.after if latest else ""
        return bool(after) and self._documents.hints(after).may_have(target.anchor)

    def _may_end(self, version: Version, anchor: str) -> bool:
        """Whether a change may have taken an anchor away; False only where it has not."""
        if version.log_index == 0 or version.change.status in "RAD":
            return True
        key = version.log_index, version.change.old
        hints = self._removed.get(key)
        if hints is None:
            step = self._log.entries[version.log_index].step
            lines = self._diffs.removed(step, version.change.old)
            hints = self._removed[key] = HeadingHints(lines, self._dialect)
        return hints.may_have(anchor, part=True)
