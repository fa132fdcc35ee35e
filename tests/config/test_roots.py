"""Paths given by the user → the roots of notebooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from recall_lint.base.config import ConfigError
from recall_lint.config.roots import concerns, holds, root_of, roots, tops_of
from tests.disk import make


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is not marked as a notebook."""
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
    assert roots(paths) == (str(folder),)


def test_paths_elsewhere_lie_in_the_folder_that_they_share(folder: Path, tmp_path: Path) -> None:
    make(tmp_path, "other/Notes/A.md", "other/Recall/A.md")
    assert roots([str(tmp_path / "other")]) == (str(tmp_path / "other"),)
    assert roots(["../other/Notes/A.md", "../other/Recall"]) == (str(tmp_path / "other"),)
    assert roots([".", "../other"]) == (str(tmp_path),)


def test_each_notebook_has_a_root(folder: Path) -> None:
    make(folder, "Marked/.recall-lint.toml", "Marked/Notes/A.md", "Notes/A.md", text="")
    assert roots(["Marked", "Notes", "Marked/Notes/A.md"]) == (str(folder), str(folder / "Marked"))
    assert root_of("Marked/Notes") == str(folder / "Marked")
    assert root_of("Notes") == str(folder)


def test_what_a_path_concerns(folder: Path) -> None:
    make(folder, "a/b/c.md", "ab/c.md")
    (folder / "link").symlink_to("a/b")
    (a, b, ab) = (str(folder / name) for name in ("a", "a/b", "ab"))
    found = {
        path: [concerns(root, tops_of(path)) for root in (a, b, ab)]
        for path in ("a", "a/b/c.md", ".")
    }
    assert found == {"a": [True, True, False], "a/b/c.md": [True] * 2 + [False], ".": [True] * 3}
    named = ("a", "a/b", "link", "a/b/c.md", "ab")
    around = [any(holds(top, b) for top in tops_of(path)) for path in named]
    assert around == [True] * 3 + [False] * 2


def test_a_current_folder_that_is_gone_is_said(folder: Path) -> None:
    folder.rmdir()
    with pytest.raises(
        ConfigError, match=r"^cannot read the current folder: No such file or directory"
    ):
        roots(["."])
