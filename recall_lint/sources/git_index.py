"""Git's index → the files in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from recall_lint.base import git
from recall_lint.sources.git_tree import Entry, GitTree

if TYPE_CHECKING:
    from recall_lint.sources.changes import Change

_EMPTY: Final = frozenset(
    {
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    }
)
"""The IDs of the empty blob, for git's two hash algorithms."""


class Index(GitTree):
    """The files in the index."""

    name = "index"
    commit = None

    def __init__(self, root: str, file: str | None = None) -> None:
        """`file` is the index to use instead of the repository's own."""
        super().__init__(root)
        self._file = file

    def around(self, root: str) -> Index:
        return Index(root, self._file)

    def _list(self) -> dict[str, Entry]:
        listed = git.run(self._root, "ls-files", "--stage", "-z", index=self._file)
        entries: dict[str, Entry] = {}
        # Of a file in conflict our own side, which comes before theirs.
        for (path, _), entry in sorted(_staged(listed)):
            entries.setdefault(path, entry)
        if any(entry.blob in _EMPTY for entry in entries.values()):
            for path in self._intent_to_add():
                entries.pop(path, None)
        return entries

    def _intent_to_add(self) -> Iterator[str]:
        """The files added with `git add -N`, which no commit contains yet."""
        asked = ("diff-files", "--name-only", "--diff-filter=A", "--relative", "-z")
        output = git.run(self._root, *asked, index=self._file)
        yield from os.fsdecode(output).split("\0")[:-1]

    def head(self) -> Callable[[], str]:
        return git.head(self._root)

    def uncommitted(self) -> list[Change]:
        from recall_lint.sources import changes

        return changes.in_index(self._root, self._file)

    def changed_since(self, commit: str) -> list[Change]:
        from recall_lint.sources import changes

        return changes.in_index(self._root, self._file, commit, changes.SAME)


def _staged(listed: bytes) -> Iterator[tuple[tuple[str, str], Entry]]:
    """Path and stage of each index entry, except the common ancestors of conflicts."""
    for line in os.fsdecode(listed).split("\0")[:-1]:
        known, _, path = line.partition("\t")
        mode, blob, stage = known.split()
        if stage != "1":
            yield (path, stage), Entry(mode, blob)
