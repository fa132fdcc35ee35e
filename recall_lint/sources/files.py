"""A file on disk → its bytes, its stamp, and its real path."""

from __future__ import annotations

import errno
import os
import stat
from typing import Final

from recall_lint.base import git

MARKDOWN_SUFFIXES: Final = (".md", ".markdown", ".mkd", ".mdown", ".mdx")
"""`.mdx` files are documents only on sites that read them: `Publication.reads`."""
_EXHAUSTED: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
_TICK: Final = 2_000_000_000


class UnreadableError(Exception):
    """A file or folder cannot be read; the message gives its name and the reason."""


class ChangedError(Exception):
    """A file must not be written; the message gives its name and the reason."""


def is_markdown(path: str) -> bool:
    return path.lower().endswith(MARKDOWN_SUFFIXES)


def read(root: str, path: str) -> bytes:
    """Read a regular file; raises UnreadableError."""
    full = os.path.join(root, path)
    try:
        # Reading a pipe blocks, and some devices never end.
        if not stat.S_ISREG(os.stat(full).st_mode):
            raise UnreadableError(f"{path} is not a regular file")
        if leaves(root, path):
            raise UnreadableError(f"{path} leads out of the notebook; not read")
        with open(full, "rb") as file:
            return file.read()
    except OSError as error:
        raise unreadable(f"failed to read {path}", error) from None


def leaves(root: str, path: str) -> bool:
    """Whether a path or symlink leads out of the repository, or the folder if there is none.

    The author of the notes may not have the reader's permissions, and reports quote files.
    """
    real = os.path.realpath(os.path.join(root, path))
    if real.startswith(f"{root}{os.sep}"):
        return False
    top = os.path.realpath(git.work_tree(root) or root)
    return os.path.commonpath([top, real]) != top


def unreadable(what: str, error: OSError) -> Exception:
    """The exception for one file; if the system is out of resources, the error applies to all
    files.
    """
    if error.errno in _EXHAUSTED:
        return error
    return UnreadableError(f"{what}: {error.strerror or error}")


def stamp(root: str, path: str) -> str:
    """The metadata of a file; it differs if the file has changed."""
    try:
        return stamp_of(os.stat(f"{root}/{path}"))
    except OSError:
        return ""


def stamp_of(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def is_stamp(stamp: str) -> bool:
    """Whether a stamp comes from the file system."""
    return stamp.count(" ") == 3


def is_settled(stamp: str, now: int) -> bool:
    """Whether the next change of a file is certain to change its stamp; `now` is in nanoseconds.

    The resolution of file times is up to two seconds (FAT): a file changed within it may change
    again with the same stamp.
    """
    _, changed, noted, _ = map(int, stamp.split())
    return max(changed, noted) < now - _TICK


def real_path(root: str, path: str) -> tuple[str, bool] | None:
    """The real notebook path of `path`, with symlinks resolved, and whether it is a folder."""
    full = os.path.join(root, path)
    if not os.path.exists(full):
        return None
    real = os.path.relpath(os.path.realpath(full), root).replace(os.sep, "/")
    return real, os.path.isdir(full)
