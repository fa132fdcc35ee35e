"""The interface of the origins of files: the folder, git's index, or a commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from recall_lint.sources import files
from recall_lint.sources.discovery import Listing

if TYPE_CHECKING:
    from recall_lint.sources.changes import Change


class Origin(Protocol):
    """An origin of files; paths are notebook paths."""

    @property
    def name(self) -> str:
        """Runs reuse cached results of earlier runs with the same kind of origin."""

    @property
    def commit(self) -> str | None:
        """The last commit of its history; None for the current one."""

    def around(self, root: str) -> Origin:
        """The same kind of origin for another folder of the repository."""

    def discover(self, excluded: Callable[[str], bool]) -> Listing:
        """List the files."""

    def read(self, path: str) -> bytes:
        """Read a file; raises UnreadableError."""

    def stamp(self, path: str) -> str:
        """Changes if the file has changed, determined without reading it; empty if unknown."""

    def is_settled(self, stamp: str, now: int) -> bool:
        """Whether the next change of a file is certain to change its stamp; `now` is in
        nanoseconds.
        """

    def size(self, paths: Iterable[str]) -> int:
        """The total size of these files in bytes."""

    def blob(self, path: str) -> str:
        """The ID of a file's blob, if known without reading the file."""

    def text_to_mend(self, path: str, text: str) -> str:
        """The text that the work tree must contain before a fixed text may replace it.

        Raises ChangedError if it differs from what was checked.
        """

    def real_path(self, path: str) -> tuple[str, bool] | None:
        """The real path of something that is not listed, and whether it is a folder."""

    def head(self) -> Callable[[], str]:
        """Start looking up the history ID; the returned function waits for it."""

    def uncommitted(self) -> list[Change]:
        """The changes relative to that commit."""

    def changed_since(self, commit: str) -> list[Change]:
        """The changes relative to a commit; an unchanged file with another name was moved."""

    def close(self) -> None:
        """Close open resources."""


def count_lines(origin: Origin, path: str) -> int | None:
    """The number of lines of a file; None if it cannot be read."""
    try:
        data = origin.read(path)
    except files.UnreadableError:
        return None
    return data.count(b"\n") + (not data.endswith(b"\n") and bool(data))
