"""Sources of a notebook's files: the folder, the git index, or the tree of a commit.

A git tree contains only what it lists: no ignored or untracked files. A file's stamp is
the id of its blob there, so that a blob whose document is known is never read.
"""

from __future__ import annotations

import os
import posixpath
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from recall_lint.base import git
from recall_lint.base.text import count
from recall_lint.sources import encoding, files
from recall_lint.sources.files import Listing

if TYPE_CHECKING:
    from recall_lint.sources.changes import Change

_LINK: Final = "120000"
_DIFFERS: Final = "differs from the version that was checked; stage or stash your changes first"
_MOST_LINKS: Final = 40
"""Links in one path; more lead in a circle."""

_EMPTY: Final = frozenset(
    {
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    }
)
"""The ids of the empty blob, in git's two kinds of repositories."""


class Origin(Protocol):
    """The interface of a source of files; paths are notebook paths."""

    @property
    def name(self) -> str:
        """Runs reuse cached results of earlier runs on the same kind of source."""

    @property
    def commit(self) -> str | None:
        """The commit that its history ends with; None for the last one."""

    def around(self, root: str) -> Origin:
        """The same for another folder of the repository."""

    def discover(self, excluded: Callable[[str], bool]) -> Listing:
        """What is there."""

    def read(self, path: str) -> bytes:
        """Read a file; raises UnreadableError."""

    def stamp(self, path: str) -> str:
        """Tells without reading whether a file has changed; empty if nothing can tell."""

    def is_settled(self, stamp: str, now: int) -> bool:
        """Whether a file's next change is sure to change its stamp; `now` is in nanoseconds."""

    def size(self, paths: Iterable[str]) -> int:
        """The total size of these files in bytes."""

    def blob(self, path: str) -> str:
        """The id of a file's blob, if it is known without reading the file."""

    def text_to_mend(self, path: str, text: str) -> str:
        """The text that the work tree must contain before a fixed text may replace it.

        Raises ChangedError if it differs from what was checked.
        """

    def real_path(self, path: str) -> tuple[str, bool] | None:
        """What is at a path that is not listed, links followed, and whether it is a folder."""

    def head(self) -> Callable[[], str]:
        """Start looking up the id of the history; the function waits for it."""

    def uncommitted(self) -> list[Change]:
        """The changes compared with that commit."""

    def changed_since(self, commit: str) -> list[Change]:
        """The changes compared with a commit; an unchanged file with another name was moved."""

    def close(self) -> None:
        """Close what was opened."""


def count_lines(origin: Origin, path: str) -> int | None:
    """The number of lines of a file; None if it cannot be read."""
    try:
        data = origin.read(path)
    except files.UnreadableError:
        return None
    return data.count(b"\n") + (not data.endswith(b"\n") and bool(data))


class Folder:
    """The files in the folder, and which of them git tracks."""

    name = ""
    commit = None

    def __init__(self, root: str) -> None:
        self._root = root
        self._listing: Listing | None = None
        self._index = Index(root)
        """What has the files that are not checked out."""
        self._absent: frozenset[str] = frozenset()

    def around(self, root: str) -> Folder:
        return Folder(root)

    def discover(self, excluded: Callable[[str], bool]) -> Listing:
        listing = files.discover(self._root, excluded)
        if listing.absent:
            listing = self._with_absent(listing)
        self._listing = listing
        return listing

    def _with_absent(self, listing: Listing) -> Listing:
        """The listing of a sparse checkout, with the omitted files read from the index."""
        lost = git.left_out(self._root)
        self._absent = frozenset(p for p, blob in listing.absent.items() if blob not in lost)
        notices = []
        if self._absent:
            read = count(len(self._absent), "file")
            notices.append(f"{read} not checked out: reading from the git index")
        if away := len(listing.absent) - len(self._absent):
            what = "links to their sections were not checked"
            notices.append(f"{count(away, 'file')} not available in this clone: {what}")
        stamps = {**listing.stamps, **{path: self._index.stamp(path) for path in self._absent}}
        return listing._replace(
            stamps=dict(sorted(stamps.items())), notices=(*listing.notices, *notices)
        )

    def read(self, path: str) -> bytes:
        return self._index.read(path) if path in self._absent else files.read(self._root, path)

    def stamp(self, path: str) -> str:
        return self._index.stamp(path) if path in self._absent else files.stamp(self._root, path)

    def is_settled(self, stamp: str, now: int) -> bool:
        return not files.is_stamp(stamp) or files.is_settled(stamp, now)

    def size(self, paths: Iterable[str]) -> int:
        assert self._listing is not None
        stamps = [self._listing.stamps[path] for path in paths if path not in self._absent]
        return sum(int(stamp.partition(" ")[0] or 0) for stamp in stamps)

    def blob(self, path: str) -> str:
        return self._index.blob(path) if path in self._absent else ""

    def text_to_mend(self, path: str, text: str) -> str:
        if path in self._absent:
            raise files.ChangedError(f"{path} is not checked out; not written")
        return text

    def real_path(self, path: str) -> tuple[str, bool] | None:
        return files.real_path(self._root, path)

    def head(self) -> Callable[[], str]:
        return git.head(self._root)

    def uncommitted(self) -> list[Change]:
        from recall_lint.sources import changes

        return changes.in_work_tree(self._root)

    def changed_since(self, commit: str) -> list[Change]:
        from recall_lint.sources import changes

        return changes.in_work_tree(self._root, commit, changes.SAME)

    def close(self) -> None:
        self._index.close()


