"""Create a configuration file."""

from __future__ import annotations

import os

import click

from recall_lint import completion
from recall_lint.commands._common import Command, open_run
from recall_lint.terminal import fail, say, write


@click.command(cls=Command)
@click.argument("folder", default=".", shell_complete=completion.files)
def command(folder: str) -> None:
    """Create a configuration file for a notebook.

    FOLDER is any folder of the notebook (default: the current one). The file lists
    the recall pages, notes and surfaces that were detected. Snippets for pre-commit
    and CI are printed to standard output; no other files are written.
    """
    from recall_lint import files, starter
    from recall_lint.config import FILE_NAME, ConfigError, config_file
    from recall_lint.roots import common_root

    try:
        existing = config_file(common_root((folder,)))
    except ConfigError as error:
        fail(str(error))
    if existing is not None:
        fail(f"{existing} already exists")
    with open_run((folder,), keep=False) as session:
        notebook = session.notebook
        file = os.path.join(session.root, FILE_NAME)
        try:
            files.create(file, starter.configuration(notebook, session.publication.because))
        except files.ChangedError as error:
            fail(str(error))
        for line in session.unreadable:
            say(f"recall-lint: note: {line}")
        say(f"wrote {file}")
        write(starter.snippets(notebook))
