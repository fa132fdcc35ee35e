"""Files stored in git, whatever lists them.

A git tree contains only what it lists: no ignored or untracked files. The stamp of a file is its
blob ID, so a blob whose document is cached is never read.
"""

from __future__ import annotations

import os
import posixpath
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Final, NamedTuple

from recall_lint.base import git, git_process
from recall_lint.sources import discovery, encoding, files
from recall_lint.sources.discovery import Listing

_LINK: Final = "120000"
_DIFFERS: Final = "differs from the version that was checked; stage or stash your changes first"
_MOST_LINKS: Final = 40
"""Maximum number of symlinks in one path; more are assumed to be circular."""


class Entry(NamedTuple):
    """A file as listed by git."""

    mode: str
    blob: str


class GitTree(ABC):
    """Files stored in git, whatever lists them."""

    _where = ""

    def __init__(self, root: str) -> None:
        self._root = root
        self._blobs = git_process.Blobs(root)

    @cached_property
    def _converted(self) -> dict[str, str]:
        """The files that git may convert on checkout, and the settings that say so."""
        return git.converted(self._root, filter(files.is_markdown, self._entries))

    @abstractmethod
    def _list(self) -> dict[str, Entry]:
        """Every file, by path."""

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return self._list()

    @cached_property
    def _folders(self) -> frozenset[str]:
        found = set()
        for path in self._entries:
            folder = posixpath.dirname(path)
            while folder and folder not in found:
                found.add(folder)
                folder = posixpath.dirname(folder)
        return frozenset(found)

    def discover(self, excluded: Callable[[str], bool]) -> Listing:
        repositories = sorted(p for p, e in self._entries.items() if e.mode == discovery.GITLINK)
        notices = [*discovery.not_read(repositories, excluded)]
        stamps = {}
        linked = {}
        for path in sorted(self._entries.keys() - repositories):
            if not files.is_markdown(path) or excluded(path):
                continue
            if self._entries[path].mode == _LINK:
                found = self.real_path(path)
                if found is None or found[1]:
                    why = discovery.LINK_TO_NOWHERE if found is None else discovery.FOLDER
                    notices.append(f"{why} {path}")
                    continue
                linked[path] = found[0]
            stamps[path] = self.stamp(path)
        aliases = {path: real for path, real in linked.items() if real in stamps}
        return Listing(
            git=True,
            stamps={path: stamp for path, stamp in stamps.items() if path not in aliases},
            tracked=tuple(sorted(self._entries)),
            untracked=(),
            repositories=tuple(repositories),
            aliases=aliases,
            absent={},
            unreadable=(),
            notices=tuple(notices),
        )

    def read(self, path: str) -> bytes:
        """The bytes of a file as git would write it to the work tree."""
        real, blob = self._found(path)
        reason = "blob missing from the git repository"
        try:
            data = self._blobs.read(blob, real if real in self._converted else "") if blob else None
        except git.GitError as error:
            data, reason = None, f"{reason}: {error}"
        if data is None:
            raise files.UnreadableError(f"failed to read {path}{self._where}: {reason}")
        return data

    def _found(self, path: str) -> tuple[str, str]:
        """The path of a file, with symlinks resolved, and its blob; both empty if there is none."""
        entry = self._entries.get(path)
        if entry is None or entry.mode == _LINK:
            found = self.real_path(path)
            path = "" if found is None else found[0]
            entry = self._entries.get(path)
        return ("", "") if entry is None or entry.mode == discovery.GITLINK else (path, entry.blob)

    def stamp(self, path: str) -> str:
        real, blob = self._found(path)
        return f"{blob} {how}" if (how := self._converted.get(real)) else blob

    def is_settled(self, stamp: str, now: int) -> bool:
        return True

    def size(self, paths: Iterable[str]) -> int:
        asked = "".join(f"{self._found(path)[1]}\n" for path in paths).encode()
        try:
            output = git.run(self._root, "cat-file", "--batch-check=%(objectsize)", given=asked)
        except git.GitError:
            # Reading them will report the error.
            return 0
        return sum(int(line) for line in output.splitlines() if line.isdigit())

    def blob(self, path: str) -> str:
        real, blob = self._found(path)
        return "" if real in self._converted else blob

    def text_to_mend(self, path: str, text: str) -> str:
        from recall_lint.sources import changes

        try:
            there = encoding.decode(files.read(self._root, path))
        except files.UnreadableError as error:
            raise files.ChangedError(str(error)) from None
        if there != text and changes.blobs(self._root, [path])[path] != self._found(path)[1]:
            raise files.ChangedError(f"{path} {_DIFFERS}")
        return there

    def real_path(self, path: str) -> tuple[str, bool] | None:
        real = ""
        rest = path.split("/")
        links = 0
        while rest:
            name = rest.pop(0)
            here = posixpath.normpath(posixpath.join(real, name))
            entry = self._entries.get(here)
            if entry is not None and entry.mode == _LINK:
                links += 1
                target = os.fsdecode(self._blobs.read(entry.blob) or b"")
                if links > _MOST_LINKS or not target or target.startswith("/"):
                    return None
                rest[:0] = target.split("/")
            elif entry is not None or here in self._folders or here == ".":
                real = here
            else:
                return None
        found = self._entries.get(real)
        return real, found is None or found.mode == discovery.GITLINK

    def close(self) -> None:
        self._blobs.close()
