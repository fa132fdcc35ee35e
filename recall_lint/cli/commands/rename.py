"""Rename a section and every link to it."""

from __future__ import annotations

import sys

import click

from recall_lint.base.text import count
from recall_lint.cli import completion
from recall_lint.cli.commands._common import (
    Command,
    notebook_path,
    open_run,
    section_argument,
    unified,
)
from recall_lint.cli.console import fail, say, write


@click.command(cls=Command)
@click.argument("section", metavar="NOTE#ANCHOR", shell_complete=completion.files)
@click.argument("heading")
@click.option("--diff", is_flag=True, help="Print what would change; write nothing.")
def command(section: str, heading: str, diff: bool) -> None:
    """Give a section a new HEADING, and mend every link to it in the whole notebook.

    Links to sections that the change renumbers are mended as well. A heading
    that another section of the file has already is refused.
    """
    from recall_lint.cli.paths import Naming
    from recall_lint.fixes import apply
    from recall_lint.fixes import rename as renaming

    path, anchor = section_argument(section)
    with open_run(path) as session:
        notebook = session.notebook
        try:
            note = notebook_path(session, path)
            edits = renaming.edits(notebook, note, renaming.find(notebook, note, anchor), heading)
        except renaming.RenameError as error:
            fail(str(error))
        report = session.report()
        texts = apply.apply_edits(report, edits)
        if diff:
            patch, notices = unified([(Naming.of(session.root), report, texts)])
            write(patch, errors="surrogateescape")
            for notice in notices:
                say(f"recall-lint: note: {notice}")
            sys.exit(int(bool(texts)))
        _, refused = session.write(texts)
    for line in refused:
        say(f"recall-lint: error: {line}")
    if refused:
        sys.exit(2)
    say(f"renamed, and mended {count(len(edits) - 1, 'link')} in {count(len(texts), 'file')}")
