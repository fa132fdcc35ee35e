"""Commits → the lines that each removed from and added to which file.

One `git diff-tree`, fed with questions on demand, serves a whole run. Its cost depends on the
commits in question, each of which is read once; versions of a file need not be read to determine
when a line was added or removed.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from recall_lint.base import git_process
from recall_lint.history.heading_hints import hinting
from recall_lint.sources import changes

_DIFF: Final = (
    *("-c", "core.quotePath=false"),
    *("diff-tree", "--stdin", "-r", "--root", "-p", "-U0", "--format=%x01%H"),
    *(changes.SIMILAR, "--relative", "--src-prefix=a/", "--dst-prefix=b/", *changes.PLAIN),
)
_MOST: Final = 100
"""Maximum number of commits in one question, which has to fit into a pipe: git may not read it
before its answer is read.
"""


class Step(NamedTuple):
    """A commit and the one to compare it with; None for its parent."""

    commit: str
    before: str | None

    def __str__(self) -> str:
        return self.commit if self.before is None else f"{self.commit} {self.before}"


class _Sides(NamedTuple):
    """The removed lines of each file, by its old name, and the added ones, by its new name."""

    removed: dict[str, bytes]
    """Only lines that may have been headings or anchors."""
    added: dict[str, bytes]


class Diffs:
    """The changes of commits to files, read once for all files with the same suffix."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._filters: dict[str, git_process.Filter] = {}
        self._sides: dict[tuple[str, str], _Sides] = {}

    def read(self, versions: Iterable[tuple[Step, str]]) -> None:
        """Read the changes of these commits to files of these types in one question."""
        new: dict[str, list[Step]] = {}
        for step, path in versions:
            names = _names(path)
            if (step.commit, names) not in self._sides:
                new.setdefault(names, []).append(step)
        for names, steps in new.items():
            for start in range(0, len(steps), _MOST):
                self._read(steps[start : start + _MOST], names)

    def _read(self, steps: Sequence[Step], names: str) -> None:
        if names not in self._filters:
            self._filters[names] = git_process.Filter(self._root, *_DIFF, "--", names)
        self._sides.update(((step.commit, names), _Sides({}, {})) for step in steps)
        answer = self._filters[names].ask("".join(f"{step}\n" for step in steps).encode())
        for file in file_diffs(answer):
            sides = self._sides[file.commit, names]
            if file.removed and file.source is not None:
                sides.removed[file.source] = file.removed
            if file.added and file.goal is not None:
                sides.added[file.goal] = file.added

    def removed(self, step: Step, path: str) -> str:
        """The lines that a commit removed from the file with this name before it.

        Only lines that may be hints for `heading_hints`.
        """
        return _text(self._sides_of(step, path).removed.get(path, b""))

    def added(self, step: Step, path: str) -> str:
        """The lines that a commit added to the file with this name after it."""
        return _text(self._sides_of(step, path).added.get(path, b""))

    def _sides_of(self, step: Step, path: str) -> _Sides:
        self.read([(step, path)])
        return self._sides[step.commit, _names(path)]

    def close(self) -> None:
        for each in self._filters.values():
            each.close()


def _names(path: str) -> str:
    """The pattern of the files that are read together with one."""
    suffix = posixpath.splitext(path)[1]
    return f"*{suffix}" if suffix[1:].isalnum() else f":(literal){path}"


def _text(lines: bytes) -> str:
    return lines.decode("utf-8", "surrogateescape")


class FileDiff(NamedTuple):
    """The change of one file by a commit."""

    commit: str
    source: str | None
    """The path before; None if it did not exist."""
    goal: str | None
    """The path after; None if it no longer exists."""
    removed: bytes
    """The removed lines that `Diffs.removed` returns."""
    added: bytes


def file_diffs(lines: Iterable[bytes]) -> Iterator[FileDiff]:
    """The changes of some commits to each file that has added or removed lines.

    `lines` is git's output, split behind each line feed.
    """
    commit = ""
    head: list[bytes] = []
    removed: list[bytes] = []
    added: list[bytes] = []
    inside = False
    for line in lines:
        first = line[:1]
        if inside and first == b"-":
            removed.append(line[1:-1])
        elif inside and first == b"+":
            added.append(line[1:-1])
        elif first == b"@":
            inside = True
        elif first == b"\x01" or line.startswith(b"diff --git "):
            # No added or removed line begins like this.
            if inside:
                yield _file(commit, head, removed, added)
            head, removed, added, inside = [], [], [], False
            if first == b"\x01":
                commit = line[1:-1].decode()
        else:
            head.append(line)
    if inside:
        yield _file(commit, head, removed, added)


def _file(
    commit: str, head: Sequence[bytes], removed: Sequence[bytes], added: Sequence[bytes]
) -> FileDiff:
    source, goal = (side_in(head, mark) for mark in (b"--- ", b"+++ "))
    return FileDiff(commit, source, goal, b"\n".join(hinting(removed)), b"\n".join(added))


def side_in(head: Sequence[bytes], mark: bytes) -> str | None:
    """The name in a line of a file's header, without the prefix `a/` or `b/`."""
    name = name_in(head, mark)
    return name[2:] if name[:2] in ("a/", "b/") else None


def name_in(head: Sequence[bytes], mark: bytes) -> str:
    """The name after a marker in a file's header; git quotes some names as in C."""
    name = next((line[len(mark) :] for line in head if line.startswith(mark)), b"")
    name = name.rstrip(b"\t\n")
    if name.startswith(b'"'):
        name = name[1:-1].decode("unicode_escape").encode("latin-1")
    return os.fsdecode(name)
