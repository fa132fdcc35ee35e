"""Notebooks on disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from recall_lint.base.config import Config
from recall_lint.facts import cache_folder
from recall_lint.run.request import Request
from recall_lint.run.session import Session
from tests.literate import FIXTURES


def session(
    root: Path, *paths: str, config: Config | None = None, history: bool = False
) -> Session:
    """A run without cached results."""
    asked = paths or (str(root),)
    return Session(Request(str(root), asked, config or Config(), history=history))


def demo(folder: Path) -> Path:
    """A copy of the demo outside any repository, so that nothing around it is published with it."""
    ignored = shutil.ignore_patterns(cache_folder.FOLDER)
    return Path(shutil.copytree(FIXTURES / "demo", folder / "demo", ignore=ignored))


def make(folder: Path, *names: str, text: str = "# A\nText.\n") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
