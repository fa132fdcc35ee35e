"""List the questions of a notebook, or export them as flash cards."""

from __future__ import annotations

from collections import Counter

import click

from recall_lint.base.text import count, json_text
from recall_lint.cli import completion
from recall_lint.cli.commands._common import COLOR, Command, open_notebook
from recall_lint.cli.console import colored, print_message, write


@click.command(cls=Command)
@click.argument("path", default=".", shell_complete=completion.files)
@click.option(
    "--format",
    "-f",
    "output_format",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Output format; `csv` can be imported by Anki.",
)
@COLOR
def command(path: str, output_format: str, color: str) -> None:
    """List the questions of a notebook and where they lead.

    Lists those of recall pages, and those of notes: in question sections, callouts,
    flash cards, pairs of Q: and A:, and tables. PATH selects a file or folder.
    """
    from recall_lint.inspection import anki, questions, text
    from recall_lint.inspection.values import data

    with open_notebook(path) as session:
        notebook, patterns = session.notebook, session.config.placeholder_patterns
        asking = notebook.asking(session.select(session.documents))
        if output_format == "csv":
            write(anki.csv_text(questions.cards(notebook, asking)))
            return
        found = [*questions.questions(notebook, asking, patterns)]
    if output_format == "json":
        write(json_text({"questions": [data(question) for question in found]}))
        return
    write(colored(text.questions(found), color))
    states = Counter(question.state for question in found)
    parts = (f"{number:,} {state}" for state, number in states.most_common())
    print_message(
        f"{count(len(found), 'question')}: {', '.join(parts)}" if found else "no questions"
    )
