"""git → what the work tree, the index or a commit changes against a commit, as plain data."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from typing import Final, NamedTuple

from recall_lint.base import git

SIMILAR: Final = "-M"
"""A file that is gone and one that is new are one that moved if they are alike."""
SAME: Final = "-M100%"
"""The same if they are equal: what git tells without reading them."""

PLAIN: Final = ("--no-ext-diff", "--no-textconv", "--no-color")
RAW: Final = ("--raw", "-z", "--no-abbrev", "--relative", *PLAIN)
_MANY: Final = 500
"""Names in one command: more of them may be too long for it."""


class Change(NamedTuple):
    """One file in one commit; a blob id is empty where the file was not there."""

    status: str
    before: str
    after: str
    old: str
    new: str


def in_work_tree(root: str, commit: str = "HEAD", moves: str = SIMILAR) -> list[Change]:
    """What the working tree changes against a commit, files included that are new to git."""
    # Unlike `git diff`, which writes what it learns about touched files to the index.
    tree = git.run(root, "diff-index", "--ignore-submodules", moves, *RAW, commit)
    new = git.run(root, "ls-files", "--others", "--exclude-standard", "-z")
    dirty = _edited(root, read(os.fsdecode(tree).split("\0")))
    dirty += [Change("A", "", "", path, path) for path in os.fsdecode(new).split("\0") if path]
    return dirty


def in_index(
    root: str, index: str | None, commit: str = "HEAD", moves: str = SIMILAR
) -> list[Change]:
    """What an index changes against a commit; without one, the repository's own."""
    staged = git.run(root, "diff-index", "--cached", moves, *RAW, commit, index=index)
    return read(os.fsdecode(staged).split("\0"))


def between(root: str, before: str, after: str) -> list[Change]:
    """What a commit changes against an earlier one; files that moved as they were are told."""
    told = git.run(root, "diff-tree", "-r", SAME, *RAW, before, after)
    return read(os.fsdecode(told).split("\0"))


def read(fields: Iterable[str]) -> list[Change]:
    """What `--raw -z` tells of one commit; a blob that git has not stored has no id."""
    found = []
    rest = (field.lstrip("\n") for field in fields)
    for field in rest:
        if field.startswith(":"):
            _, _, before, after, status = field.split(" ")
            old = next(rest)
            new = next(rest) if status[0] in "RC" else old
            # Each name and each blob stands in many commits.
            texts = map(sys.intern, (_known(before), _known(after), old, new))
            found.append(Change(status[0], *texts))
    return found


def _known(blob: str) -> str:
    return blob if blob.strip("0") else ""


def blobs(root: str, paths: Iterable[str]) -> dict[str, str]:
    """The ids of the blobs that regular files of the work tree would be stored as, by path."""
    now: dict[str, str] = {}
    wanted = [*paths]
    for start in range(0, len(wanted), _MANY):
        some = wanted[start : start + _MANY]
        told = git.run(root, "hash-object", "--", *some).decode().split()
        now.update(zip(some, told, strict=True))
    return now


def _edited(root: str, dirty: list[Change]) -> list[Change]:
    """The changes of the working tree without files that were only touched.

    git tells those by their time stamps alone.
    """
    modes = {c.new: _mode(root, c.new) for c in dirty if c.status == "M" and not c.after}
    # git would hash what a link leads to, fail where that is a folder or is not there, and wait
    # for what comes through a pipe.
    now = blobs(root, [path for path, mode in modes.items() if stat.S_ISREG(mode)])
    now.update((path, _link_blob(root, path)) for path, m in modes.items() if stat.S_ISLNK(m))
    return [c for c in dirty if c.status != "M" or now.get(c.new) != c.before]


def _mode(root: str, path: str) -> int:
    try:
        return os.lstat(os.path.join(root, path)).st_mode
    except OSError:
        return 0


def _link_blob(root: str, path: str) -> str:
    """The id of the blob that a symbolic link would be."""
    given = os.fsencode(os.readlink(os.path.join(root, path)))
    return git.run(root, "hash-object", "--no-filters", "--stdin", given=given).decode().strip()
