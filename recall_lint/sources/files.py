"""Paths on disk → the notebook's root, its Markdown files, and their Sources."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Final, NamedTuple

from recall_lint.base import git
from recall_lint.sources import encoding

MARKDOWN_SUFFIXES: Final = (".md", ".markdown", ".mkd", ".mdown", ".mdx")
"""`.mdx` files are documents only for sites that read them: `Publication.reads`."""
GITLINK: Final = "160000"
LINK_TO_NOWHERE: Final = "skipped broken symlink"
FOLDER: Final = "skipped folder"
_NOWHERE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_EXHAUSTED: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})
_WRITABLE: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_TICK: Final = 2_000_000_000
_SKIPPED_FOLDERS: Final = frozenset({"node_modules", "__pycache__"})


class Listing(NamedTuple):
    """The files of a notebook, as notebook paths, sorted."""

    git: bool
    """Whether git listed them, rather than a walk."""
    stamps: Mapping[str, str]
    """The files of the notebook, each with its stamp; empty if there is none."""
    tracked: tuple[str, ...]
    """Every file tracked by git, of any kind; without git, every file."""
    untracked: tuple[str, ...]
    """Every other file that git does not ignore."""
    repositories: tuple[str, ...]
    """Those of the tracked and untracked names that are folders, of which git lists no file."""
    aliases: Mapping[str, str]
    """Links to a Markdown file of the notebook, which are no files of their own, and to which."""
    absent: Mapping[str, str]
    """Markdown files that git knows and has not checked out, and their blobs."""
    unreadable: tuple[str, ...]
    """A line for each folder that cannot be listed."""
    notices: tuple[str, ...]
    """What the user should know about how they were found."""

    def without(self, folders: Iterable[str]) -> Listing:
        """The same, with the documents of some folders left to others."""
        inside = tuple(f"{folder}/" for folder in folders)
        return self._replace(
            stamps={p: stamp for p, stamp in self.stamps.items() if not p.startswith(inside)},
            notices=tuple(told for told in self.notices if not told.startswith(inside)),
        )

    @property
    def markdown(self) -> tuple[str, ...]:
        """The files that the notebook consists of."""
        return tuple(self.stamps)


class UnreadableError(Exception):
    """A file or folder cannot be read; the message says which and why."""


def discover(root: str, excluded: Callable[[str], bool]) -> Listing:
    """The files below `root`: git's view inside a work tree, else what a walk finds."""
    notices: list[str] = []
    unreadable: list[str] = []
    names: dict[str, bool] = {}
    repositories: set[str] = set()
    left_out: dict[str, str] = {}
    by_git = git.work_tree(root) is not None
    if by_git:
        try:
            names, repositories, left_out = _ask_git(root)
        except git.GitError as error:
            by_git = False
            notices.append(f"`git ls-files` failed ({error}); walking the folder instead")
    if not by_git:
        names = dict.fromkeys(_walk(root, unreadable), True)
    notices.extend(not_read(repositories, excluded))
    stamps: dict[str, str] = {}
    linked = {}
    absent = {}
    for path in sorted(names.keys() - repositories):
        if not is_markdown(path) or excluded(path):
            continue
        full = f"{root}/{path}"
        try:
            status = os.lstat(full)
            if stat.S_ISLNK(status.st_mode):
                if real := real_path(root, path):
                    linked[path] = real[0]
                status = os.stat(full)
        except OSError as error:
            if error.errno not in _NOWHERE:
                # Reading it will report the reason.
                stamps[path] = ""
            elif os.path.lexists(full):
                notices.append(f"{LINK_TO_NOWHERE} {path}")
            elif path in left_out:
                absent[path] = left_out[path]
            continue
        if stat.S_ISREG(status.st_mode):
            stamps[path] = _stamp(status)
        elif stat.S_ISDIR(status.st_mode):
            notices.append(f"{FOLDER} {path}")
        else:
            notices.append(f"skipped {path}: not a regular file")
    aliases = {path: real for path, real in linked.items() if real != path and real in stamps}
    return Listing(
        by_git,
        {path: stamp for path, stamp in stamps.items() if path not in aliases},
        tuple(sorted(path for path, tracked in names.items() if tracked)),
        tuple(sorted(path for path, tracked in names.items() if not tracked)),
        tuple(sorted(repositories)),
        aliases,
        absent,
        tuple(unreadable),
        tuple(notices),
    )


def is_markdown(path: str) -> bool:
    return path.lower().endswith(MARKDOWN_SUFFIXES)


def not_read(repositories: Iterable[str], excluded: Callable[[str], bool]) -> Iterator[str]:
    """A line for each nested repository, unless it is excluded."""
    for path in sorted(repositories):
        if not excluded(f"{path}/"):
            yield f"skipped {path}: submodule or nested repository"


