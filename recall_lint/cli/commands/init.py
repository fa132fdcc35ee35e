"""Create a configuration file."""

from __future__ import annotations

import os

import click

from recall_lint.cli import completion
from recall_lint.cli.commands._common import Command, open_notebook
from recall_lint.cli.console import fail, print_message, write


@click.command(cls=Command)
@click.argument("folder", default=".", shell_complete=completion.files)
def command(folder: str) -> None:
    """Create a configuration file for a notebook.

    FOLDER is any folder of the notebook (default: the current one). The file lists
    the recall pages, notes and surfaces that were detected. Snippets for pre-commit
    and CI are printed to standard output; no other files are written.
    """
    from recall_lint.base.config import ConfigError
    from recall_lint.config import template
    from recall_lint.config.load import FILE_NAME, config_file
    from recall_lint.config.roots import root_of
    from recall_lint.run.startup import RunOptions
    from recall_lint.sources import files, writing

    try:
        existing = config_file(root_of(folder))
    except ConfigError as error:
        fail(str(error))
    if existing is not None:
        fail(f"{existing} already exists")
    with open_notebook(folder, options=RunOptions(keep=False)) as session:
        notebook = session.notebook
        file = os.path.join(session.root, FILE_NAME)
        try:
            writing.create(file, template.configuration(notebook, session.publication.because))
        except files.ChangedError as error:
            fail(str(error))
        print_message(f"wrote {file}")
        write(template.snippets(notebook))
