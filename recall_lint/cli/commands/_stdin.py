"""`-` and `--stdin-filename` → text used in place of a file of the notebook."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from recall_lint.base.config import ConfigError
from recall_lint.cli.console import fail

if TYPE_CHECKING:
    from recall_lint.run.session import Session


def folder(paths: tuple[str, ...], file: str | None) -> str:
    """The nearest existing folder around the file, which itself need not exist."""
    if paths != ("-",):
        fail("`-` and `--stdin-filename` must be used together, without other paths")
    if file is None:
        fail("`-` requires `--stdin-filename FILE`")
    around = os.path.dirname(os.path.abspath(file))
    while not os.path.isdir(around):
        around = os.path.dirname(around)
    return around


class StdinText(NamedTuple):
    """The text read from standard input."""

    path: str | None
    """The notebook path of the file it replaces; None if that is excluded."""
    text: str
    """Exactly as read."""


def take(session: Session, file: str) -> StdinText:
    """Use standard input in place of a file of the notebook."""
    # Piped text is always UTF-8, in and out.
    given = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    try:
        return StdinText(session.overlay_file(file, given), given)
    except ConfigError as error:
        fail(str(error))