def stamp(root: str, path: str) -> str:
    """A file's metadata, which differs if the file has changed."""
    try:
        return _stamp(os.stat(f"{root}/{path}"))
    except OSError:
        return ""


def _stamp(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"


def is_stamp(stamp: str) -> bool:
    """Whether a stamp comes from the file system."""
    return stamp.count(" ") == 3


def is_settled(stamp: str, now: int) -> bool:
    """Whether a file's next change is sure to change its stamp; `now` is in nanoseconds.

    File systems count time in ticks of up to two seconds (FAT): a file that
    was changed in the present one may change again and look the same.
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


class ChangedError(Exception):
    """A file must not be written; the message says which and why."""


def write(root: str, path: str, before: str, after: str) -> None:
    """Replace a file's text, if its old text is still there and it is not read-only.

    The new text goes to a temporary file in the same folder, is synced, and takes the old one's
    place, so that no reader ever sees half of it. Where that would take more than the text, such
    as an owner or a name that the file has elsewhere, it is written into the file.
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
    # root may write read-only files, but whoever made them so does not want that.
    if not (stat.S_IMODE(status.st_mode) & _WRITABLE and os.access(full, os.W_OK)):
        raise PermissionError(errno.EACCES, "file is read-only")
    if _is_tied(full, status):
        _write_into(full, data)
    else:
        _replace(full, data, status)


def _is_tied(full: str, status: os.stat_result) -> bool:
    """Whether replacing the file would change more than its text."""
    folder = os.path.dirname(full)
    # What a system keeps of its own on every file, a new one gets as well.
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
    # Only fixes write: a plain check need not load what temporary files take.
    import tempfile

    handle, temporary = tempfile.mkstemp(prefix=".recall-lint-", dir=os.path.dirname(full))
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
        os.replace(temporary, full)
    except BaseException:
        os.unlink(temporary)
        raise


def create(path: str, text: str) -> None:
    """Write a new file; an existing one, even a broken symlink, is left alone."""
    try:
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise ChangedError(f"{path} already exists") from None
    except OSError as error:
        raise ChangedError(f"failed to write {path}: {error.strerror or error}") from None


def read(root: str, path: str) -> bytes:
    """Read a regular file; raises UnreadableError."""
    full = os.path.join(root, path)
    try:
        # Reading a pipe blocks, and some devices never end.
        if not stat.S_ISREG(os.stat(full).st_mode):
            raise UnreadableError(f"{path} is not a regular file")
        with open(full, "rb") as file:
            return file.read()
    except OSError as error:
        raise _unreadable(f"failed to read {path}", error) from None


def _ask_git(root: str) -> tuple[dict[str, bool], set[str], dict[str, str]]:
    """Every name that git does not ignore, and whether it is tracked; and nested repositories.

    Also the blobs of files omitted by a sparse checkout.
    """
    names: dict[str, bool] = {}
    deleted = set()
    repositories = set()
    left_out = {}
    listed = git.run(root, "ls-files", "-t", "-cdos", "--exclude-standard", "-z")
    for entry in os.fsdecode(listed).split("\0")[:-1]:
        if entry.startswith("? "):
            path = entry[2:].removesuffix("/")
            names[path] = False
            if entry.endswith("/"):
                repositories.add(path)
            continue
        known, _, path = entry.partition("\t")
        tag, mode, blob, _ = known.split()
        if tag == "R":
            deleted.add(path)
            continue
        names[path] = True
        if tag == "S":
            left_out[path] = blob
        if mode == GITLINK:
            repositories.add(path)
    for path in deleted:
        # Git takes what it may not look at for deleted.
        if _is_gone(os.path.join(root, path)):
            del names[path]
    return names, repositories & names.keys(), left_out


def _is_gone(full: str) -> bool:
    try:
        os.lstat(full)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _walk(root: str, unreadable: list[str]) -> Iterator[str]:
    """Every file below a folder, except in hidden folders and behind symlinks to folders."""
    pending = [""]
    while pending:
        folder = pending.pop()
        try:
            entries = _entries(root, folder)
        except UnreadableError as error:
            unreadable.append(str(error))
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield path
            elif not entry.name.startswith(".") and entry.name not in _SKIPPED_FOLDERS:
                pending.append(path)


def _entries(root: str, folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(os.path.join(root, folder)) as entries:
            return list(entries)
    except OSError as error:
        raise _unreadable(f"failed to list folder {folder or '.'}", error) from None


def _unreadable(what: str, error: OSError) -> Exception:
    """The exception for one file; if the system is out of resources, no file can be read."""
    if error.errno in _EXHAUSTED:
        return error
    return UnreadableError(f"{what}: {error.strerror or error}")
