"""List the sites that are built from a notebook."""

from __future__ import annotations

import click

from recall_lint.base.text import json_text
from recall_lint.cli import completion
from recall_lint.cli.commands._common import COLOR, FORMAT, Command, open_notebook
from recall_lint.cli.console import colored, print_message, write


@click.command(cls=Command)
@click.argument("folder", default=".", shell_complete=completion.files)
@FORMAT
@COLOR
def command(folder: str, output_format: str, color: str) -> None:
    """List the generated sites that were detected.

    Files that belong to a site are checked as that site publishes them; all others
    as the forge (GitHub or GitLab) renders them. Use `[[sites]]` in the
    configuration for sites that are not detected.
    """
    from recall_lint.inspection import text
    from recall_lint.inspection.sites import sites
    from recall_lint.inspection.values import data

    with open_notebook(folder) as session:
        shown = sites(session.publication, session.documents)
        if output_format == "json":
            write(json_text(data(shown)))
        else:
            write(colored(text.sites(shown), color))
        for problem in session.publication.problems:
            print_message(f"recall-lint: note: {problem}")
