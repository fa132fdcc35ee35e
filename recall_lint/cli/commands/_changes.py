"""Folders of notebooks → the files that change in them, until interrupted."""

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
"""Milliseconds without a change after which the folders are checked for existence."""
_WAIT: Final = 0.5
"""Seconds between two checks for a missing folder."""
_COMMIT: Final = os.path.join(".git", "logs", "HEAD")
"""Files written by a commit, a checkout or a reset, even if no file of the work tree changes."""


def changes(option: str, paths: Sequence[str], cache_dir: str | None) -> Iterator[set[str]]:
    """First an empty set, then each set of files that change within a moment.

    `option` is the option that requires it.
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
        # Watching starts before the first result, so that no later change is missed.
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
