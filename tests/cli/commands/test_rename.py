"""`recall-lint rename` with files and folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from recall_lint.cli import main
from tests.history.test_history import Repo

NOTE = "# A\nText. [B](B.md)\n"
PAGE = "1. What? [Reread](../Notes/A.md#a)\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    repo = Repo(tmp_path / "notebook")
    notes = {"Notes/A.md": NOTE, "Notes/B.md": "# B\nText.\n"}
    repo.commit({".recall-lint.toml": "", **notes, "Recall/A.md": PAGE})
    monkeypatch.chdir(repo.root)
    return repo


@pytest.fixture
def notebook(repo: Repo) -> Path:
    return repo.root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rename", *arguments], prog_name="recall-lint")


def status(repo: Repo) -> str:
    return repo.git("status", "--porcelain", "--untracked-files=all")


def test_a_tracked_file_moves_in_git_too(repo: Repo, notebook: Path) -> None:
    result = run("Notes/A.md", "Notes/new/A b.md")
    assert (result.exit_code, result.stderr) == (
        0,
        "moved Notes/A.md to Notes/new/A b.md; updated 2 links in 2 files\n",
    )
    assert status(repo).splitlines()[:2] == [
        'RM Notes/A.md -> "Notes/new/A b.md"',
        " M Recall/A.md",
    ]
    assert (notebook / "Notes/new/A b.md").read_text() == NOTE.replace("B.md", "../B.md")
    assert "(../Notes/new/A%20b.md#a)" in (notebook / "Recall/A.md").read_text()


def test_what_git_does_not_know_moves_on_the_disk_alone(repo: Repo, notebook: Path) -> None:
    (notebook / "Notes/C.md").write_text("# C\n[A](A.md)\n")
    assert run("Notes/C.md", ".").exit_code == 0
    assert (notebook / "C.md").read_text() == "# C\n[A](Notes/A.md)\n"
    assert status(repo) == "?? C.md"


def test_a_folder_takes_all_that_is_in_it_along(repo: Repo, notebook: Path) -> None:
    (notebook / ".git/info/exclude").write_text("*.tmp\n")
    (notebook / "Notes/x.tmp").write_text("")
    assert "updated 1 link in 1 file" in run("Notes/", "Kb").stderr
    assert sorted(path.name for path in (notebook / "Kb").iterdir()) == ["A.md", "B.md", "x.tmp"]
    assert not (notebook / "Notes").exists()


def test_the_patch_does_what_the_command_does(repo: Repo, notebook: Path) -> None:
    result = run("Notes", "Kb", "--diff")
    assert result.exit_code == 1
    assert status(repo) == ""
    (notebook.parent / "patch").write_text(result.stdout)
    repo.git("apply", str(notebook.parent / "patch"))
    by_patch = {p: p.read_text() for p in notebook.glob("*/*.md")}
    repo.git("reset", "--hard", "--quiet")
    repo.git("clean", "-fdq")
    run("Notes", "Kb")
    assert {p: p.read_text() for p in notebook.glob("*/*.md")} == by_patch


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Notes/A.md", "Notes/B.md", "Notes/B.md already exists"),
        ("Notes/A.md", "Notes/A.md", "cannot be moved to Notes/A.md"),
        ("Notes", "Notes/deeper", "cannot be moved to Notes/deeper"),
        ("Notes/A.md", "../A.md", "is outside the notebook"),
        ("Notes/A.md", "Notes/A.txt", "is not a Markdown file"),
        ("Notes/gone.md", "Notes/C.md", "no such file or folder"),
        (".git/HEAD", "HEAD", "is not part of the notebook"),
        ("Notes/A.md", "away/A.md", "outside/A.md is outside the notebook"),
    ],
)
def test_refused(repo: Repo, notebook: Path, old: str, new: str, words: str) -> None:
    outside = notebook.parent / "outside"
    outside.mkdir()
    (notebook / "away").symlink_to(outside)
    before = status(repo)
    result = run(old, new)
    assert (result.exit_code, words in result.stderr) == (2, True), result.stderr
    assert status(repo) == before


def test_a_file_that_cannot_be_written_is_named(repo: Repo, notebook: Path) -> None:
    (notebook / "Recall/A.md").chmod(0o444)
    result = run("Notes/A.md", "A.md")
    assert result.exit_code == 2
    assert "Recall/A.md" in result.stderr
    assert (notebook / "A.md").exists()
