"""An error while a file is read or judged → why that file was not checked.

An error that nobody expected is ours: it ends neither the run nor the judgement of other files.
"""

from __future__ import annotations

import os
from typing import Final, NamedTuple

_PACKAGE: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_MOST: Final = 12
"""Places that are named: a recursion without end has a thousand."""


class Unchecked(NamedTuple):
    """Why a file was not checked."""

    reason: str
    trail: tuple[str, ...] = ()
    """The places of the code that an error of ours came through, the last one last."""


def bug(error: BaseException) -> Unchecked:
    """What is to be reported of an unexpected error."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    trail = tuple(
        f"{_place(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames[-_MOST:]
    )
    what = ": ".join(filter(None, (type(error).__name__, str(error))))
    return Unchecked(f"internal error: {what}", trail)


def _place(file: str) -> str:
    """A file of the code, without the folders of the machine."""
    folder = _PACKAGE if file.startswith(f"{_PACKAGE}{os.sep}") else os.path.dirname(file)
    return os.path.relpath(file, os.path.dirname(folder)).replace(os.sep, "/")
