"""List what points to a section."""

from __future__ import annotations

import click

from recall_lint.base.text import count, printable
from recall_lint.cli import completion
from recall_lint.cli.commands._common import Command, notebook_path, open_notebook, section_argument
from recall_lint.cli.console import fail, print_message, write


@click.command(cls=Command)
@click.argument("section", metavar="FILE#ANCHOR", shell_complete=completion.files)
def command(section: str) -> None:
    """List the questions and links that point to a section."""
    from recall_lint.fixes import rename as renaming

    path, anchor = section_argument(section)
    with open_notebook(path) as session:
        notebook = session.notebook
        try:
            note = notebook_path(session, path)
            found = list(renaming.dependents(notebook, note, renaming.find(notebook, note, anchor)))
        except renaming.RenameError as error:
            fail(str(error))
    lines = []
    for origin, use in found:
        line, column = notebook.documents[origin].source.position(use.link.span.start)
        what = f"link: {use.link.text}"
        if use.question is not None:
            number = "" if use.question.number is None else f" {use.question.number}"
            what = f"question{number}: {use.question.text}"
        lines.append(printable(f"{origin}:{line}:{column}: {what}") + "\n")
    write("".join(lines))
    questions = len({use.question for _, use in found if use.question is not None})
    print_message(
        f"{section} is referenced by {count(questions, 'question')} and {count(len(found), 'link')}"
    )
