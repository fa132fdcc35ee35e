"""The interface of what a notebook's files come from: the folder, git's index, or a commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from recall_lint.sources import files
from recall_lint.sources.discovery import Listing

if TYPE_CHECKING:
    from recall_lint.sources.changes import Change


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
