"""Serve an editor by the language server protocol."""

from __future__ import annotations

import logging
import sys

import click

from recall_lint.cli.commands._common import CACHE_DIR, Command
from recall_lint.cli.console import fail


@click.command(cls=Command)
@click.option("--no-history", is_flag=True, help="Do not look up broken links in git history.")
@CACHE_DIR
@click.option("--verbose", "-v", is_flag=True, help="Log every message to standard error.")
def command(no_history: bool, cache_dir: str | None, verbose: bool) -> None:
    """Run a language server for editors.

    It reports problems, offers fixes and completions, and renames headings and files.
    Editors start this command and communicate with it on standard input and output,
    using the Language Server Protocol. Each notebook is checked with its own
    configuration, and open files as they are in the editor.
    """
    from recall_lint.run.startup import RunOptions

    try:
        from recall_lint.server.features import serve
    except ImportError:
        fail("`server` requires pygls: pip install 'recall-lint[lsp]'")
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.WARNING,
        format="%(levelname)s %(name)s: %(message)s",
    )
    serve(RunOptions(history=not no_history, cache_folder=cache_dir))
