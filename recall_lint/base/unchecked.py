"""An error while a file is read or checked → why that file was not checked.

An unexpected error is a bug in recall-lint: it ends neither the run nor the check of other files.
"""

from __future__ import annotations

import os
from typing import Final, NamedTuple

_PACKAGE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_MOST: Final = 12
"""Maximum number of stack frames to report: an infinite recursion has a thousand."""


class Unchecked(NamedTuple):
    """Why a file was not checked."""

    reason: str
    trail: tuple[str, ...] = ()
    """The stack frames of an internal error, innermost last."""


def bug(error: BaseException) -> Unchecked:
    """The report of an unexpected error."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    trail = tuple(
        f"{_place(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames[-_MOST:]
    )
    what = ": ".join(filter(None, (type(error).__name__, str(error))))
    return Unchecked(f"internal error: {what}", trail)


def _place(file: str) -> str:
    """A source file, without the path of its installation."""
    folder = _PACKAGE if file.startswith(f"{_PACKAGE}{os.sep}") else os.path.dirname(file)
    return os.path.relpath(file, os.path.dirname(folder)).replace(os.sep, "/")
