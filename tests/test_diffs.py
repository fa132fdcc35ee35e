"""What each commit took away from a file, and brought to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from recall_lint.diffs import Diffs
from tests.test_history import Repo

NAMES = ["Notes/A.md", "Notes/ü.md", 'a "quoted" \\ name.md', "tab\there.md", "-- b.md"]


@pytest.mark.parametrize("name", NAMES)
def test_lines_that_came_and_went(tmp_path: Path, name: str) -> None:
    repo = Repo(tmp_path / "repo")
    first = repo.commit({name: "# One\n\ntext\n"})
    second = repo.commit({name: "# Two\n\ntext\n-- no header\n"})
    third = repo.commit({name: None, "other.md": "# One\n"})
    diffs = Diffs(str(repo.root), ("--no-renames",), len(first.id))
    assert diffs.added(first.id, name) == "# One\n\ntext"
    assert (diffs.removed(second.id, name), diffs.added(second.id, name)) == (
        "# One",
        "# Two\n-- no header",
    )
    assert diffs.removed(third.id, name) == "# Two\n\ntext\n-- no header"
    assert diffs.added(third.id, name) == diffs.removed(first.id, name) == ""


def test_what_is_no_markdown_is_not_read(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    commit = repo.commit({"a.txt": "# One\n", "b.md": "# Two\n"})
    diffs = Diffs(str(repo.root), (), len(commit.id))
    assert (diffs.added(commit.id, "a.txt"), diffs.added(commit.id, "b.md")) == ("", "# Two")
