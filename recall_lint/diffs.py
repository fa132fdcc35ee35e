"""One `git log -p` → which lines of which Markdown file each commit took away and brought.

The log is read once, without context lines, when the first of it is asked for. It takes git as long
as `git log -p` takes, and no version of a file has to be read to know when a line came or went.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

from recall_lint import git

_PATHS: Final = ("*.md", "*.markdown", "*.mdx", "*.mkd", "*.mdown")


class _Sides(NamedTuple):
    """Lines by commit and file: the lines that went, by the old name, and that came, by the new."""

    removed: dict[tuple[str, str], bytes]
    added: dict[tuple[str, str], bytes]


class Diffs:
    """What each commit changed in each Markdown file, by the first letters of the commit's id."""

    def __init__(self, root: str, arguments: tuple[str, ...], short: int) -> None:
        """`arguments` say which commits of the log; `short` is how many letters an id has."""
        self._root = root
        self._arguments = arguments
        self._short = short

    def removed(self, commit: str, path: str) -> str:
        """The lines that a commit took away from the file of this name before it."""
        return _text(self._sides.removed.get((commit, path), b""))

    def added(self, commit: str, path: str) -> str:
        """The lines that a commit brought to the file of this name after it."""
        return _text(self._sides.added.get((commit, path), b""))

    @cached_property
    def _sides(self) -> _Sides:
        output = git.run(
            self._root,
            *("-c", "core.quotePath=false", "-c", "log.diffMerges=separate"),
            *("log", "-p", "-U0", "--format=%x01%H", "--src-prefix=a/", "--dst-prefix=b/"),
            *self._arguments,
            *("--", *_PATHS),
        )
        sides = _Sides({}, {})
        for commit in output.split(b"\x01")[1:]:
            name = commit[: self._short].decode()
            for source, goal, removed, added in _files(commit):
                if removed and source is not None:
                    sides.removed[name, source] = removed
                if added and goal is not None:
                    sides.added[name, goal] = added
        return sides


def _files(commit: bytes) -> Iterator[tuple[str | None, str | None, bytes, bytes]]:
    """The files of one commit: their names before and after, and the lines that went and came.

    The name of a file that is not there is None.
    """
    for file in commit.split(b"\ndiff --git ")[1:]:
        head, hunks, body = file.partition(b"\n@@")
        if not hunks:
            continue
        lines = body.split(b"\n")
        removed = b"\n".join([line[1:] for line in lines if line[:1] == b"-"])
        added = b"\n".join([line[1:] for line in lines if line[:1] == b"+"])
        yield _name(head, b"\n--- "), _name(head, b"\n+++ "), removed, added


def _name(head: bytes, mark: bytes) -> str | None:
    """The name in a line of a file's head; git quotes some as C does."""
    name = head.partition(mark)[2].partition(b"\n")[0].rstrip(b"\t")
    if name.startswith(b'"'):
        name = name[1:-1].decode("unicode_escape").encode("latin-1")
    return os.fsdecode(name[2:]) if name[:2] in (b"a/", b"b/") else None


def _text(lines: bytes) -> str:
    return lines.decode("utf-8", "surrogateescape")
