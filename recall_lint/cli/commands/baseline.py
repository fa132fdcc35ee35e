"""Write what is wrong now, so that later runs report only what is new."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack

import click

from recall_lint.base.text import count
from recall_lint.cli import completion
from recall_lint.cli.commands._common import CACHE_DIR, Command, open_runs
from recall_lint.cli.commands._known import Known, read
from recall_lint.cli.console import fail, say


@click.command(cls=Command)
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=completion.files)
@click.option(
    "--output",
    "-o",
    metavar="FILE",
    help="Where to write it.  [default: `baseline` of the configuration, or "
    ".recall-lint-baseline.json in the notebook's root]",
)
@click.option(
    "--history/--no-history",
    default=True,
    help="Ask git where a missing section went, as `check` does.  [default: history]",
)
@CACHE_DIR
def command(
    paths: tuple[str, ...], output: str | None, history: bool, cache_dir: str | None
) -> None:
    """Write the present problems below PATH (default: the current folder) to a file.

    With `--baseline FILE`, `check` reports only problems that are not in it. What
    the file says already of other files than those below PATH stays in it. Each
    notebook below PATH has its own file.
    """
    from recall_lint.base.config import Choices
    from recall_lint.linter import baseline
    from recall_lint.run.workspace import How
    from recall_lint.sources import files

    with ExitStack() as open_ones:
        how = How(history=history, cache_folder=cache_dir)
        found = open_runs(paths or (".",), Choices(), how)
        sessions = [open_ones.enter_context(session) for session in found]
        if output and len(sessions) > 1:
            fail(_ONE_FILE.format(len(sessions)))
        written = {}
        for session in sessions:
            own = os.path.join(session.root, session.config.baseline or baseline.FILE_NAME)
            file = output or own
            # What is no baseline is not overwritten.
            before = read(file) if os.path.exists(file) else ()
            known = Known(session, file, before, history=history)
            kept = [entry for entry in before if not known.asked(entry)]
            written[file] = {*baseline.entries(session.report()), *kept}
        unreadable = [line for session in sessions for line in session.unreadable]
    for line in unreadable:
        say(f"recall-lint: error: {line}")
    if unreadable:
        sys.exit(2)
    for file, entries in written.items():
        try:
            files.put(file, baseline.dumps(entries))
        except OSError as error:
            fail(f"{file}: cannot be written: {error.strerror or error}")
        say(f"wrote {count(len(entries), 'known problem')} to {file}")


_ONE_FILE = (
    "`--output` is one file, and {} notebooks have a baseline each: leave it out, "
    "or write them one by one"
)
