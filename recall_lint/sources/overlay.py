"""A folder and the buffers of an editor → the files as they would be if all were saved."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha1

from recall_lint.base import git
from recall_lint.base.destinations import climbs
from recall_lint.sources import changes, discovery, encoding
from recall_lint.sources.changes import Change
from recall_lint.sources.discovery import Listing
from recall_lint.sources.files import UnreadableError, is_markdown
from recall_lint.sources.origins import Origin

Buffers = Mapping[str, bytes]
"""The bytes of the files that are open in an editor, by full path."""


class Overlay:
    """The files of another origin, with open files as in their buffers.

    Buffers may change; then their readers have to read them again.
    """

    name = ""
    commit = None

    def __init__(self, origin: Origin, root: str, buffers: Buffers) -> None:
        self._origin = origin
        self._root = root
        self._buffers = buffers
        self._tried: dict[str, bytes] = {}
        self._head: str | None = None
        self._by_git = False
        self._new: dict[str, bool] = {}
        self._uncommitted: list[Change] | None = None

    def around(self, root: str) -> Overlay:
        return Overlay(self._origin.around(root), root, self._buffers)

    def discover(self, excluded: Callable[[str], bool]) -> Listing:
        listing = self._origin.discover(excluded)
        texts = [path for path in self.open_files if is_markdown(path)]
        self._by_git = listing.git
        new = [path for path in texts if self.has_new(path)]
        listed = [path for path in texts if path in listing.stamps]
        wanted = (*listed, *(path for path in new if not excluded(path)))
        stamps = {**listing.stamps, **{path: self.stamp(path) for path in wanted}}
        listing = listing._replace(stamps=dict(sorted(stamps.items())))
        if listing.git:
            return listing._replace(untracked=tuple(sorted({*listing.untracked, *new})))
        return listing._replace(tracked=tuple(sorted({*listing.tracked, *new})))

    def has_new(self, path: str) -> bool:
        """Whether a buffer is a document of the notebook whose file does not exist yet."""
        if self._buffer(path) is None or not is_markdown(path):
            return False
        if climbs(path) or os.path.lexists(os.path.join(self._root, path)):
            return False
        known = self._new.get(path)
        if known is None:
            known = self._new[path] = self._would_be_listed(path)
        return known

    def _would_be_listed(self, path: str) -> bool:
        if self._by_git:
            return not git.ignores(self._root, path)
        return not any(map(discovery.is_skipped, path.split("/")[:-1]))

    @property
    def open_files(self) -> list[str]:
        """The files below the root that are open, in order."""
        start = f"{self._root}{os.sep}".replace(os.sep * 2, os.sep)
        inside = (full for full in {*self._buffers, *self._tried} if full.startswith(start))
        return sorted(full.removeprefix(start).replace(os.sep, "/") for full in inside)

    def _buffer(self, path: str) -> bytes | None:
        if not (self._buffers or self._tried):
            return None
        full = os.path.normpath(os.path.join(self._root, path))
        data = self._tried.get(full)
        return self._buffers.get(full) if data is None else data

    @contextmanager
    def trial(self, texts: Mapping[str, str]) -> Iterator[None]:
        """Replace the texts of some files temporarily, given by full path."""
        self._tried = {
            full: encoding.encode(text, self.read(os.path.relpath(full, self._root)))
            for full, text in texts.items()
        }
        try:
            yield
        finally:
            self._tried = {}

    def read(self, path: str) -> bytes:
        data = self._buffer(path)
        return self._origin.read(path) if data is None else data

    def stamp(self, path: str) -> str:
        data = self._buffer(path)
        return self._origin.stamp(path) if data is None else f"text {_blob(data)}"

    def is_settled(self, stamp: str, now: int) -> bool:
        # The stamp of a buffer does not apply to the file.
        return not stamp.startswith("text ") and self._origin.is_settled(stamp, now)

    def size(self, paths: Iterable[str]) -> int:
        return self._origin.size(path for path in paths if self._buffer(path) is None)

    def blob(self, path: str) -> str:
        return "" if self._buffer(path) is not None else self._origin.blob(path)

    def text_to_mend(self, path: str, text: str) -> str:
        return self._origin.text_to_mend(path, text)

    def real_path(self, path: str) -> tuple[str, bool] | None:
        if self._buffer(path) is not None:
            return self._origin.real_path(path) or (path, False)
        return self._origin.real_path(path)

    def pin_head(self) -> None:
        """Keep the current last commit to the end of the run, whatever is committed."""
        self._head = self._origin.head()()

    def head(self) -> Callable[[], str]:
        head = self._head
        return self._origin.head() if head is None else lambda: head

    def edited(self) -> frozenset[str]:
        """The open files that differ from the files on disk."""
        return frozenset(filter(self._is_edited, self.open_files))

    def _is_edited(self, path: str) -> bool:
        try:
            return self._origin.read(path) != self._buffer(path)
        except UnreadableError:
            return True

    def uncommitted(self) -> list[Change]:
        """The changes relative to the last commit, as git would report them if all were saved."""
        if self._uncommitted is None:
            self._uncommitted = self._origin.uncommitted()
        by_path = {change.new: change for change in self._uncommitted}
        for path in self.edited():
            data, before = self._buffer(path), self._committed.get(path, "")
            was = by_path.get(path)
            if was is not None and was.status != "M":
                continue
            if not before:
                by_path[path] = Change("A", "", "", path, path)
            elif data is not None and before == _blob(data):
                by_path.pop(path, None)
            else:
                by_path[path] = Change("M", before, "", path, path)
        return [*by_path.values()]

    def refresh(self) -> None:
        """The files on disk have changed."""
        self._uncommitted = None

    @cached_property
    def _committed(self) -> dict[str, str]:
        """The blobs of the last commit, by path."""
        tree = git.run(self._root, "ls-tree", "-r", "-z", "HEAD").decode("utf-8", "surrogateescape")
        entries = (entry.partition("\t") for entry in tree.split("\0") if entry)
        return {path: head.split()[2] for head, _, path in entries}

    def changed_since(self, commit: str) -> list[Change]:
        return changes.in_work_tree(self._root, commit, changes.SAME)

    def close(self) -> None:
        self._origin.close()


def _blob(data: bytes) -> str:
    """Git's blob ID for these bytes."""
    blob = sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    blob.update(data)
    return blob.hexdigest()
