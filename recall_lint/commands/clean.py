"""Delete the cache."""

from __future__ import annotations

import click

from recall_lint import completion
from recall_lint.commands._common import CACHE_DIR, Command
from recall_lint.terminal import fail, say


@click.command(cls=Command)
@click.argument("path", default=".", shell_complete=completion.files)
@CACHE_DIR
def command(path: str, cache_dir: str | None) -> None:
    """Delete the cache of a notebook.

    PATH is any file or folder of the notebook (default: the current folder).
    """
    from recall_lint import cache
    from recall_lint.config import ConfigError
    from recall_lint.roots import common_root

    try:
        gone = cache.clean(common_root((path,)), cache_dir)
    except (ConfigError, OSError) as error:
        fail(str(error))
    say(f"deleted {gone[0]}" if gone else "no cache found")
