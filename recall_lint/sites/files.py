"""Names and a reader → the files of a notebook, as needed to detect sites."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from recall_lint.base.moves import Moves
from recall_lint.sites.model import Files


class Listed:
    """The files of a notebook; a text is read on first use."""

    def __init__(self, names: Iterable[str], read: Callable[[str], str | None]) -> None:
        self._names = sorted(names)
        self._known = frozenset(self._names)
        self._read = read
        self._texts: dict[str, str | None] = {}

    def __contains__(self, path: object, /) -> bool:
        return path in self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def below(self, folder: str) -> Iterable[str]:
        """The paths of all files below a folder, in order."""
        if folder in ("", "."):
            return self._names
        first = bisect_left(self._names, f"{folder}/")
        # `0` is the character after `/`.
        return self._names[first : bisect_left(self._names, f"{folder}0")]

    def read(self, path: str) -> str | None:
        """The text of a file; None if it does not exist or cannot be read."""
        if path not in self._texts:
            self._texts[path] = self._read(path) if path in self._known else None
        return self._texts[path]

    @property
    def asked(self) -> tuple[str, ...]:
        """The existing files whose text was requested."""
        return tuple(path for path in self._texts if path in self._known)


def moved(files: Files, moves: Moves) -> Listed:
    """The same files after some moves."""

    def read(path: str) -> str | None:
        before = moves.before(path)
        return None if before is None else files.read(before)

    return Listed(map(moves.after, files.below("")), read)
