"""A missing target → the change that removed it.

Only commits that changed the target's file are considered, and a blob is read and parsed only if
hints show that it may contain the anchor.
"""

from __future__ import annotations

from collections.abc import Callable

from recall_lint.base.problems import Target
from recall_lint.history.cached_traces import CachedTrace, Removal
from recall_lint.history.diffs import Diffs
from recall_lint.history.file_versions import FileVersions, Version
from recall_lint.history.heading_hints import HeadingHints
from recall_lint.history.log import Log
from recall_lint.history.old_documents import OldDocuments
from recall_lint.slugs import Dialect


class RemovalFinder:
    """Finds the changes that removed targets, in one log."""

    def __init__(
        self,
        log: Log,
        diffs: Diffs,
        versions: FileVersions,
        documents: OldDocuments,
        dialect_of: Callable[[str], Dialect],
    ) -> None:
        """`dialect_of` returns the dialect of links to a file."""
        self._log = log
        self._diffs = diffs
        self._versions = versions
        self._documents = documents
        self._dialect_of = dialect_of
        self._removed: dict[tuple[int, str, Dialect], HeadingHints] = {}

    def section(self, target: Target) -> tuple[CachedTrace, bool]:
        """Where an anchor of a file last existed, and whether later changes cannot affect that."""
        hidden = self._is_hidden(target)
        removal = self._removal_of(target, hidden)
        # An existing but hidden heading may become visible by any change, even far above it.
        lasts = not hidden and self._versions.is_settled(target.path)
        lasts &= removal is None or removal.commit is not None
        return CachedTrace(tuple(self._versions.names_of(target.path)), removal), lasts

    def file(self, target: Target) -> tuple[CachedTrace, bool]:
        """Where a missing file last existed, and whether later changes cannot affect that."""
        now, version = self._versions.current_name(target.path)
        if version is None:
            return CachedTrace((target.path,), None), True
        commit = self._log.entries[version.log_index].commit
        _, before, after, _, new = version.change
        last = self._log.commit_before(version.log_index)
        names, anchor = [target.path], target.anchor
        dialect = self._dialect_of(target.path)
        if anchor is not None and not self._documents.has_anchor(before, anchor, dialect):
            # The anchor was removed before the file was: an earlier version has it.
            names += self._versions.names_of(new)
            for earlier in self._versions.of(new):
                blob = earlier.change.before
                is_earlier = earlier.log_index > version.log_index
                if is_earlier and self._documents.has_anchor(blob, anchor, dialect):
                    before = blob
                    last = self._log.commit_before(earlier.log_index)
                    break
        changed = self._versions.changed_in(version.log_index)
        removal = Removal(commit, target.path, before, after, now, changed, last)
        return CachedTrace(tuple(names), removal), commit is not None

    def _removal_of(self, target: Target, hidden: bool) -> Removal | None:
        path, anchor = target
        assert anchor is not None
        dialect = self._dialect_of(path)
        for number, version in enumerate(self._versions.read_ahead(path)):
            index = version.log_index
            _, before, after, old, new = version.change
            if number == 0 and self._documents.has_anchor(after, anchor, dialect):
                # It is in the last commit: the working tree removed it.
                return Removal(None, new, after, "", path, (), self._log.commit_before(0))
            # An existing but hidden heading may have been hidden by any change, even far above it.
            if not (hidden or self._may_end(version, anchor, dialect)):
                continue
            if self._documents.has_anchor(before, anchor, dialect):
                commit, last = self._log.entries[index].commit, self._log.commit_before(index)
                changed = self._versions.changed_in(index)
                return Removal(commit, old, before, after, path, changed, last)
        return None

    def _is_hidden(self, target: Target) -> bool:
        """Whether a heading of the current text may have a missing anchor."""
        assert target.anchor is not None
        latest = next(self._versions.of(target.path), None)
        after = latest.change.after if latest else ""
        return bool(after) and self._documents.hints(after, self._dialect_of(target.path)).may_have(
            target.anchor
        )

    def _may_end(self, version: Version, anchor: str, dialect: Dialect) -> bool:
        """Whether a change may have removed an anchor; False only if it has not."""
        if version.log_index == 0 or version.change.status in "RAD":
            return True
        key = version.log_index, version.change.old, dialect
        hints = self._removed.get(key)
        if hints is None:
            step = self._log.entries[version.log_index].step
            lines = self._diffs.removed(step, version.change.old)
            hints = self._removed[key] = HeadingHints(lines, dialect)
        return hints.may_have(anchor, part=True)
