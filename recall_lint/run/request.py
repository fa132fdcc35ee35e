"""What to check and how, as one value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from recall_lint.base.config import Config
from recall_lint.facts.catalogue import Progress
from recall_lint.sources.diff_base import Scope


def no_progress(what: str, done: int, total: int) -> None:
    """Show nothing."""


class Request(NamedTuple):
    """One notebook, its configuration, and how to check it."""

    root: str
    paths: Sequence[str]
    """Files and folders to report on."""
    config: Config
    cache_file: str | None = None
    scope: Scope | None = None
    """None for the work tree and all of its problems."""
    history: bool = True
    """Whether to look up broken targets in git history."""
    jobs: int = 0
    """Number of processes; 0 for automatic."""
    progress: Progress = no_progress
    nests: bool = True
    """Whether folders with a configuration of their own are other notebooks."""
    configuration: str | None = None
    """The configuration file, if there is one."""