class _Entry(NamedTuple):
    mode: str
    blob: str


class _Stored(ABC):
    """Files stored in git, whatever lists them."""

    _where = ""

    def __init__(self, root: str) -> None:
        self._root = root
        self._blobs = git.Blobs(root)

    @cached_property
    def _converted(self) -> dict[str, str]:
        """The files that git may convert on checkout, and the settings that say so."""
        return git.converted(self._root, filter(files.is_markdown, self._entries))

    @abstractmethod
    def _list(self) -> dict[str, _Entry]:
        """Every file, by path."""

    @cached_property
    def _entries(self) -> dict[str, _Entry]:
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
        repositories = sorted(p for p, e in self._entries.items() if e.mode == files.GITLINK)
        notices = [*files.not_read(repositories, excluded)]
        stamps = {}
        linked = {}
        for path in sorted(self._entries.keys() - repositories):
            if not files.is_markdown(path) or excluded(path):
                continue
            if self._entries[path].mode == _LINK:
                found = self.real_path(path)
                if found is None or found[1]:
                    why = files.LINK_TO_NOWHERE if found is None else files.FOLDER
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
        return ("", "") if entry is None or entry.mode == files.GITLINK else (path, entry.blob)

    def stamp(self, path: str) -> str:
        real, blob = self._found(path)
        return f"{blob} {how}" if (how := self._converted.get(real)) else blob

    def is_settled(self, stamp: str, now: int) -> bool:
        return True

    def size(self, paths: Iterable[str]) -> int:
        asked = "".join(f"{self._found(path)[1]}\n" for path in paths).encode()
        try:
            told = git.run(self._root, "cat-file", "--batch-check=%(objectsize)", given=asked)
        except git.GitError:
            # Reading them will report the error.
            return 0
        return sum(int(line) for line in told.splitlines() if line.isdigit())

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
        return real, found is None or found.mode == files.GITLINK

    def close(self) -> None:
        self._blobs.close()


class Index(_Stored):
    """The files in the index."""

    name = "index"
    commit = None

    def __init__(self, root: str, file: str | None = None) -> None:
        """`file` is the index, if it is not the repository's own."""
        super().__init__(root)
        self._file = file

    def around(self, root: str) -> Index:
        return Index(root, self._file)

    def _list(self) -> dict[str, _Entry]:
        listed = git.run(self._root, "ls-files", "--stage", "-z", index=self._file)
        entries: dict[str, _Entry] = {}
        # Of a file in conflict our own side, which comes before theirs.
        for (path, _), entry in sorted(_staged(listed)):
            entries.setdefault(path, entry)
        if any(entry.blob in _EMPTY for entry in entries.values()):
            for path in self._announced():
                entries.pop(path, None)
        return entries

    def _announced(self) -> Iterator[str]:
        """The files added with `git add -N`, which no commit contains yet."""
        asked = ("diff-files", "--name-only", "--diff-filter=A", "--relative", "-z")
        told = git.run(self._root, *asked, index=self._file)
        yield from os.fsdecode(told).split("\0")[:-1]

    def head(self) -> Callable[[], str]:
        return git.head(self._root)

    def uncommitted(self) -> list[Change]:
        from recall_lint.sources import changes

        return changes.in_index(self._root, self._file)

    def changed_since(self, commit: str) -> list[Change]:
        from recall_lint.sources import changes

        return changes.in_index(self._root, self._file, commit, changes.SAME)


class Commit(_Stored):
    """The files of a commit."""

    name = "commit"

    def __init__(self, root: str, commit: str) -> None:
        super().__init__(root)
        self.commit = commit
        self._where = f" in {commit[:9]}"

    def around(self, root: str) -> Commit:
        return Commit(root, self.commit)

    def _list(self) -> dict[str, _Entry]:
        listed = git.run(self._root, "ls-tree", "-r", "-z", self.commit)
        entries = {}
        for line in os.fsdecode(listed).split("\0")[:-1]:
            known, _, path = line.partition("\t")
            mode, _, blob = known.split()
            entries[path] = _Entry(mode, blob)
        return entries

    def head(self) -> Callable[[], str]:
        return git.head(self._root, self.commit)

    def uncommitted(self) -> list[Change]:
        return []

    def changed_since(self, commit: str) -> list[Change]:
        from recall_lint.sources import changes

        return changes.between(self._root, commit, self.commit)


def _staged(listed: bytes) -> Iterator[tuple[tuple[str, str], _Entry]]:
    """Path and stage of each index entry, except the common ancestors of conflicts."""
    for line in os.fsdecode(listed).split("\0")[:-1]:
        known, _, path = line.partition("\t")
        mode, blob, stage = known.split()
        if stage != "1":
            yield (path, stage), _Entry(mode, blob)
