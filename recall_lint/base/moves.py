"""Files and folders that move, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


class Moves:
    """Old paths of files and folders → their new ones; all that a folder holds goes with it."""

    def __init__(self, paths: Mapping[str, str]) -> None:
        self._new = dict(paths)
        self._old = {new: old for old, new in paths.items()}

    def after(self, path: str) -> str:
        """Where a file or folder is then."""
        return _replaced(path, self._new) or path

    def before(self, path: str) -> str | None:
        """What is then at a path; None if that was moved away and nothing took its place."""
        moved = _replaced(path, self._old)
        if moved is None and _replaced(path, self._new) is None:
            return path
        return moved


def _replaced(path: str, names: Mapping[str, str]) -> str | None:
    """A path with the longest of its beginnings that has another name called so."""
    end = len(path)
    while end > 0:
        name = names.get(path[:end])
        if name is not None:
            return name + path[end:]
        end = path.rfind("/", 0, end)
    return None


NO_MOVES: Final = Moves({})
"""Every file stays where it is."""
