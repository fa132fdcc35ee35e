"""A commit → the files in its tree."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from recall_lint.base import git
from recall_lint.sources.git_tree import Entry, GitTree

if TYPE_CHECKING:
    from recall_lint.sources.changes import Change


class Commit(GitTree):
    """The files of a commit."""

    name = "commit"

    def __init__(self, root: str, commit: str) -> None:
        super().__init__(root)
        self.commit = commit
        self._where = f" in {commit[:9]}"

    def around(self, root: str) -> Commit:
        return Commit(root, self.commit)

    def _list(self) -> dict[str, Entry]:
        listed = git.run(self._root, "ls-tree", "-r", "-z", self.commit)
        entries = {}
        for line in os.fsdecode(listed).split("\0")[:-1]:
            known, _, path = line.partition("\t")
            mode, _, blob = known.split()
            entries[path] = Entry(mode, blob)
        return entries

    def head(self) -> Callable[[], str]:
        return git.head(self._root, self.commit)

    def uncommitted(self) -> list[Change]:
        return []

    def changed_since(self, commit: str) -> list[Change]:
        from recall_lint.sources import changes

        return changes.between(self._root, commit, self.commit)
