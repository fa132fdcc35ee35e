"""A notebook's folder → its files; what a sparse checkout omits is read from the index."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from recall_lint.base import git
from recall_lint.base.text import count
from recall_lint.sources import discovery, files
from recall_lint.sources.discovery import Listing
from recall_lint.sources.git_index import Index

if TYPE_CHECKING:
    from recall_lint.sources.changes import Change


class Folder:
    """The files in the folder, and which of them git tracks."""

    name = ""
    commit = None

    def __init__(self, root: str) -> None:
        self._root = root
        self._listing: Listing | None = None
        self._index = Index(root)
        """The index, for files that are not checked out."""
        self._absent: frozenset[str] = frozenset()

    def around(self, root: str) -> Folder:
        return Folder(root)

    def discover(self, excluded: Callable[[str], bool]) -> Listing:
        listing = discovery.discover(self._root, excluded)
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
