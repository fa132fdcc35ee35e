"""Write a page that shows a whole notebook."""

from __future__ import annotations

import os
from functools import partial

import click

from recall_lint.cli import completion
from recall_lint.cli.commands._common import Command, open_run
from recall_lint.cli.console import fail, say


@click.command(cls=Command)
@click.argument("path", default=".", shell_complete=completion.files)
@click.option(
    "--output-file",
    "-o",
    type=click.Path(dir_okay=False),
    default="report.html",
    show_default=True,
    metavar="FILE",
    help="The file to write.",
)
def command(path: str, output_file: str) -> None:
    """Write an HTML page that shows a notebook.

    It has a map of the sections that questions ask about, the questions and where
    they lead, and the problems. It is one file that needs no network.
    """
    from recall_lint.coverage.measure import measure
    from recall_lint.history.line_ages import line_ages
    from recall_lint.page.content import content
    from recall_lint.page.problems import problems
    from recall_lint.page.render import render

    with open_run(path) as session:
        notebook, config = session.notebook, session.config
        wanted = {*session.select(session.documents)}
        shown = content(
            notebook,
            measure(notebook, config, wanted.__contains__),
            problems(session.report(), notebook, session.history.trace),
            partial(line_ages, session.root),
            wanted,
            config.placeholder_patterns,
        )
        name = os.path.basename(session.root)
    try:
        with open(output_file, "w", encoding="utf-8") as file:
            file.write(render(shown, name))
    except OSError as error:
        fail(f"failed to write the page to {output_file}: {error.strerror}")
    say(f"wrote {output_file}")
