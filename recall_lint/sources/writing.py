"""A file's new text → the disk, all or nothing."""

from __future__ import annotations

import errno
import os
import stat
from typing import IO, Final

from recall_lint.sources import encoding
from recall_lint.sources.files import ChangedError

_EDITION: Final = ("st_ino", "st_size", "st_mtime_ns")
_WRITABLE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def write(root: str, path: str, before: str, after: str) -> None:
    """Replace a file's text, if its old text is unchanged and it is not read-only.

    The new text is written to a temporary file in the same folder, synced, and renamed, so that no
    reader ever sees half of it. If that would change more than the text, such as the owner or a
    hard link, it is written into the existing file.
    """
    full = os.path.realpath(os.path.join(root, path))
    if os.path.commonpath([full, os.path.realpath(root)]) != os.path.realpath(root):
        raise ChangedError(f"{path} is a symlink to a file outside the notebook; not written")
    try:
        with open(full, "rb") as file:
            status = os.fstat(file.fileno())
            data = file.read()
            if data != encoding.encode(before, data):
                raise ChangedError(f"{path} changed while it was being checked; run again")
        _put(full, encoding.encode(after, data), status)
    except OSError as error:
        raise ChangedError(f"failed to write {path}: {error.strerror or error}") from None


def put(path: str, text: str) -> None:
    """Write a user's file, existing or not; on OSError, the old content remains."""
    full = os.path.realpath(path)
    try:
        status = os.stat(full)
    except FileNotFoundError:
        with open(full, "x") as file:
            status = os.fstat(file.fileno())
    _put(full, text.encode(), status)


def _put(full: str, data: bytes, status: os.stat_result) -> None:
    # root can write read-only files, but that is not what their owner intended.
    if not (stat.S_IMODE(status.st_mode) & _WRITABLE and os.access(full, os.W_OK)):
        raise PermissionError(errno.EACCES, "file is read-only")
    if _is_tied(full, status):
        _write_into(full, data)
    else:
        _replace(full, data, status)


def _is_tied(full: str, status: os.stat_result) -> bool:
    """Whether replacing the file would change more than its text."""
    folder = os.path.dirname(full)
    # Attributes that the system sets on every file are also set on a new one.
    extra = [name for name in _attributes(full) if not name.startswith("security.")]
    return (
        not _is_own(folder, status)
        or status.st_nlink > 1
        or bool(extra)
        or not os.access(folder, os.W_OK)
    )


def _is_own(folder: str, status: os.stat_result) -> bool:
    """Whether a new file in a folder would have the same owner and group."""
    if not hasattr(os, "geteuid"):
        return True
    around = os.stat(folder)
    group = around.st_gid if around.st_mode & stat.S_ISGID else os.getegid()
    return (status.st_uid, status.st_gid) == (os.geteuid(), group)


def _attributes(full: str) -> list[str]:
    try:
        return os.listxattr(full)
    except (OSError, AttributeError):
        return []


def _write_into(full: str, data: bytes) -> None:
    with open(full, "r+b") as file:
        before = file.read()
        try:
            _overwrite(file, data)
        except OSError:
            _overwrite(file, before)
            raise


def _overwrite(file: IO[bytes], data: bytes) -> None:
    file.seek(0)
    file.write(data)
    file.truncate()
    file.flush()
    os.fsync(file.fileno())


def _replace(full: str, data: bytes, status: os.stat_result) -> None:
    # Only fixes write: a plain check need not import what temporary files require.
    import tempfile

    handle, temporary = tempfile.mkstemp(prefix=".recall-lint-", dir=os.path.dirname(full))
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
        _refuse_another(full, status)
        os.replace(temporary, full)
    except BaseException:
        os.unlink(temporary)
        raise


def _refuse_another(full: str, status: os.stat_result) -> None:
    """Raise OSError if a file is another than the one of a status, or has been written since."""
    now = os.stat(full)
    if any(getattr(now, name) != getattr(status, name) for name in _EDITION):
        raise OSError(errno.EBUSY, "changed by another program")


def create(path: str, text: str) -> None:
    """Write a new file; an existing one, even a broken symlink, is left unchanged."""
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise ChangedError(f"{path} already exists") from None
    except OSError as error:
        raise ChangedError(f"failed to write {path}: {error.strerror or error}") from None
