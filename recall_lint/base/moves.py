"""Moves of files and folders, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


class Moves:
    """Old paths of files and folders → their new paths; a folder moves with its contents."""

    def __init__(self, paths: Mapping[str, str]) -> None:
        self._new = dict(paths)
        self._old = {new: old for old, new in paths.items()}

    def after(self, path: str) -> str:
        """The path of a file or folder after the moves."""
        return _replaced(path, self._new) or path

    def before(self, path: str) -> str | None:
        """The path of a file or folder before the moves; None if it was moved away and not
        replaced.
        """
        moved = _replaced(path, self._old)
        if moved is None and _replaced(path, self._new) is None:
            return path
        return moved


def _replaced(path: str, names: Mapping[str, str]) -> str | None:
    """A path with its longest matching prefix replaced."""
    end = len(path)
    while end > 0:
        name = names.get(path[:end])
        if name is not None:
            return name + path[end:]
        end = path.rfind("/", 0, end)
    return None


NO_MOVES: Final = Moves({})
"""Nothing is moved."""
