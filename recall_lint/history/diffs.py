"""Commits → which lines of which file each took away and brought.

One `git diff-tree`, fed as questions come, serves a whole run: it costs what the commits cost that
are asked about, each once, and no version of a file has to be read to know when a line came or
went.
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
"""Commits in one question: it has to fit into a pipe, as git may not read it before it is heard."""


class Step(NamedTuple):
    """A commit, and the one that it is compared with; None for what git says its parent is."""

    commit: str
    before: str | None

    def __str__(self) -> str:
        return self.commit if self.before is None else f"{self.commit} {self.before}"


class _Sides(NamedTuple):
    """The lines of each file that went, by its old name, and that came, by its new one."""

    removed: dict[str, bytes]
    """Only those that may have been headings or anchors: nobody asks for the others."""
    added: dict[str, bytes]


class Diffs:
    """What commits changed in files, read once for all that are called alike behind the dot."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._filters: dict[str, git_process.Filter] = {}
        self._sides: dict[tuple[str, str], _Sides] = {}

    def read(self, versions: Iterable[tuple[Step, str]]) -> None:
        """Have git say at once what these commits did to the files called like these."""
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
        for file in _files(answer):
            sides = self._sides[file.commit, names]
            if file.removed and file.source is not None:
                sides.removed[file.source] = file.removed
            if file.added and file.goal is not None:
                sides.added[file.goal] = file.added

    def removed(self, step: Step, path: str) -> str:
        """The lines that a commit took away from the file of this name before it.

        Those only in which `heading_hints` may find something.
        """
        return _text(self._sides_of(step, path).removed.get(path, b""))

    def added(self, step: Step, path: str) -> str:
        """The lines that a commit brought to the file of this name after it."""
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


class _File(NamedTuple):
    """What a commit did to one file."""

    commit: str
    source: str | None
    """Its name before; None if it was not there."""
    goal: str | None
    """Its name after."""
    removed: bytes
    """The lines that went, as `Diffs.removed` gives them."""
    added: bytes


def _files(lines: Iterable[bytes]) -> Iterator[_File]:
    """What some commits did to each file that has lines that went or came."""
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
            # No line that went or came begins like that.
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
) -> _File:
    source, goal = (side_in(head, mark) for mark in (b"--- ", b"+++ "))
    return _File(commit, source, goal, b"\n".join(hinting(removed)), b"\n".join(added))


def side_in(head: Sequence[bytes], mark: bytes) -> str | None:
    """The name in a line of a file's head, without the letter of its side."""
    name = name_in(head, mark)
    return name[2:] if name[:2] in ("a/", "b/") else None


def name_in(head: Sequence[bytes], mark: bytes) -> str:
    """What follows a mark in a file's head; git quotes some names as C does."""
    name = next((line[len(mark) :] for line in head if line.startswith(mark)), b"")
    name = name.rstrip(b"\t\n")
    if name.startswith(b'"'):
        name = name[1:-1].decode("unicode_escape").encode("latin-1")
    return os.fsdecode(name)
