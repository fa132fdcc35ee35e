"""A folder → the Markdown files in it, and the names of all others."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from recall_lint.base import git
from recall_lint.sources import files

GITLINK: Final = "160000"
LINK_TO_NOWHERE: Final = "skipped broken symlink"
FOLDER: Final = "skipped folder"
_NOWHERE: Final = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
PACKAGES: Final = re.compile(r"(?:\A|/)(?:node_modules|vendor/[\w-]+(?:\.[\w-]+)+)/")
"""Packages installed by npm, and Go's vendored modules, `vendor/github.com/…`."""
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
    """Those of the tracked and untracked names that are nested repositories."""
    aliases: Mapping[str, str]
    """Symlinks to Markdown files of the notebook, and their targets."""
    absent: Mapping[str, str]
    """Tracked Markdown files that are not checked out, and their blobs."""
    unreadable: tuple[str, ...]
    """A line for each folder that cannot be listed."""
    notices: tuple[str, ...]
    """Notices about the listing."""

    def without(self, folders: Iterable[str]) -> Listing:
        """The same without the documents of some folders, which belong to other notebooks."""
        inside = tuple(f"{folder}/" for folder in folders)
        return self._replace(
            stamps={p: stamp for p, stamp in self.stamps.items() if not p.startswith(inside)},
            notices=tuple(notice for notice in self.notices if not notice.startswith(inside)),
        )

    @property
    def markdown(self) -> tuple[str, ...]:
        """The files that the notebook consists of."""
        return tuple(self.stamps)


def discover(root: str, excluded: Callable[[str], bool]) -> Listing:
    """The files below `root`: git's view inside a work tree, else what a walk finds."""
    notices: list[str] = []
    unreadable: list[str] = []
    listed = _listed_by_git(root, notices)
    by_git = listed is not None
    names, repositories, left_out = listed or (dict.fromkeys(_walk(root, unreadable), True), (), {})
    notices.extend(not_read(repositories, excluded))
    stamps: dict[str, str] = {}
    linked = {}
    absent = {}
    for path in sorted(names.keys() - {*repositories}):
        if not files.is_markdown(path) or excluded(path):
            continue
        full = f"{root}/{path}"
        try:
            status = os.lstat(full)
            if stat.S_ISLNK(status.st_mode):
                if real := files.real_path(root, path):
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
        if path in linked and stat.S_ISREG(status.st_mode) and files.leaves(root, path):
            notices.append(f"skipped {path}: symlink out of the notebook")
        elif stat.S_ISREG(status.st_mode):
            stamps[path] = files.stamp_of(status)
        elif stat.S_ISDIR(status.st_mode):
            notices.append(f"{FOLDER} {path}")
        elif by_git and names[path]:
            # git lists it as a file: reading it will report the reason.
            stamps[path] = ""
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


def _listed_by_git(
    root: str, notices: list[str]
) -> tuple[Mapping[str, bool], Collection[str], Mapping[str, str]] | None:
    """What `_ask_git` returns; None outside a work tree, and if git fails."""
    if git.work_tree(root) is None:
        return None
    try:
        return _ask_git(root)
    except git.GitError as error:
        notices.append(f"`git ls-files` failed ({error}); walking the folder instead")
        return None


def not_read(repositories: Iterable[str], excluded: Callable[[str], bool]) -> Iterator[str]:
    """A line for each nested repository, unless it is excluded."""
    for path in sorted(repositories):
        if not excluded(f"{path}/"):
            yield f"skipped {path}: submodule or nested repository"


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
        # git reports files as deleted that it has no permission to access.
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
        except files.UnreadableError as error:
            unreadable.append(str(error))
            continue
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield path
            elif not is_skipped(entry.name):
                pending.append(path)


def is_skipped(folder: str) -> bool:
    """Whether a walk skips folders with this name."""
    return folder.startswith(".") or folder in _SKIPPED_FOLDERS


def _entries(root: str, folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(os.path.join(root, folder)) as entries:
            return list(entries)
    except OSError as error:
        raise files.unreadable(f"failed to list folder {folder or '.'}", error) from None
