"""git → where a section or a file last existed, as plain data.

One `git log`, one `git diff-index`, one `git diff-tree --stdin` and one `git cat-file --batch`
serve a whole run, whatever the number of targets. git never writes here.

If something is missing (git, commits, the depth of a shallow clone, blobs that a partial clone
cannot fetch), `notices` says so once, and the run continues without it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Self, TypeVar

from recall_lint.base import git
from recall_lint.base.problems import Target, Trace, Written
from recall_lint.history.blame import Blame
from recall_lint.history.cached_traces import CachedTraces, Removal
from recall_lint.history.diffs import Diffs
from recall_lint.history.file_versions import FileVersions
from recall_lint.history.log import MOST_COMMITS, Log, commits_between
from recall_lint.history.old_documents import OldDocuments
from recall_lint.history.removals import RemovalFinder
from recall_lint.slugs import Dialect
from recall_lint.sources import changes
from recall_lint.sources.changes import Change

T = TypeVar("T")


class History:
    """The history of one notebook, read only as far as needed."""

    def __init__(
        self,
        root: str,
        dialect_of: Callable[[str], Dialect],
        *,
        enabled: bool = True,
        note: Callable[[str], None] = lambda subject: None,
        commit: str | None = None,
        uncommitted: Callable[[], list[Change]] | None = None,
        head: Callable[[], str] = lambda: git.NO_COMMIT,
        cached: Callable[[], CachedTraces] = CachedTraces,
    ) -> None:
        """`dialect_of` returns the dialect of links to a file, and `note` records a dependency.

        The history ends with `commit` (default: the last one), followed by the changes that
        `uncommitted` returns (default: those of the working tree). `head` identifies its end;
        `cached` returns the findings of earlier runs.
        """
        self.root = root
        self.enabled = enabled
        self.notices: list[str] = []
        self.failed = False
        """Whether git failed; it may work next time."""
        self.found = CachedTraces()
        """The findings of this run."""
        self._cached = cached
        self._note = note
        self._head = head
        self._dialect_of = dialect_of
        uncommitted = uncommitted or (lambda: changes.in_work_tree(root))
        self._log = Log(root, commit, uncommitted, note, self.notices.append)
        self._diffs = Diffs(root)
        self._documents = OldDocuments(root)
        self._follow_files()

    def _follow_files(self) -> None:
        self._versions = FileVersions(self._log, self._diffs)
        self._blame = Blame(self._log, self._diffs, self._versions)
        self._removals = RemovalFinder(
            self._log, self._diffs, self._versions, self._documents, self._dialect_of
        )

    def refresh(self) -> None:
        """The uncommitted changes are different now."""
        self._log.refresh()
        self._follow_files()
        self.__dict__.pop("_known", None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._documents.close()
        self._diffs.close()

    def _answer(self, ask: Callable[[], T], *, otherwise: T) -> T:
        """The answer of git, unless it has failed: another try may have to wait for a network."""
        if not self.enabled:
            return otherwise
        self._note("log")
        if self.failed:
            return otherwise
        try:
            return ask()
        except git.GitError as error:
            self.failed = True
            self.notices.append(
                f"git history is unavailable: {error}; broken links were not traced"
            )
            return otherwise

    def _has_log(self) -> bool:
        if self._log.is_cut():
            # Each new commit displaces the oldest one.
            self._note("head")
        return bool(self._log.entries)

    def knows_folder(self, folder: str) -> bool:
        """Whether any commit had a file below a folder."""
        return self._answer(lambda: self._log.has_folder(folder), otherwise=False)

    # Traces.

    def trace(self, target: Target, exists: bool) -> Trace | None:
        """When and where a missing target last existed; `exists` is whether its file does."""
        return self._answer(lambda: self._trace(target, exists), otherwise=None)

    def _trace(self, target: Target, exists: bool) -> Trace | None:
        key = target.path, target.anchor, exists
        trace, lasts = self._known.traces.get(key), True
        if trace is None:
            if not self._has_log():
                return None
            look = self._removals.section if exists else self._removals.file
            trace, lasts = look(target)
            self.found.commits = len(self._log.entries) - 1
        if lasts:
            self.found.traces[key] = trace
            self.found.departures = self._log.departures
        self._note("paths")
        if trace.removal is not None or not exists:
            self._note("moves")
        self._versions.note_names(trace.names)
        return None if trace.removal is None else self._traced(trace.removal)

    def _traced(self, removal: Removal) -> Trace:
        document = self._documents.document
        then = document(removal.before)
        after = document(removal.after) if removal.after else None
        commit, path, _, _, now, changed, last = removal
        return Trace(commit, path, then, after, now, changed, last)

    # Lines.

    def written(self, path: str, line: str, target: str) -> Written | None:
        """The commit that wrote a line of a file, and the linked document at that time.

        None for an uncommitted line, for a target that has not changed since, and without history.
        """
        return self._answer(lambda: self._written(path, line, target), otherwise=None)

    def _written(self, path: str, line: str, target: str) -> Written | None:
        if not self._has_log() or not self._blame.may_precede(path, target):
            return None
        index = self._written_in(path, line.strip())
        if index is None:
            return None
        commit, blob = self._log.entries[index].commit, self._blame.blob_at(index, target)
        if commit is None or blob is None:
            return None
        return Written(commit, self._documents.document(blob))

    def _written_in(self, path: str, line: str) -> int | None:
        """The index of the commit that added a line to a file."""
        index = self._log.indexes.get(self._known.lines.get((path, line)))
        if index is None:
            index = self._blame.log_index(path, line)
        if index is not None and self._versions.is_settled(path):
            self.found.lines[path, line] = self._log.entries[index].step.commit
            self.found.departures = self._log.departures
        return index

    # Findings of earlier runs.

    @cached_property
    def _known(self) -> CachedTraces:
        """The findings of earlier runs that are still valid."""
        cached = self._cached()
        if not cached or cached.departures != self._log.departures:
            return CachedTraces()
        old, _, shallow = cached.head.partition(" ")
        now, _, shallow_now = self._head().partition(" ")
        if shallow or shallow_now or git.NO_COMMIT in (old, now):
            return CachedTraces()
        new = commits_between(self.root, old, now)
        if new is None or cached.commits + len(new) > MOST_COMMITS:
            return CachedTraces()
        commits = [(entry.step, entry.changes) for entry in new]
        return cached.valid_after(commits, self._diffs, self._dialect_of)

    def to_cache(self, found: CachedTraces) -> CachedTraces | None:
        """The findings to cache, including those of this run; None if there are no new ones."""
        known = self._answer(lambda: self._known, otherwise=CachedTraces())
        head = self._head()
        if self.failed or " " in head or (known.head == head and known.contains(found)):
            return None
        known.update(found)
        known.head = head
        return known
