"""Find the sections that answer a question."""

from __future__ import annotations

import sys

import click

from recall_lint.base.text import json_text
from recall_lint.cli import completion
from recall_lint.cli.commands._common import COLOR, FORMAT, Command, open_notebook
from recall_lint.cli.console import colored, print_message, write


@click.command(cls=Command)
@click.argument("question")
@click.argument("path", default=".", shell_complete=completion.files)
@FORMAT
@COLOR
def command(question: str, path: str, output_format: str, color: str) -> None:
    """Find the sections of the notes that answer a question.

    Searches the notes of the notebook that contains PATH, and prints the best
    sections with the sentence that has most of the question's words. Exits with 1
    if there is none.
    """
    from recall_lint.answers.answering import Answering
    from recall_lint.inspection import text
    from recall_lint.inspection.answers import answers_to
    from recall_lint.inspection.values import data

    with open_notebook(path) as session:
        answering = Answering(session.notebook, session.config.placeholder_patterns)
        found = answers_to(session.notebook, answering, question)
    if output_format == "json":
        write(json_text({"answers": [data(answer) for answer in found]}))
    else:
        write(colored(text.answers(found), color))
    if not found:
        print_message("no section has any of these words")
        sys.exit(1)
