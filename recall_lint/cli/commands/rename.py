"""Rename a section and update all links to it."""

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
@click.argument("section", metavar="FILE#ANCHOR", shell_complete=completion.files)
@click.argument("heading")
@click.option("--diff", is_flag=True, help="Print changes as a diff without writing files.")
def command(section: str, heading: str, diff: bool) -> None:
    """Rename a section and update all links to it.

    Gives the section a new HEADING. Links to sections whose anchors are renumbered
    by the change are updated, too. Fails if another section of the file already has
    that heading.
    """
    from recall_lint.cli.paths import Naming
    from recall_lint.fixes import apply
    from recall_lint.fixes import rename as renaming
    from recall_lint.run.writing import write_texts

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
        _, refused = write_texts(session, texts)
    for line in refused:
        say(f"recall-lint: error: {line}")
    if refused:
        sys.exit(2)
    say(f"renamed; updated {count(len(edits) - 1, 'link')} in {count(len(texts), 'file')}")
