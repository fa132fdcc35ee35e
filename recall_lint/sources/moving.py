"""A file or folder of a notebook → its new path, on disk and in git's index."""

from __future__ import annotations

import os

from recall_lint.base import git
from recall_lint.sources.files import ChangedError


def move(root: str, old: str, new: str) -> None:
    """Move a file or folder; missing folders are created, and nothing is ever replaced.

    Raises ChangedError with the reason if it was not moved.
    """
    source, goal = os.path.join(root, old), os.path.join(root, new)
    if os.path.lexists(goal) and not _is_same(source, goal):
        raise ChangedError(f"{new} already exists; nothing was moved")
    try:
        os.makedirs(os.path.dirname(goal), exist_ok=True)
        if git.work_tree(root) is None or not git.move(root, old, new):
            os.rename(source, goal)
    except OSError as error:
        raise ChangedError(f"failed to move {old}: {error.strerror or error}") from None
    except git.GitError as error:
        raise ChangedError(f"failed to move {old}: {error}") from None


def _is_same(source: str, goal: str) -> bool:
    """Whether two names are one file, which differ in case on a case-insensitive file system."""
    return source.lower() == goal.lower() and os.path.samefile(source, goal)
