"""Record current problems, so that later runs report only new ones."""

from __future__ import annotations

import os
import sys

import click

from recall_lint import completion
from recall_lint.commands._common import CACHE_DIR, Command, open_run
from recall_lint.commands._known import Known, read
from recall_lint.terminal import count, fail, say


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
    """
    from recall_lint import baseline, files

    with open_run(paths or (".",), history=history, cache_dir=cache_dir) as session:
        file = output or os.path.join(session.root, session.config.baseline or baseline.FILE_NAME)
        # Never overwrite a file that is not a baseline.
        before = read(file) if os.path.exists(file) else ()
        known = Known(session, file, before, history=history)
        kept = [entry for entry in before if not known.asked(entry)]
        after = {*baseline.entries(session.report()), *kept}
        unreadable = session.unreadable
    for line in unreadable:
        say(f"recall-lint: error: {line}")
    if unreadable:
        sys.exit(2)
    try:
        files.put(file, baseline.dumps(after))
    except OSError as error:
        fail(f"failed to write {file}: {error.strerror or error}")
    say(f"recorded {count(len(after), 'problem')} in {file}")
