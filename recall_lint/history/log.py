"""git → the commits of a repository and the changes of each, newest first.

One `git log` serves a whole run. Merges count as one change relative to their first parent, and the
working tree, or the index, as one more change on top.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from recall_lint.base import git
from recall_lint.base.problems import Commit
from recall_lint.history.diffs import Step
from recall_lint.sources import changes
from recall_lint.sources.changes import Change

MOST_COMMITS = 20_000
"""The maximum number of commits; older ones are ignored."""

_COMMITS = ("-m", "--first-parent", f"--max-count={MOST_COMMITS}")
_LOG = ("-c", "log.diffMerges=separate", "log", "--format=%x01%H %cs %P")
"""The user's own format for merges might exclude raw lines."""
_SHORT = 9


class Entry(NamedTuple):
    """A commit of the log and its changes."""

    step: Step
    """Its ID is empty for uncommitted changes."""
    commit: Commit | None
    changes: list[Change]


class Log:
    """The commits of a repository, read on first use."""

    def __init__(
        self,
        root: str,
        commit: str | None,
        uncommitted: Callable[[], list[Change]],
        note: Callable[[str], None],
        notice: Callable[[str], None],
    ) -> None:
        """The log ends with `commit` (default: the last one), followed by the `uncommitted`
        changes.

        `note` records a dependency, `notice` a message for the user.
        """
        self.root = root
        self._tip = () if commit is None else (commit,)
        self._uncommitted = uncommitted
        self.note = note
        self._notice = notice
        self._folders: dict[str, bool] = {}

    @cached_property
    def entries(self) -> list[Entry]:
        """All commits, newest first; the first entry is the uncommitted changes."""
        shallow = git.run(self.root, "rev-parse", "--is-shallow-repository").decode().split()
        if shallow == ["true"]:
            self._notice("shallow clone: older history is unavailable")
        options = (*_COMMITS, changes.SIMILAR, *changes.RAW, *self._tip)
        log = git.run(self.root, *_LOG, *options)
        return [Entry(Step("", None), None, self.uncommitted), *_read_log(log)]

    def refresh(self) -> None:
        """The uncommitted changes are different now."""
        for name in ("uncommitted", "departures"):
            self.__dict__.pop(name, None)
        if "entries" in self.__dict__:
            self.entries[0] = self.entries[0]._replace(changes=self.uncommitted)

    @cached_property
    def uncommitted(self) -> list[Change]:
        """The uncommitted changes."""
        return self._uncommitted()

    @cached_property
    def departures(self) -> list[str]:
        """A line for each file that has lost its name since the last commit."""
        return [f"{c.status} {c.old}\0{c.new}" for c in self.uncommitted if c.status not in "AM"]

    @cached_property
    def indexes(self) -> dict[str | None, int]:
        """The indexes of the commits in the log, by ID."""
        return {entry.step.commit: index for index, entry in enumerate(self.entries)}

    def is_cut(self) -> bool:
        """Whether there may be more commits than were read."""
        return len(self.entries) > MOST_COMMITS

    def commit_before(self, index: int) -> Commit | None:
        """The commit on which a change is based; None at the end of the log."""
        if index == 0:
            self.note("head")
        return self.entries[index + 1].commit if index + 1 < len(self.entries) else None

    def has_folder(self, folder: str) -> bool:
        """Whether any commit had a file below a folder."""
        self.note("head")
        known = self._folders.get(folder)
        if known is None:
            found = git.run(self.root, "log", "-1", "--format=%h", *self._tip, "--", folder)
            known = self._folders[folder] = bool(found)
        return known


def commits_between(root: str, old: str, now: str) -> list[Entry] | None:
    """The commits since an earlier one, without renames; None if `now` does not follow it."""
    if old == now:
        return []
    options = ("-m", "--first-parent", "--no-renames", *changes.RAW, f"{old}..{now}")
    try:
        new = [*_read_log(git.run(root, *_LOG, *options))]
    except git.GitError:
        return None
    return new if new and new[-1].step.before == old else None


def _read_log(log: bytes) -> Iterator[Entry]:
    # A log may be a hundred megabytes: only one record at a time is copied.
    start = log.find(b"\x01")
    while start >= 0:
        end = log.find(b"\x01", start + 1)
        head, *fields = os.fsdecode(log[start + 1 : end if end >= 0 else len(log)]).split("\0")
        name, date, *parents = head.split()
        step = Step(name, parents[0] if parents else None)
        yield Entry(step, Commit(name[:_SHORT], date), changes.read(fields))
        start = end
