"""`recall-lint` and `python -m recall_lint`, with the interpreter settings it requires.

These are UTF-8 file names, as in git, whatever the locale, and docstrings, which are the rules'
pages and the commands' help.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import Final

_AGAIN: Final = "RECALL_LINT_AGAIN"
"""Set if the interpreter was restarted: another restart would not help."""

LITTER: Final = 500_000
"""Allocations between two runs of the garbage collector.

With the default of 700, collection takes a tenth of a run, since documents consist of many small
objects that all stay alive.
"""


def main() -> None:
    """Run the command line, restarting the interpreter if its settings are unsuitable."""
    again = os.environ.pop(_AGAIN, None) is not None
    if not again and (sys.getfilesystemencoding() != "utf-8" or sys.flags.optimize > 1):
        environment = {
            name: value for name, value in os.environ.items() if name != "PYTHONOPTIMIZE"
        }
        arguments = sys.orig_argv[1:]
        while arguments and arguments[0].startswith("-O"):
            del arguments[0]
        command = [sys.executable, "-X", "utf8", *arguments]
        os.execve(command[0], command, {**environment, _AGAIN: "1"})  # noqa: S606 - ourselves
    gc.set_threshold(LITTER)
    try:
        from recall_lint.cli import main as run
    except (ImportError, OSError) as error:
        # No file can be opened, or a module is missing: nothing that reports errors is imported
        # yet.
        if sys.stderr is not None:
            with suppress(OSError):
                sys.stderr.write(f"recall-lint: error: failed to start: {error}\n")
        sys.exit(2)
    run(prog_name="recall-lint")


if __name__ == "__main__":
    main()
