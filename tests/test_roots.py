"""Paths as the user names them → the notebook's root."""

from __future__ import annotations

from pathlib import Path

import pytest

from recall_lint.config import ConfigError
from recall_lint.roots import common_root
from tests.disk import make


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, of which nothing says that it is a notebook."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.mark.parametrize(
    "paths",
    [["."], ["Recall"], ["Recall", "Notes"], ["Recall/A.md"], ["Notes/A.md", "."]],
)
def test_the_current_folder_is_the_notebook_unless_a_folder_says_so(
    folder: Path, paths: list[str]
) -> None:
    make(folder, "Notes/A.md", "Recall/A.md")
    assert common_root(paths) == str(folder)


def test_paths_elsewhere_lie_in_the_folder_that_they_share(folder: Path, tmp_path: Path) -> None:
    make(tmp_path, "other/Notes/A.md", "other/Recall/A.md")
    assert common_root([str(tmp_path / "other")]) == str(tmp_path / "other")
    assert common_root(["../other/Notes/A.md", "../other/Recall"]) == str(tmp_path / "other")
    assert common_root([".", "../other"]) == str(tmp_path)


def test_a_marked_folder_and_one_that_is_not_are_two_notebooks(folder: Path) -> None:
    make(folder, "Marked/.recall-lint.toml", "Notes/A.md", text="")
    with pytest.raises(ConfigError, match="belong to different notebooks"):
        common_root(["Marked", "Notes"])
    assert common_root(["Marked"]) == str(folder / "Marked")


def test_a_current_folder_that_is_gone_is_said(folder: Path) -> None:
    folder.rmdir()
    with pytest.raises(
        ConfigError, match=r"^cannot read the current folder: No such file or directory"
    ):
        common_root(["."])
