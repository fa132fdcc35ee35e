"""Staged or committed changes → the problems that they introduce, and no others."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from recall_lint.base.config import Choices, ConfigError
from recall_lint.cli.commands.check import command as check
from recall_lint.fixes.apply import apply_fixes
from recall_lint.run.notices import notices
from recall_lint.run.session import Session
from recall_lint.run.startup import RunOptions, open_sessions
from recall_lint.run.writing import write_texts
from tests.history.test_history import Repo

DIFFERS = "differs from the version that was checked; stage or stash your changes first"
PLANETS = "# Giants\n\nJupiter and Saturn.\n\n# Rings\n\nSaturn has the finest, of ice.\n"
QUESTIONS = (
    "1. Which are big? [Reread](../Notes/Planets.md#giants)\n"
    "2. Who has rings? [Reread](../Notes/Planets.md#rings)\n"
    "3. What was that? [Reread](../Notes/Planets.md#never-was)\n"
)
RENAMED = PLANETS.replace("# Rings", "# Ring systems")


class Said(NamedTuple):
    """The report of a run."""

    told: list[tuple[str, str]]
    """Code and message."""
    notices: list[str]


def opened(paths: list[str], **how: Any) -> Session:
    (session,) = open_sessions(paths, Choices(), RunOptions(**how))
    return session


def said(repo: Repo, *paths: str, staged: bool = False, since: str | None = None) -> Said:
    asked = [str(repo.root / path) for path in paths or (".",)]
    with opened(asked, staged=staged, since=since) as session:
        report = session.report()
        told = [(d.code, d.problem.message) for d in report.diagnostics]
        return Said(told, list(notices(session, report)))


def staged(repo: Repo, *paths: str) -> list[str]:
    return [code for code, _ in said(repo, *paths, staged=True).told]


def since(repo: Repo, revision: str) -> list[str]:
    return [code for code, _ in said(repo, since=revision).told]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    for name in (*os.environ,):
        if name.startswith(("GIT_", "PRE_COMMIT")):
            monkeypatch.delenv(name)
    made = Repo(tmp_path / "notebook")
    made.commit({"Notes/Planets.md": PLANETS, "Recall/Planets.md": QUESTIONS})
    return made


def test_a_renamed_section_breaks_a_page_that_is_not_staged(repo: Repo) -> None:
    repo.stage({"Notes/Planets.md": RENAMED})
    found = said(repo, staged=True)
    assert found.told == [("RL111", "section `rings` was renamed since the last commit")]
    assert found.notices == [
        "Recall/Planets.md is broken by the staged changes (the file itself is not staged)",
        "1 existing problem in unchanged files not shown",
    ]


def test_not_every_page_of_many_gets_a_note(repo: Repo) -> None:
    repo.commit({f"Recall/{n}.md": QUESTIONS for n in range(9)})
    repo.stage({"Notes/Planets.md": RENAMED})
    notes = said(repo, staged=True).notices
    assert sum("broken by the staged changes" in note for note in notes) == 5
    assert "and 5 more files" in notes


def test_several_processes_say_what_one_says(repo: Repo) -> None:
    repo.stage({"Notes/Planets.md": RENAMED, "Recall/More.md": QUESTIONS})
    told = []
    for jobs in (1, 2):
        with opened([str(repo.root)], staged=True, keep=False, jobs=jobs) as session:
            told.append(session.report().diagnostics)
    assert [(d.code, d.problem.message) for d in told[0]] == [
        (d.code, d.problem.message) for d in told[1]
    ]
    assert told[0]


def test_a_diff_fits_the_index(repo: Repo) -> None:
    repo.stage({"Recall/New.md": "1. Who? [Reread](../Notes/planets.md#rings)\n"})
    repo.write({"Recall/New.md": ""})
    asked = ["--staged", "--diff", "--no-cache", str(repo.root)]
    patch = CliRunner().invoke(check, asked).stdout
    subprocess.run(["git", "apply", "--cached"], input=patch, cwd=repo.root, text=True, check=True)
    assert staged(repo) == []


def test_an_emptied_section_does(repo: Repo) -> None:
    repo.stage({"Notes/Planets.md": PLANETS.replace("Jupiter and Saturn.", "TODO")})
    assert staged(repo) == ["RL201"]


def test_a_deleted_note_does(repo: Repo) -> None:
    repo.stage({"Notes/Planets.md": None})
    # The link that was already broken is not reported.
    assert staged(repo) == ["RL114", "RL114"]


def test_of_a_staged_file_all_problems_are_reported(repo: Repo) -> None:
    repo.stage({"Recall/Planets.md": QUESTIONS + "4. Why? [Reread](../Notes/Planets.md#rings)\n"})
    assert staged(repo) == ["RL102"]
    assert staged(repo, "Notes") == []


def test_what_counts_is_the_index(repo: Repo) -> None:
    mended = QUESTIONS.replace("#rings", "#ring-systems")
    repo.stage({"Notes/Planets.md": RENAMED})
    repo.write({"Recall/Planets.md": mended})
    assert staged(repo) == ["RL111"]
    repo.git("add", "Recall")
    repo.write({"Recall/Planets.md": QUESTIONS, "Notes/Planets.md": ""})
    assert staged(repo) == ["RL102"]


def test_a_fix_is_written_where_the_work_tree_is_what_is_staged(repo: Repo) -> None:
    wrong = "1. Who? [Reread](../Notes/planets.md#rings)\n"
    right = "1. Who? [Reread](../Notes/Planets.md#rings)\n"
    file = repo.root / "Recall/New.md"
    for text, ending in (("", right), ("Unstaged.\n", f"{wrong}Unstaged.\n")):
        repo.stage({"Recall/New.md": wrong})
        repo.write({"Recall/New.md": wrong + text})
        with opened([str(repo.root)], staged=True) as session:
            fix_result = apply_fixes(session.report(), session.lint_all, unsafe=False)
            _, refused = write_texts(session, fix_result.texts)
        assert file.read_text("utf-8") == ending
        assert refused == ([f"Recall/New.md {DIFFERS}"] if text else [])


def test_a_target_that_is_not_staged_is_missing_and_said_to_be_there(repo: Repo) -> None:
    repo.write({"Notes/New.md": "# New\n\nText.\n"})
    repo.write({"Recall/New.md": "1. Why? [Reread](../Notes/New.md#new)\n"})
    repo.git("add", "Recall/New.md")
    found = said(repo, staged=True)
    assert found.told == [("RL101", "file not found: Notes/New.md")]
    hint = "Notes/New.md is not staged; run `git add Notes/New.md` to include it in the commit"
    assert hint in found.notices
    repo.git("add", "Notes/New.md")
    assert staged(repo) == []


def test_what_a_commit_makes_of_a_dead_link_is_no_news(repo: Repo) -> None:
    repo.stage({"Notes/Planets.md": PLANETS + "\n# Never was that\n\nSomething.\n"})
    assert staged(repo) == []


def test_a_page_that_only_moves_is_not_blamed_for_what_was_dead_before(repo: Repo) -> None:
    repo.git("mv", "Recall/Planets.md", "Recall/Giants.md")
    found = said(repo, staged=True)
    assert found.told == []
    assert "1 existing problem in unchanged files not shown" in found.notices
    # Except for what it breaks by moving.
    (repo.root / "Recall/Old").mkdir()
    repo.git("mv", "Recall/Giants.md", "Recall/Old/Giants.md")
    assert staged(repo) == ["RL101", "RL101"]
    # A file that is also changed is checked like any other.
    repo.git("mv", "Recall/Old/Giants.md", "Recall/Giants.md")
    repo.stage({"Recall/Giants.md": QUESTIONS + "4. Why?\n"})
    assert staged(repo) == ["RL102", "RL301"]


def test_without_a_word_everything_is_reported(repo: Repo) -> None:
    repo.write({"Notes/Planets.md": RENAMED})
    assert [code for code, _ in said(repo).told] == ["RL111", "RL102"]


def test_before_the_first_commit_all_is_new(tmp_path: Path) -> None:
    first = Repo(tmp_path / "first")
    first.stage({"Notes/Planets.md": PLANETS, "Recall/Planets.md": QUESTIONS})
    assert staged(first) == ["RL102"]


def test_with_nothing_staged_the_whole_notebook_is_checked(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write({"Notes/Planets.md": RENAMED})
    found = said(repo, staged=True)
    assert [code for code, _ in found.told] == ["RL102"]
    notice = "no commit in progress: checking all files in the index"
    assert notice in found.notices
    # A commit that only changes its message breaks nothing.
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo.root / ".git" / "index"))
    assert staged(repo) == []


def test_what_either_side_of_a_merge_brings_along_is_not_its_doing(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "theirs")
    repo.commit({"Recall/Theirs.md": "1. Why? [Reread](gone.md)\n"})
    repo.commit({"Recall/More.md": "1. Why? [Reread](../Notes/Planets.md#rings)\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit({"Notes/Planets.md": RENAMED, "Recall/Planets.md": "1. Why? [Reread](a.md)\n"})
    repo.git("merge", "--quiet", "--no-commit", "theirs")
    found = said(repo, staged=True)
    assert found.told == [("RL111", found.told[0][1])]
    assert (
        "Recall/More.md is broken by the staged changes (the file itself is not staged)"
        in found.notices
    )


def test_since_a_branch_left_another(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "mine")
    repo.commit({"Notes/Planets.md": RENAMED})
    repo.git("checkout", "--quiet", "main")
    repo.commit({"Recall/Later.md": "1. Why? [Reread](gone.md)\n"})
    repo.git("checkout", "--quiet", "mine")
    found = said(repo, since="main")
    assert [code for code, _ in found.told] == ["RL111"]
    assert found.notices[0] == (
        "Recall/Planets.md is unchanged since main but broken by other changes"
    )
    repo.write({"Notes/Planets.md": PLANETS, "new.md": "[x](gone.md)\n"})
    assert since(repo, "main") == ["RL101"]


def test_what_is_mended_is_not_called_broken(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    # No other problem remains.
    repo.commit({"Recall/Planets.md": "".join(QUESTIONS.splitlines(keepends=True)[:2])})
    repo.write({"Notes/Planets.md": RENAMED})
    monkeypatch.chdir(repo.root)
    words = ["--since", "HEAD", "--fix", "--unsafe-fixes", "--no-cache"]
    printed = CliRunner().invoke(check, words).stderr
    assert "fixed 1 problem in 1 file" in printed
    assert "broken by other changes" not in printed


def test_all_sides_of_a_merge_that_stopped_are_known(repo: Repo) -> None:
    for name in ("one", "two"):
        repo.git("checkout", "--quiet", "-b", name, "main")
        repo.commit({f"Recall/{name}.md": f"1. Why? [Reread](../Notes/{name}.md)\n"})
    repo.git("checkout", "--quiet", "main")
    repo.git("merge", "--quiet", "--no-commit", "one", "two")
    assert staged(repo) == []
    # Further changes belong to the merge.
    repo.stage({"Notes/Planets.md": RENAMED})
    assert staged(repo) == ["RL111"]


ZERO = "0" * 40


def test_since_nothing_is_since_what_remotes_have(repo: Repo, tmp_path: Path) -> None:
    def found(revision: str = ZERO) -> list[str]:
        return since(repo, revision)

    # No remote has any commit.
    notice = "no remote has any of these commits: checking the whole notebook"
    assert notice in said(repo, since=ZERO).notices
    assert found() == ["RL102"]
    # A new branch, before and after CI has fetched it.
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    repo.commit({"Notes/Planets.md": RENAMED})
    assert found() == ["RL111"]
    repo.git("update-ref", "refs/remotes/origin/mine", "HEAD")
    assert found() == ["RL111"]
    # A branch at a commit that another one already has.
    repo.git("update-ref", "refs/remotes/origin/other", "HEAD")
    assert found() == []


def test_the_merge_that_ci_checks_out_for_a_pull_request(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "-b", "theirs")
    repo.commit({"Recall/Theirs.md": "1. Why? [Reread](../Notes/Planets.md#rings)\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit({"Notes/Planets.md": RENAMED, "Recall/Planets.md": "1. Why? [Reread](a.md)\n"})
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("merge", "--quiet", "--no-edit", "theirs")
    found = said(repo, since="origin/main")
    assert [code for code, _ in found.told] == ["RL111"]


def test_a_file_that_was_only_touched_has_not_changed(repo: Repo) -> None:
    (repo.root / "Recall/Planets.md").touch()
    assert since(repo, "HEAD") == []


def test_pre_commit_names_two_commits(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.git("branch", "start")
    repo.commit({"Notes/Planets.md": RENAMED})
    repo.git("branch", "end")
    repo.commit({"Notes/Planets.md": PLANETS})
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "start")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "end")
    found = said(repo, staged=True)
    assert [code for code, _ in found.told] == ["RL111"]
    assert found.notices[0].startswith("Recall/Planets.md is unchanged since start")


@pytest.mark.parametrize("revision", ["nope", "--help", "HEAD~9", "HEAD:Notes"])
def test_an_unknown_revision_is_named(repo: Repo, revision: str) -> None:
    with pytest.raises(ConfigError) as caught:
        said(repo, since=revision)
    assert str(caught.value).startswith(f"unknown revision {revision}; ")
    assert "fetch-depth: 0" in str(caught.value)


def test_a_clone_without_the_fork_is_told_to_fetch(repo: Repo, tmp_path: Path) -> None:
    repo.git("checkout", "--quiet", "-b", "mine")
    repo.commit({"a.md": ""})
    repo.git("checkout", "--quiet", "main")
    repo.commit({"b.md": ""})
    where = f"file://{repo.root}"
    command = ["git", "clone", "--quiet", "--depth=1", "--no-single-branch", where, "shallow"]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    with pytest.raises(ConfigError, match=r"origin/mine and HEAD .*`fetch-depth: 0`"):
        opened([str(tmp_path / "shallow")], since="origin/mine")


def test_without_git_there_is_neither_index_nor_revision(tmp_path: Path) -> None:
    (tmp_path / ".recall-lint.toml").touch()
    with pytest.raises(ConfigError, match="failed to read the git index"):
        opened([str(tmp_path)], staged=True)
    with pytest.raises(
        ConfigError, match=r"cannot resolve revision main: .* is not a git repository"
    ):
        opened([str(tmp_path)], since="main")


def test_there_is_one_beginning(repo: Repo) -> None:
    asked = ["--staged", "--since", "HEAD", str(repo.root)]
    result = CliRunner().invoke(check, asked)
    assert result.exit_code == 2
    assert "`--staged` and `--since`" in result.stderr
