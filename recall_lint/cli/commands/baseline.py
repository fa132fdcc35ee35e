"""Record current problems, so that later runs report only new ones."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack

import click

from recall_lint.base.text import count
from recall_lint.cli import completion
from recall_lint.cli.commands._baseline import BaselineRun, read
from recall_lint.cli.commands._common import CACHE_DIR, Command, open_runs
from recall_lint.cli.console import fail, print_message


@click.command(cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=completion.files)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    help="Output file.  [default: `baseline` in the configuration, or "
    ".recall-lint-baseline.json at the notebook root]",
)
@click.option(
    "--history/--no-history",
    default=True,
    help="Look up missing sections in git history, as `check` does.  [default: history]",
)
@CACHE_DIR
def command(
    paths: tuple[str, ...], output: str | None, history: bool, cache_dir: str | None
) -> None:
    """Record current problems in a baseline file.

    Records the problems under PATH (default: the current folder); existing entries
    for other files are kept. `check --baseline FILE` then reports only new problems.
    Each notebook below PATH gets its own file.
    """
    from recall_lint.base.config import Choices
    from recall_lint.linter import baseline
    from recall_lint.run.startup import RunOptions
    from recall_lint.sources import files, writing

    with ExitStack() as open_ones:
        how = RunOptions(history=history, cache_folder=cache_dir)
        found = open_runs(paths or (".",), Choices(), how)
        sessions = [open_ones.enter_context(session) for session in found]
        if output and len(sessions) > 1:
            fail(_ONE_FILE.format(len(sessions)))
        written = {}
        for session in sessions:
            name = session.config.baseline or baseline.FILE_NAME
            if output is None and files.leaves(session.root, name):
                fail(f"{name} leads out of the notebook; not written")
            own = os.path.join(session.root, name)
            file = output or own
            # Never overwrite a file that is not a baseline.
            before = read(file) if os.path.exists(file) else ()
            run = BaselineRun(session, file, before, history=history)
            others = [entry for entry in before if not run.is_checked(entry)]
            written[file] = {*baseline.entries(session.report()), *others}
        unreadable = [line for session in sessions for line in session.unreadable]
    for line in unreadable:
        print_message(f"recall-lint: error: {line}")
    if unreadable:
        sys.exit(2)
    for file, entries in written.items():
        try:
            writing.put(file, baseline.dumps(entries))
        except OSError as error:
            fail(f"failed to write {file}: {error.strerror or error}")
        print_message(f"recorded {count(len(entries), 'problem')} in {file}")


_ONE_FILE = (
    "`--output` cannot be used with {} notebooks, which have a baseline each: omit it, "
    "or record them one at a time"
)
