"""Show the outline of a file."""

from __future__ import annotations

import click

from recall_lint.base.text import json_text
from recall_lint.cli import completion
from recall_lint.cli.commands._common import (
    COLOR,
    FORMAT,
    Command,
    document_argument,
    open_notebook,
)
from recall_lint.cli.console import colored, write


@click.command(cls=Command)
@click.argument("file", shell_complete=completion.files)
@FORMAT
@COLOR
def command(file: str, output_format: str, color: str) -> None:
    """Show the sections, questions and links of a file."""
    from recall_lint.inspection import text
    from recall_lint.inspection.outline import outline
    from recall_lint.inspection.values import data

    with open_notebook(file) as session:
        shown = outline(session.notebook, document_argument(session, file))
    if output_format == "json":
        write(json_text(data(shown)))
    else:
        write(colored(text.outline(shown), color))
