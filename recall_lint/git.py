"""Arguments → what git prints. The only room that starts git, and never to write.

A hook inherits variables such as `GIT_DIR` and `GIT_INDEX_FILE` that would
point git at another repository than the notebook's: they are taken out.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from functools import cache

_KEPT = frozenset({"GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH", "GIT_SSL_NO_VERIFY"})


class GitError(Exception):
    """git is missing or refused; the text is the line that says why."""


def run(root: str, *arguments: str, given: bytes = b"") -> bytes:
    """What `git -C root …` prints on standard output, given this on its standard input."""
    try:
        process = start(root, *arguments, stderr=subprocess.PIPE)
        out, err = process.communicate(given)
    except OSError as error:
        raise GitError(f"git cannot be started: {error.strerror}") from None
    if process.returncode != 0:
        lines = err.decode("utf-8", "replace").strip().splitlines()
        raise GitError(_reason(lines) or f"git {arguments[0]} ended with {process.returncode}")
    return out


def start(root: str, *arguments: str, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """A running `git -C root …` with pipes to its standard input and output."""
    return subprocess.Popen(
        ["git", "-C", root, *arguments],
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
    )


def _reason(lines: Sequence[str]) -> str | None:
    """The line that says why; advice may stand behind it, and warnings before."""
    fatal = (line for line in lines if line.startswith("fatal:"))
    return next(fatal, lines[-1] if lines else None)


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in _KEPT
    }
    # `git status` and its like would otherwise refresh the index.
    return {**kept, "GIT_OPTIONAL_LOCKS": "0"}


def head(root: str) -> Callable[[], str]:
    """Ask for the id of the last commit; the function waits for it. `none` where there is none."""
    try:
        process = start(root, "rev-parse", "--verify", "--quiet", "HEAD")
    except OSError:
        return lambda: "none"
    return cache(lambda: process.communicate()[0].decode().strip() or "none")
