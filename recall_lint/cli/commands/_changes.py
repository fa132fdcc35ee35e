"""Folders of notebooks → the files that change in them, for as long as somebody watches."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from typing import Final

from recall_lint.base.config import ConfigError
from recall_lint.cli.console import fail
from recall_lint.config.roots import roots
from recall_lint.facts import cache_folder

_QUIET: Final = 100
"""Milliseconds without a change after which it is asked whether the folders are still there."""
_WAIT: Final = 0.5
"""Seconds between two looks for a folder that is not there."""
_COMMIT: Final = os.path.join(".git", "logs", "HEAD")
"""What a commit, a checkout or a reset writes, even if no file changes."""


def changes(option: str, paths: Sequence[str], cache_dir: str | None) -> Iterator[set[str]]:
    """Nothing first, and then the files that change, those of a moment together.

    `option` is what the user typed to have this.
    """
    try:
        import watchfiles
    except ImportError:
        fail(f"`{option}` requires watchfiles: pip install 'recall-lint[watch]'")
    try:
        folders = roots(paths)
    except ConfigError as error:
        fail(str(error))
    ignored = () if cache_dir is None else (os.path.realpath(cache_dir),)
    folders_left_out = (*watchfiles.DefaultFilter.ignore_dirs, cache_folder.FOLDER)
    is_relevant = watchfiles.DefaultFilter(ignore_dirs=folders_left_out, ignore_paths=ignored)

    def concerns(change: watchfiles.Change, path: str) -> bool:
        return path.endswith(_COMMIT) or is_relevant(change, path)

    unseen: set[str] | None = set()
    while True:
        while not all(map(os.path.isdir, folders)):
            time.sleep(_WAIT)
        # It watches before it says that nothing has changed: what changes from then on is seen.
        for found in watchfiles.watch(
            *folders,
            watch_filter=concerns,
            rust_timeout=_QUIET,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            if found or unseen is not None:
                yield {path for _, path in found} | (unseen or set())
                unseen = None
            if not all(map(os.path.isdir, folders)):
                unseen = {*folders}
                yield unseen
                break
