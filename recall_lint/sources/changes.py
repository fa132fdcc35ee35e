"""git → the changes of the work tree, the index or a commit relative to a commit, as plain data."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from typing import Final, NamedTuple

from recall_lint.base import git

SIMILAR: Final = "-M"
"""A deleted and a new file count as a rename if they are similar."""
SAME: Final = "-M100%"
"""The same if they are equal: renames that git finds without reading files."""

PLAIN: Final = ("--no-ext-diff", "--no-textconv", "--no-color")
RAW: Final = ("--raw", "-z", "--no-abbrev", "--relative", *PLAIN)
_MANY: Final = 500
"""Maximum number of names in one command, whose length is limited."""


class Change(NamedTuple):
    """The change of one file by a commit; a blob ID is empty if the file did not exist."""

    status: str
    before: str
    after: str
    old: str
    new: str


def in_work_tree(root: str, commit: str = "HEAD", moves: str = SIMILAR) -> list[Change]:
    """The changes of the working tree relative to a commit, including untracked files."""
    # Unlike `git diff`, which updates the index for files that were only touched.
    tree = git.run(root, "diff-index", "--ignore-submodules", moves, *RAW, commit)
    new = git.run(root, "ls-files", "--others", "--exclude-standard", "-z")
    dirty = _edited(root, read(os.fsdecode(tree).split("\0")))
    dirty += [Change("A", "", "", path, path) for path in os.fsdecode(new).split("\0") if path]
    return dirty


def in_index(
    root: str, index: str | None, commit: str = "HEAD", moves: str = SIMILAR
) -> list[Change]:
    """The changes of an index relative to a commit; the default is the repository's own index."""
    staged = git.run(root, "diff-index", "--cached", moves, *RAW, commit, index=index)
    return read(os.fsdecode(staged).split("\0"))


def between(root: str, before: str, after: str) -> list[Change]:
    """The changes of a commit since an earlier one, with renames of unchanged files."""
    output = git.run(root, "diff-tree", "-r", SAME, *RAW, before, after)
    return read(os.fsdecode(output).split("\0"))


def read(fields: Iterable[str]) -> list[Change]:
    """Parse the output of `--raw -z` for one commit; blobs that git has not stored have no ID."""
    found = []
    rest = (field.lstrip("\n") for field in fields)
    for field in rest:
        if field.startswith(":"):
            _, _, before, after, status = field.split(" ")
            old = next(rest)
            new = next(rest) if status[0] in "RC" else old
            # Each name and each blob occurs in many commits.
            texts = map(sys.intern, (_known(before), _known(after), old, new))
            found.append(Change(status[0], *texts))
    return found


def _known(blob: str) -> str:
    return blob if blob.strip("0") else ""


def blobs(root: str, paths: Iterable[str]) -> dict[str, str]:
    """The IDs of the blobs as which regular files of the work tree would be stored, by path."""
    now: dict[str, str] = {}
    wanted = [*paths]
    for start in range(0, len(wanted), _MANY):
        some = wanted[start : start + _MANY]
        output = git.run(root, "hash-object", "--", *some).decode().split()
        now.update(zip(some, output, strict=True))
    return now


def _edited(root: str, dirty: list[Change]) -> list[Change]:
    """The changes of the working tree without files that were only touched.

    git detects these by their time stamps alone.
    """
    modes = {c.new: _mode(root, c.new) for c in dirty if c.status == "M" and not c.after}
    # git would hash the target of a symlink, fail if that is a folder or missing, and wait for the
    # data of a pipe.
    now = blobs(root, [path for path, mode in modes.items() if stat.S_ISREG(mode)])
    now.update((path, _link_blob(root, path)) for path, m in modes.items() if stat.S_ISLNK(m))
    return [c for c in dirty if c.status != "M" or now.get(c.new) != c.before]


def _mode(root: str, path: str) -> int:
    try:
        return os.lstat(os.path.join(root, path)).st_mode
    except OSError:
        return 0


def _link_blob(root: str, path: str) -> str:
    """The ID of the blob for a symbolic link."""
    given = os.fsencode(os.readlink(os.path.join(root, path)))
    return git.run(root, "hash-object", "--no-filters", "--stdin", given=given).decode().strip()
