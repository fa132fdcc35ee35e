"""Real commits through real hooks, git's own and pre-commit's: which are stopped, and why.

pre-commit installs this project with pip, which needs a package index; all that it installs, it
installs once.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
import yaml

from tests import docs
from tests.history.test_history import Repo
from tests.literate import ROOT
from tests.sources import test_diff_base
from tests.sources.test_diff_base import PLANETS, QUESTIONS, RENAMED

MENDED: Final = QUESTIONS.replace("#rings", "#ring-systems")
BROKEN: Final = "Recall/Planets.md:2:28: error: RL111 renamed-section: section `rings` was renamed"
RUN: Final = (sys.executable, "-m", "recall_lint", "--staged")
WHO: Final = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A notebook with a link that has been broken for a long time."""
    made = Repo(tmp_path / "notebook")
    made.commit({"Notes/Planets.md": PLANETS, "Recall/Planets.md": QUESTIONS})
    return made


def ran(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **more}
    return subprocess.run(
        command,
        cwd=folder,
        env={**environment, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def commit(folder: Path, *arguments: str, **more: str) -> tuple[bool, str]:
    """Try to commit; whether it succeeded, and the output."""
    done = ran(folder, "git", *WHO, "commit", "--quiet", "--message=x", *arguments, **more)
    return done.returncode == 0, done.stdout + done.stderr


# git's own hooks.


@pytest.fixture
def hooked(repo: Repo) -> Repo:
    """A repository whose hook runs this recall-lint."""
    hook = repo.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    words = " ".join(f"'{word}'" for word in (*RUN, "--format", "concise", "--no-cache"))
    hook.write_text(f"#!/bin/sh\nPYTHONPATH='{ROOT}' exec {words}\n")
    hook.chmod(0o755)
    return repo


def test_git_commits_files_by_an_index_of_their_own(hooked: Repo) -> None:
    hooked.write({"Notes/Planets.md": RENAMED, "Recall/Planets.md": MENDED})
    done, told = commit(hooked.root, "Notes/Planets.md")
    assert not done
    assert BROKEN in told
    assert "Recall/Planets.md is broken by the staged changes" in told
    hooked.git("add", "Notes")
    # Other content of the index is not part of this commit.
    hooked.write({"tool.py": ""})
    hooked.git("add", "tool.py")
    assert commit(hooked.root, "Notes/Planets.md")[0] is False
    assert commit(hooked.root, "tool.py")[0]


def test_git_commits_all_that_it_knows(hooked: Repo) -> None:
    hooked.write({"Notes/Planets.md": RENAMED})
    done, told = commit(hooked.root, "--all")
    assert not done
    assert BROKEN in told


def test_a_commit_from_a_folder_and_from_another_work_tree(hooked: Repo, tmp_path: Path) -> None:
    hooked.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "other"))
    for root in (hooked.root, tmp_path / "other"):
        (root / "Notes/Planets.md").write_text(RENAMED, "utf-8")
        done, told = commit(root / "Notes", "Planets.md")
        assert not done
        assert BROKEN in told


def test_a_merge_is_not_blamed_for_what_its_sides_bring_along(hooked: Repo) -> None:
    shutil.copy(hooked.root / ".git/hooks/pre-commit", hooked.root / ".git/hooks/pre-merge-commit")
    hooked.git("checkout", "--quiet", "-b", "theirs")
    hooked.git("rm", "--quiet", "Notes/Planets.md")
    hooked.git("commit", "--quiet", "--no-verify", "--message=x")
    hooked.git("checkout", "--quiet", "main")
    hooked.write({"tool.py": ""})
    hooked.git("add", "tool.py")
    assert commit(hooked.root)[0]
    done = ran(hooked.root, "git", *WHO, "merge", "--no-edit", "theirs")
    assert done.returncode == 0, done.stderr
    hooked.git("reset", "--quiet", "--hard", "HEAD~")
    hooked.write({"Recall/New.md": "1. Who? [Reread](../Notes/Planets.md#rings)\n"})
    hooked.git("add", "Recall")
    assert commit(hooked.root)[0]
    done = ran(hooked.root, "git", *WHO, "merge", "--no-edit", "theirs")
    assert done.returncode != 0
    assert (
        "Recall/New.md is broken by the staged changes (the file itself is not staged)"
        in done.stderr
    )


def test_a_message_alone_breaks_nothing(hooked: Repo) -> None:
    assert commit(hooked.root, "--amend")[0]
    assert commit(hooked.root, "--allow-empty")[0]


