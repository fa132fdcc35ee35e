"""`recall-lint` and `python -m recall_lint`, under a Python that has what we rest on.

That is names of files in UTF-8, as git has them, whatever the locale, and docstrings: they are the
pages of the rules and the help of the commands.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import Final

_AGAIN: Final = "RECALL_LINT_AGAIN"
"""Set where Python was started a second time; a third would not help."""

LITTER: Final = 500_000
"""New objects after which Python looks for those that nobody needs; its own 700 cost a tenth of a
run, since documents are many small objects that all stay."""


def main() -> None:
    """Run the command line, under another Python if this one was told to be of no use."""
    again = os.environ.pop(_AGAIN, None) is not None
    if not again and (sys.getfilesystemencoding() != "utf-8" or sys.flags.optimize > 1):
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONOPTIMIZE"}
        arguments = sys.orig_argv[1:]
        while arguments and arguments[0].startswith("-O"):
            del arguments[0]
        command = [sys.executable, "-X", "utf8", *arguments]
        os.execve(command[0], command, {**kept, _AGAIN: "1"})  # noqa: S606 - ourselves
    gc.set_threshold(LITTER)
    try:
        from recall_lint.cli import main as run
    except (ImportError, OSError) as error:
        # No file can be opened, or one of ours is missing: nothing is there yet that could say so.
        if sys.stderr is not None:
            with suppress(OSError):
                sys.stderr.write(f"recall-lint: error: failed to start: {error}\n")
        sys.exit(2)
    run(prog_name="recall-lint")


if __name__ == "__main__":
    main()
