"""Write a page that shows a whole notebook, or show it in the browser."""

from __future__ import annotations

import os
from functools import partial

import click

from recall_lint.cli import completion
from recall_lint.cli.commands._common import Command, open_notebook
from recall_lint.cli.console import fail, print_message

_FILE = "report.html"


@click.command(cls=Command)
@click.argument("path", default=".", shell_complete=completion.files)
@click.option(
    "--output-file",
    "-o",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help=f"File to write (default: {_FILE}).",
)
@click.option(
    "--serve",
    is_flag=True,
    help="Open the page in the browser instead, and reload it when files change.",
)
def command(path: str, output_file: str | None, serve: bool) -> None:
    """Write an HTML page about a whole notebook.

    It has a map of the sections that questions ask about, a graph of pages and
    notes, a timeline, the questions and where they lead, and the problems. It is
    one file that works offline.

    With --serve, only this machine can open the page, and nothing else is served.
    """
    if serve:
        if output_file is not None:
            raise click.UsageError("`--serve` and `--output-file` cannot be combined")
        from recall_lint.cli.commands._serve import serve as show

        show(path, partial(_page, path), os.environ.get("RECALL_LINT_CACHE_DIR"))
    file = output_file or _FILE
    page = _page(path)
    try:
        with open(file, "w", encoding="utf-8") as opened:
            opened.write(page)
    except OSError as error:
        fail(f"failed to write the page to {file}: {error.strerror}")
    print_message(f"wrote {file}")


def _page(path: str, version: str = "") -> str:
    """The page of the notebook that contains a path."""
    from recall_lint.history.line_ages import line_ages
    from recall_lint.page.content import content
    from recall_lint.page.problems import problems
    from recall_lint.page.render import render
    from recall_lint.run.covering import measured

    with open_notebook(path) as session:
        notebook, config = session.notebook, session.config
        wanted = {*session.select(session.documents)}
        shown = content(
            notebook,
            measured(session),
            problems(session.report(), notebook, session.history.trace),
            partial(line_ages, session.root),
            wanted,
            config.placeholder_patterns,
        )
        name = os.path.basename(session.root)
        if version:
            # A server does not exit, so `Command` would not report these.
            for line in session.unreadable:
                print_message(f"recall-lint: error: {line}")
        for notice in session.history.notices:
            print_message(f"recall-lint: note: {notice}")
    return render(shown, name, version)
