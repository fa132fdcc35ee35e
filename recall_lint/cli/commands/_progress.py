"""Progress of a long run, on one line of a terminal that is erased at the end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Final, Self

MANY: Final = 1_000
"""Minimum number of files for a progress line."""
PATIENCE: Final = 0.5
"""Seconds before anything is shown."""
_PACE: Final = 0.1
_ERASE: Final = "\r\x1b[K"


def is_wanted(environ: Mapping[str, str]) -> bool:
    """Whether to show progress:

    CI logs keep all output, and so does pre-commit, which runs its hooks in a terminal of its own.
    """
    keeps_output = environ.get("CI") or environ.get("PRE_COMMIT")
    return sys.stderr.isatty() and not keeps_output and environ.get("TERM") != "dumb"


class Progress:
    """Shows how many files are done."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._wanted = is_wanted(environ)
        self._next = time.perf_counter() + PATIENCE
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *problem: object) -> None:
        self._erase()

    def __call__(self, what: str, done: int, total: int) -> None:
        if done == total:
            self._erase()
        elif self._wanted and total >= MANY and time.perf_counter() >= self._next:
            self._next = time.perf_counter() + _PACE
            self._shown = True
            _print(f"{_ERASE}{what} {done:,} of {total:,} files")

    def _erase(self) -> None:
        if self._shown:
            self._shown = False
            _print(_ERASE)


def _print(text: str) -> None:
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()
