"""Shared by the tests of runs."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is not marked as a notebook."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here
