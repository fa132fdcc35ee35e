"""Shared by the tests of the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.disk import make
from tests.sources.test_files import git

STARS = """# Stars

What shines.

## Fusion

Hydrogen burns to helium.

## Colours

Hot ones are blue.

## Colours

Cool ones are red. See [fusion](#fusion).
"""
PAGE = """# Questions

1. What is fusion? [Reread](../Notes/Stars.md#fusion)
2. Which stars are blue? [Reread](../Notes/Stars.md#colours)
3. Which stars are red? [Reread](../Notes/Stars.md#colours-1)
4. What does hydrogen burn to?
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A notebook with one commit."""
    root = tmp_path / "notes"
    make(root, "Notes/Stars.md", text=STARS)
    make(root, "Notes/Planets.md", text="# Planets\n\nThey circle [stars](Stars.md).\n")
    make(root, "Recall/Stars.md", text=PAGE)
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "a")