def test_an_amended_commit_is_compared_with_the_one_that_it_replaces(hooked: Repo) -> None:
    hooked.write({"Notes/Planets.md": RENAMED})
    done, told = commit(hooked.root, "--amend", "--all")
    assert not done
    assert BROKEN in told
    hooked.git("commit", "--quiet", "--no-verify", "--amend", "--all", "--message=x")
    assert commit(hooked.root, "--amend")[0]


def test_a_rebase_asks_no_hook_and_the_branch_tells(hooked: Repo) -> None:
    hooked.git("checkout", "--quiet", "-b", "mine")
    hooked.write({"Recall/New.md": "1. Who? [Reread](../Notes/Planets.md#rings)\n"})
    hooked.git("add", "Recall")
    assert commit(hooked.root)[0]
    hooked.git("checkout", "--quiet", "main")
    hooked.write({"Notes/Planets.md": RENAMED, "Recall/Planets.md": MENDED.partition("3.")[0]})
    assert commit(hooked.root, "--all")[0]
    done = ran(hooked.root, "git", *WHO, "rebase", "main", "mine")
    assert done.returncode == 0, done.stderr
    done = ran(hooked.root, *RUN[:-1], "--since", "main", "-f", "concise", PYTHONPATH=str(ROOT))
    assert "Recall/New.md:1:18: error: RL111" in done.stdout
    # When it stops and a commit is made, the hook runs.
    hooked.write({"Notes/Planets.md": PLANETS})
    assert not commit(hooked.root, "--amend", "--all")[0]


def test_an_octopus_knows_all_its_sides(hooked: Repo) -> None:
    shutil.copy(hooked.root / ".git/hooks/pre-commit", hooked.root / ".git/hooks/pre-merge-commit")
    for name in ("one", "two"):
        hooked.git("checkout", "--quiet", "-b", name, "main")
        hooked.write({f"Recall/{name}.md": f"1. Why? [Reread](../Notes/{name}.md)\n"})
        hooked.git("add", "Recall")
        hooked.git("commit", "--quiet", "--no-verify", "--message=x")
    hooked.git("checkout", "--quiet", "main")
    done = ran(hooked.root, "git", *WHO, "merge", "--no-edit", "one", "two")
    assert done.returncode == 0, done.stderr


