"""The lines that each commit removed from a file, and added to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recall_lint.base import git, git_process
from recall_lint.history.diffs import Diffs, Step
from tests.history.test_history import Repo

NAMES = ["Notes/A.md", "Notes/ü.md", 'a "quoted" \\ name.md', "tab\there.md", "-- b.md", "README"]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


@pytest.fixture
def diffs(repo: Repo) -> Iterator[Diffs]:
    found = Diffs(str(repo.root))
    yield found
    found.close()


def steps(repo: Repo) -> list[Step]:
    """The commits and their first parents, latest first."""
    told = git.run(str(repo.root), "log", "--first-parent", "--format=%H").decode().split()
    return [Step(*pair) for pair in zip(told, [*told[1:], None], strict=True)]


@pytest.mark.parametrize("name", NAMES)
def test_lines_that_came_and_went(repo: Repo, diffs: Diffs, name: str) -> None:
    repo.commit({name: "# One\n\ntext\n"})
    repo.commit({name: "# Two\n\ntext\n-- no header\n\x01no commit\n<b>\n"})
    repo.commit({name: None, "other.md": "# One\n"})
    third, second, first = steps(repo)[:3]
    assert diffs.added(first, name) == "# One\n\ntext"
    assert (diffs.removed(second, name), diffs.added(second, name)) == (
        "# One",
        "# Two\n-- no header\n\x01no commit\n<b>",
    )
    # Only removed lines that may have been headings or anchors are kept.
    assert diffs.removed(third, name) == "# Two\n<b>"
    assert diffs.added(third, name) == diffs.removed(first, name) == ""


def test_a_merge_is_compared_with_the_branch_that_it_came_to(repo: Repo, diffs: Diffs) -> None:
    repo.commit({"a.md": "# One\n"})
    repo.git("switch", "-q", "-c", "side")
    repo.commit({"a.md": "# Two\n"})
    repo.git("switch", "-q", "-")
    repo.commit({"b.md": "# Three\n"})
    repo.git("merge", "-q", "--no-ff", "side")
    merge = steps(repo)[0]
    assert (diffs.removed(merge, "a.md"), diffs.added(merge, "a.md")) == ("# One", "# Two")
    assert diffs.added(merge, "b.md") == ""


def test_each_commit_is_asked_for_once(
    repo: Repo, diffs: Diffs, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []
    plain = git_process.Filter.ask

    def spy(self: git_process.Filter, questions: bytes) -> Iterator[bytes]:
        asked.append(questions)
        return plain(self, questions)

    monkeypatch.setattr(git_process.Filter, "ask", spy)
    for number in range(3):
        repo.commit({"a.md": f"# A {number}\n", "b.md": f"# B {number}\n"})
    known = steps(repo)[:3]
    diffs.read((step, "a.md") for step in known)
    assert len(asked) == 1
    assert [diffs.added(step, "b.md") for step in known] == ["# B 2", "# B 1", "# B 0"]
    assert len(asked) == 1


def test_git_says_why_it_cannot_tell(repo: Repo, diffs: Diffs) -> None:
    repo.commit({"a.md": "# One\n"})
    repo.commit({"a.md": "# Two\n"})
    blob = git.run(str(repo.root), "rev-parse", "HEAD~:a.md").decode().strip()
    (repo.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(git.GitError, match=f"unable to read {blob}"):
        diffs.added(steps(repo)[0], "a.md")
