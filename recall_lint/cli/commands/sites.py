"""List the sites that generators make of a notebook."""

from __future__ import annotations

import click

from recall_lint.cli import completion
from recall_lint.cli.commands._common import COLOR, FORMAT, Command, open_run
from recall_lint.cli.console import colored, json_text, say, write


@click.command(cls=Command)
@click.argument("folder", default=".", shell_complete=completion.files)
@FORMAT
@COLOR
def command(folder: str, output_format: str, color: str) -> None:
    """List the sites that generators publish, and what tells of them.

    A document of a site's content is judged by that site, every other one by
    the forge that shows its files. What is missing, `[[sites]]` in the
    configuration says.
    """
    from recall_lint import inspection
    from recall_lint.inspection import text

    with open_run(folder) as session:
        shown = inspection.sites(session.publication, session.catalogue)
        if output_format == "json":
            write(json_text(inspection.data(shown)))
        else:
            write(colored(text.sites(shown), color))
        for problem in session.publication.problems:
            say(f"recall-lint: note: {problem}")