def test_runs_at_once_on_one_cache_all_say_the_same(repo: Repo, tmp_path: Path) -> None:
    command = [*RUN, "--format", "json", "--cache-dir", str(tmp_path / "cache")]
    for number in range(3):
        repo.stage({"Notes/Planets.md": f"{RENAMED}\n# Moon {number}\n\nA moon.\n"})
        started = [
            subprocess.Popen(command, cwd=repo.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(6)
        ]
        told = [(*process.communicate(), process.returncode) for process in started]
        assert {code for *_, code in told} == {1}, told
        (report,) = {out for out, *_ in told}
        assert [problem["code"] for problem in json.loads(report)["diagnostics"]] == ["RL111"]


# pre-commit's.


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> str:
    """This project in its current state, as a repository that pre-commit can install."""
    made = Repo(tmp_path_factory.mktemp("source") / "recall-lint")
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, made.root)
    shutil.copytree(ROOT / "recall_lint", made.root / "recall_lint")
    made.commit({})
    return str(made.root)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder in which pre-commit installs hooks."""
    return str(tmp_path_factory.mktemp("pre-commit"))


@pytest.fixture
def installed(repo: Repo, source: str, store: str) -> Repo:
    """A notebook whose commits are checked by pre-commit."""
    revision = ran(Path(source), "git", "rev-parse", "HEAD").stdout.strip()
    hook = {"id": "recall-lint", "args": ["--format=concise"]}
    fix = {"id": "recall-lint-fix", "stages": ["manual"]}
    used = {"repo": source, "rev": revision, "hooks": [hook, fix]}
    config = yaml.safe_dump({"repos": [used]})
    repo.commit({".pre-commit-config.yaml": config, ".gitignore": ".recall-lint_cache\n"})
    done = pre_commit(repo, store, "install")
    assert done.returncode == 0, done.stderr
    return repo


def pre_commit(repo: Repo, store: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "pre_commit", *arguments)
    return ran(repo.root, *command, PRE_COMMIT_HOME=store)


def test_try_repo_stops_a_renamed_heading(repo: Repo, source: str, store: str) -> None:
    repo.stage({"Notes/Planets.md": RENAMED})
    done = pre_commit(repo, store, "try-repo", source, "recall-lint")
    assert done.returncode == 1, done.stderr
    for line in (
        "Recall/Planets.md:2:28  error RL111 renamed-section",
        "section `rings` was renamed since the last commit",
        "question 2: Who has rings?",
        "hint: did you mean `#ring-systems`?",
    ):
        assert line in done.stdout


def test_pre_commit_judges_the_commit_and_not_the_work_tree(installed: Repo, store: str) -> None:
    def committed(*arguments: str) -> tuple[bool, str]:
        return commit(installed.root, *arguments, PRE_COMMIT_HOME=store)

    # The work tree has the fix, but the index does not.
    installed.stage({"Notes/Planets.md": RENAMED})
    installed.write({"Recall/Planets.md": MENDED})
    done, told = committed()
    assert not done
    assert BROKEN in told
    assert (installed.root / "Recall/Planets.md").read_text("utf-8") == MENDED
    # A commit of one file has an index of its own.
    assert not committed("Notes/Planets.md")[0]
    # Part of a file, as with `git add -p`: the fix is staged, but not what breaks it again.
    installed.write({"Recall/Planets.md": QUESTIONS.partition("3.")[0]})
    installed.git("add", "Recall")
    assert not committed()[0]
    installed.write({"Recall/Planets.md": MENDED.partition("3.")[0]})
    patch = ran(installed.root, "git", "diff").stdout
    installed.write({"Recall/Planets.md": QUESTIONS})
    apply = ["git", "apply", "--cached"]
    subprocess.run(apply, input=patch, cwd=installed.root, text=True, check=True)
    done, told = committed()
    assert done, told
    assert (installed.root / "Recall/Planets.md").read_text("utf-8") == QUESTIONS
    # A commit that only deletes.
    installed.git("checkout", "--quiet", "--", ".")
    installed.stage({"Notes/Planets.md": None})
    done, told = committed()
    assert not done
    assert "RL114" in told


def test_pre_commit_by_hand_checks_everything(installed: Repo, store: str) -> None:
    for _ in range(2):
        everything = pre_commit(installed, store, "run", "--all-files")
        assert "Recall/Planets.md:3:28: error: RL102" in everything.stdout
        said = "no commit in progress: checking all files in the index"
        assert said in everything.stdout
        # Whether or not something is staged.
        installed.stage({"tool.py": ""})
    assert commit(installed.root, PRE_COMMIT_HOME=store)[0]


def test_pre_commit_on_a_branch(installed: Repo, store: str) -> None:
    installed.git("branch", "start")
    ends = ("--from-ref", "start", "--to-ref", "HEAD")
    assert pre_commit(installed, store, "run", *ends).returncode == 0
    installed.stage({"Notes/Planets.md": RENAMED})
    installed.git("commit", "--quiet", "--no-verify", "--message=x")
    # Other staged files are not part of the commit.
    installed.stage({"Recall/Planets.md": MENDED})
    done = pre_commit(installed, store, "run", *ends)
    assert done.returncode == 1
    assert BROKEN in done.stdout
    assert "Recall/Planets.md is unchanged since" in done.stdout
    assert "RL102" not in done.stdout


def pushed(repo: Repo, store: str, *arguments: str) -> tuple[bool, str]:
    """Try to push; whether it succeeded, and the output."""
    done = ran(repo.root, "git", "push", *arguments, PRE_COMMIT_HOME=store)
    return done.returncode == 0, done.stdout + done.stderr


def test_pre_commit_before_a_push(installed: Repo, store: str, tmp_path: Path) -> None:
    installed.git("config", "core.autocrlf", "false")
    pre_commit(installed, store, "install", "--hook-type", "pre-push")
    for name in ("origin", "fork"):
        installed.git("init", "--quiet", "--bare", str(tmp_path / name))
        installed.git("remote", "add", name, str(tmp_path / name))

    # The first push has nothing to compare with, and staged changes do not count.
    installed.stage({"Recall/Planets.md": MENDED})
    done, told = pushed(installed, store, "origin", "main")
    assert not done
    assert "no remote has any of these commits: checking the whole notebook" in told
    assert "Recall/Planets.md:3:28: error: RL102" in told
    installed.git("reset", "--quiet", "--hard")
    installed.git("push", "--quiet", "--no-verify", "origin", "main")

    # The first push to another remote, of a new branch: commits on the first remote are not new.
    installed.git("checkout", "--quiet", "-b", "mine")
    installed.commit({"tool.py": ""})
    done, told = pushed(installed, store, "fork", "mine")
    assert done, told
    installed.stage({"Notes/Planets.md": RENAMED})
    installed.git("commit", "--quiet", "--no-verify", "--message=x")
    installed.git("tag", "--annotate", "--message=x", "v1")
    broken = installed.git("rev-parse", "HEAD")
    installed.git("checkout", "--quiet", "main")
    for arguments in (
        ("origin", "mine"),
        ("fork", "mine"),
        ("origin", "mine:other"),
        ("origin", f"{broken}:refs/heads/other"),
        ("origin", "v1"),
        ("--tags", "fork"),
    ):
        done, told = pushed(installed, store, *arguments)
        assert not done, arguments
        assert BROKEN in told
        assert "RL102" not in told

    # Deleting a branch, and a tag of an existing commit.
    installed.git("tag", "v0")
    assert pushed(installed, store, "origin", "v0")[0]
    assert pushed(installed, store, "fork", "--delete", "mine")[0]


def test_the_hook_that_fixes(installed: Repo, store: str) -> None:
    fix = ("run", "--hook-stage=manual", "recall-lint-fix")
    installed.commit({"Recall/Planets.md": QUESTIONS.partition("3.")[0]})
    installed.stage({"Recall/New.md": "1. Who? [Reread](../Notes/planets.md#rings)\n"})
    done = pre_commit(installed, store, *fix)
    assert done.returncode == 1
    assert "fixed 1 problem in 1 file" in done.stdout
    assert "../Notes/Planets.md#rings" in (installed.root / "Recall/New.md").read_text("utf-8")
    installed.git("add", "Recall")
    assert pre_commit(installed, store, *fix).returncode == 0


# The documentation.


def test_the_documentation_shows_what_a_hook_prints(
    tmp_path: Path, source: str, store: str
) -> None:
    made = Repo(tmp_path / "notebook")
    revision = ran(Path(source), "git", "rev-parse", "HEAD").stdout.strip()
    used = {"repo": source, "rev": revision, "hooks": [{"id": "recall-lint"}]}
    made.commit({**docs.BEFORE, ".pre-commit-config.yaml": yaml.safe_dump({"repos": [used]})})
    assert pre_commit(made, store, "install").returncode == 0
    made.stage(docs.AFTER)
    done, printed = commit(made.root, PRE_COMMIT_HOME=store)
    assert not done
    text = (ROOT / "docs" / "pre-commit.md").read_text("utf-8")
    (block,) = re.findall(r"```console\n\$ git commit .*\n(.*?)```", text, re.DOTALL)
    assert docs.scrubbed(printed).strip().endswith(block.strip())


HELD: Final = {
    "`git commit`, also with file names, `-a` or `-p`": (
        test_git_commits_files_by_an_index_of_their_own,
        test_git_commits_all_that_it_knows,
        test_pre_commit_judges_the_commit_and_not_the_work_tree,
    ),
    "`git commit --amend`": (test_an_amended_commit_is_compared_with_the_one_that_it_replaces,),
    "`git merge` of any number of branches, and the commit that completes a stopped merge": (
        test_a_merge_is_not_blamed_for_what_its_sides_bring_along,
        test_an_octopus_knows_all_its_sides,
        test_diff_base.test_all_sides_of_a_merge_that_stopped_are_known,
    ),
    "`git rebase`": (test_a_rebase_asks_no_hook_and_the_branch_tells,),
    "`git push` of a branch that exists on the remote": (test_pre_commit_before_a_push,),
    "`git push` of a new branch or a tag": (test_pre_commit_before_a_push,),
    "`git push` when no remote has any of the commits": (test_pre_commit_before_a_push,),
    "`git push --delete`": (test_pre_commit_before_a_push,),
    "`pre-commit run`, with or without `--all-files`": (
        test_pre_commit_by_hand_checks_everything,
        test_try_repo_stops_a_renamed_heading,
    ),
    "`pre-commit run --from-ref A --to-ref B`": (test_pre_commit_on_a_branch,),
    "`recall-lint --staged` by hand": (
        test_diff_base.test_what_counts_is_the_index,
        test_diff_base.test_with_nothing_staged_the_whole_notebook_is_checked,
    ),
    "CI on push: `recall-lint --since BEFORE`": (
        test_diff_base.test_since_a_branch_left_another,
        test_diff_base.test_since_nothing_is_since_what_remotes_have,
    ),
    "CI on a pull request: `recall-lint --since origin/main`": (
        test_diff_base.test_the_merge_that_ci_checks_out_for_a_pull_request,
        test_diff_base.test_since_a_branch_left_another,
    ),
    "CI on a merge queue: `recall-lint --since BASE`": (
        test_diff_base.test_since_a_branch_left_another,
    ),
    "`recall-lint` anywhere": (test_diff_base.test_without_a_word_everything_is_reported,),
}
"""The rows of the table, and the tests for each."""


def test_every_row_of_the_table_is_held() -> None:
    text = (ROOT / "docs" / "pre-commit.md").read_text("utf-8")
    table = text.partition("| command | checked |")[2].partition("\n\n")[0]
    assert [row.split(" | ")[0].removeprefix("| ") for row in table.splitlines()[2:]] == [*HELD]
