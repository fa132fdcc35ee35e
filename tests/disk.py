"""Notebooks on the disk, as runs see them."""

from __future__ import annotations

from pathlib import Path

from recall_lint.config import Config
from recall_lint.workspace import Session, begin


def session(
    root: Path, *paths: str, config: Config | None = None, history: bool = False
) -> Session:
    """A run that takes nothing over from earlier ones."""
    return begin(str(root), paths or [str(root)], config or Config(), None, history=history)
