"""`recall-lint coverage`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from recall_lint.cli import main
from tests.history.test_history import Repo
from tests.literate import ROOT

BUNDLE = ROOT.parent / "shared" / "founding" / "notebook.bundle"
NOTE = "# A\n\nText.\n\n# B\n\nText.\n"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    repo = Repo(tmp_path / "notebook")
    repo.commit({"Notes/A.md": NOTE, "Recall/Q.md": "1. What? [R](../Notes/A.md#a)\n"})
    monkeypatch.chdir(repo.root)
    return repo


def run(command: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, [command, *arguments], prog_name="recall-lint")


def data(command: str, *arguments: str) -> Any:
    return json.loads(run(command, *arguments, "--format", "json").stdout)


@pytest.mark.usefixtures("repo")
def test_fail_under() -> None:
    assert run("coverage", "--fail-under", "50").exit_code == 0
    failed = run("coverage", "--fail-under", "50.5")
    assert failed.exit_code == 1
    assert "coverage is 50.0 %, less than 50.5 %" in failed.stderr


@pytest.mark.usefixtures("repo")
def test_a_path_chooses_notes_and_questions_are_all_there_are() -> None:
    assert data("coverage", "Notes/A.md")["asked"] == 1
    assert data("coverage", "Recall")["sections"] == 0


def test_what_a_branch_adds(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "branch")
    page = "1. What? [R](../Notes/A.md#a)\n2. And? [R](../Notes/C.md#c)\n"
    repo.commit({"Notes/C.md": "# C\n\nText.\n\n# D\n\nText.\n", "Recall/Q.md": page})
    result = run("coverage", "--since", "main")
    assert "before: 50.0 %; 2 sections added since main, 1 asked about\n" in result.stderr
    wrong = run("coverage", "--since", "nowhere")
    assert wrong.exit_code == 2
    assert "nowhere" in wrong.stderr


def summary(repo: Repo, monkeypatch: pytest.MonkeyPatch, **environ: str) -> str:
    """The job summary of GitHub Actions."""
    file = repo.root.parent / "summary.md"
    file.unlink(missing_ok=True)
    for name, value in {"GITHUB_STEP_SUMMARY": str(file), **environ}.items():
        monkeypatch.setenv(name, value)
    run("check", "--format", "github")
    return file.read_text("utf-8").replace("\\", "")


def test_the_job_summary_has_the_coverage(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    now = "\n50.0 % of the sections are asked about (1 of 2).\n"
    assert now in summary(repo, monkeypatch)
    assert "Before:" not in summary(repo, monkeypatch)
    assert now not in run("check").stdout
    told = summary(repo, monkeypatch, GITHUB_BASE_REF="main")
    assert now in told
    assert "The change is unknown: " in told
    repo.git("update-ref", "refs/remotes/origin/main", "main")
    repo.commit({"Notes/C.md": "# C\n\nText.\n", "Recall/R.md": "1. So? [R](../Notes/C.md#c)\n"})
    told = summary(repo, monkeypatch, GITHUB_BASE_REF="main")
    assert "\n66.7 % of the sections are asked about (2 of 3).\n" in told
    assert "\nBefore: 50.0 %; 1 section added since origin/main, 1 asked about.\n" in told


def test_without_questions_the_job_summary_is_silent(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"Recall/Q.md": "None yet.\n"})
    assert "asked about" not in summary(repo, monkeypatch)


def test_several_notebooks_have_a_line_each(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit(
        {
            "in/.recall-lint.toml": "",
            "in/Notes/A.md": "# A\n\nText.\n",
            "in/Recall/Q.md": "1. What? [R](../Notes/A.md#a)\n",
        }
    )
    told = summary(repo, monkeypatch)
    assert "\n50.0 % of the sections" in told
    assert "\nin: 100.0 % of the sections" in told


@pytest.mark.usefixtures("repo")
def test_the_comment_is_known_to_the_rule_about_comments() -> None:
    Path("Notes/A.md").write_text(
        NOTE.replace("Text.", "<!-- recall-lint-no-question -->\nText.", 1)
    )
    assert data("coverage")["sections"] == 1
    assert "RL901" not in run("check", "--no-history").stdout


@pytest.mark.skipif(not BUNDLE.exists(), reason="needs the founding notebook, ../shared")
def test_the_founding_notebook_by_an_independent_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A section is asked about if `questions` has it, or one below it, among its targets."""
    root = tmp_path / "founding"
    subprocess.run(["git", "clone", "-q", "-b", "main", str(BUNDLE), str(root)], check=True)
    monkeypatch.chdir(root)
    targets = {
        target
        for question in data("questions")["questions"]
        for target in question["targets"]
        if "#" in target
    }
    found = data("coverage")
    number = 0
    for note in found["notes"]:
        sections = data("show", note["path"])["sections"]
        open_: list[tuple[int, str]] = []
        asked = set()
        for section in sections:
            name = section["anchors"]["github"]
            while open_ and open_[-1][0] >= section["level"]:
                open_.pop()
            open_.append((section["level"], name))
            # Links on GitHub ignore the case of letters.
            if any(target.lower() == f"{note['path']}#{name}".lower() for target in targets):
                asked |= {above for _, above in open_}
        known = set(note["questions"])
        assert {name for name, count in note["questions"].items() if count} == asked & known
        assert set(note["unasked"]) == known - asked
        assert (note["sections"], note["asked"]) == (len(known), len(asked & known))
        number += len(asked & known)
    assert found["asked"] == number > 100
