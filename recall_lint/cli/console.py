"""Text → the terminal: output streams, colors, and exiting on errors."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

import click

from recall_lint import HOME
from recall_lint.base.text import printable
from recall_lint.base.unchecked import Unchecked


def write(text: str, errors: str = "replace") -> None:
    """Print as UTF-8 regardless of the locale; invalid characters become `?`."""
    if not text:
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", errors))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has closed the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print_message(f"recall-lint: error: failed to write report: {error.strerror}")
        sys.exit(2)


def print_message(line: str) -> None:
    """Print a line on standard error, ignoring a closed stream.

    File names in it may contain any characters.
    """
    with suppress(OSError):
        click.echo(printable(line).encode(), err=True)


def open_streams() -> None:
    """Redirect closed standard streams to null, or the next opened file would replace one."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - until the end


def fail(message: str) -> NoReturn:
    print_message(f"recall-lint: error: {message}")
    sys.exit(2)


def report_bug(why: Unchecked, path: str = "") -> None:
    """Print what to report about an internal error; `path` is the file that was being checked."""
    where = f" in {path}" if path else ""
    print_message(f"recall-lint: {why.reason}{where}")
    for place in why.trail:
        print_message(f"    {place}")
    print_message(
        "recall-lint: note: this is a bug; please report these lines and what "
        f"`recall-lint --version` prints to {HOME}/issues"
    )


def use_color(choice: str) -> bool:
    if choice == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return choice == "always"


def colored(text: str, choice: str) -> str:
    return text if use_color(choice) else click.unstyle(text)


def width() -> int:
    if not sys.stdout.isatty():
        return 120
    return os.get_terminal_size(sys.stdout.fileno()).columns or 80
