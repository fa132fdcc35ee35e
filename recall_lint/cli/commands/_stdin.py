"""`-` and `--stdin-filename` → a text that stands for a file of the notebook."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from recall_lint.base.config import ConfigError
from recall_lint.cli.console import fail

if TYPE_CHECKING:
    from recall_lint.run.session import Session


def folder(paths: tuple[str, ...], file: str | None) -> str:
    """A folder of the notebook that the file is of, which is there even if the file is not."""
    if paths != ("-",):
        fail("`-` and `--stdin-filename` go together, and without any other path")
    if file is None:
        fail("`-` is a text without a name: add `--stdin-filename PATH`, the file it stands for")
    around = os.path.dirname(os.path.abspath(file))
    while not os.path.isdir(around):
        around = os.path.dirname(around)
    return around


class Taken(NamedTuple):
    """What standard input held."""

    path: str | None
    """The notebook path of the file that it stands for; None if that is excluded."""
    text: str
    """Byte for byte."""


def take(session: Session, file: str) -> Taken:
    """Let standard input stand for a file of the notebook."""
    # What comes through a pipe goes out through one, in the only encoding that there is.
    given = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    try:
        return Taken(session.take(file, given), given)
    except ConfigError as error:
        fail(str(error))
