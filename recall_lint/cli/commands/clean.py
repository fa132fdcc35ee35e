"""Delete the cache."""

from __future__ import annotations

import click

from recall_lint.cli import completion
from recall_lint.cli.commands._common import CACHE_DIR, Command
from recall_lint.cli.console import fail, print_message


@click.command(cls=Command)
@click.argument("path", default=".", shell_complete=completion.files)
@CACHE_DIR
def command(path: str, cache_dir: str | None) -> None:
    """Delete the cache of a notebook.

    PATH is any file or folder of the notebook (default: the current folder).
    """
    from recall_lint.base.config import ConfigError
    from recall_lint.config.roots import root_of
    from recall_lint.facts import cache_folder

    try:
        gone = cache_folder.clean(root_of(path), cache_dir)
    except (ConfigError, OSError) as error:
        fail(str(error))
    print_message(f"deleted {gone[0]}" if gone else "no cache found")
