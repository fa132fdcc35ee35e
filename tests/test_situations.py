"""Work trees as users have them: clones, settings, locks, refusals; and what a run says there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.literate import ROOT
from tests.test_history import Repo
from tests.test_scopes import PLANETS, QUESTIONS, RENAMED

RUN: Final = (sys.executable, "-m", "recall_lint", "check", "--format=concise")


class Said(NamedTuple):
    """What a run said, and how it ended."""

    code: int
    told: str
    noted: str


def said(folder: Path, *arguments: str, run: tuple[str, ...] = RUN, **environment: str) -> Said:
    """A run of its own process, as a shell starts it; what is empty is no variable."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    given = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **environment}
    done = subprocess.run(
        (*run, *arguments),
        cwd=folder,
        env={k: v for k, v in {**kept, "PYTHONPATH": str(ROOT), **given}.items() if v},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Said(done.returncode, *(os.fsdecode(text) for text in (done.stdout, done.stderr)))


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A notebook with a section that was renamed, and a link that is as dead as ever."""
    made = Repo(tmp_path / "notebook")
    made.commit({"Notes/Planets.md": PLANETS, "Recall/Planets.md": QUESTIONS})
    made.commit({"Notes/Planets.md": RENAMED})
    return made


# Clones that do not have everything.


def test_a_clone_without_old_blobs_says_when_it_cannot_fetch_them(
    repo: Repo, tmp_path: Path
) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", "--filter=blob:none", f"file://{repo.root}", str(clone))
    away = repo.root.rename(tmp_path / "away")
    for _ in range(2):
        found = said(clone)
        assert found.code == 1
        assert [line.split()[2] for line in found.told.splitlines()] == ["RL102", "RL102"]
        assert found.noted.count("note: history is not looked at: fatal: ") == 1
    # What was there before cannot be told from what is new.
    found = said(clone, "--since", "HEAD~")
    assert found.code == 2
    assert "error: Notes/Planets.md: cannot be read as " in found.noted
    away.rename(repo.root)
    assert "RL111" in said(clone).told


# Files that are none.


@pytest.mark.parametrize("staged", [False, True])
def test_a_lock_of_an_editor_is_no_error(repo: Repo, staged: bool) -> None:
    (repo.root / "Notes/.#Planets.md").symlink_to("ada@host.4711:1764205955")
    (repo.root / "loop.md").symlink_to("loop.md")
    repo.git("add", "--all")
    found = said(repo.root, *(["--staged"] if staged else []), "--select=RL9")
    assert found.code == 0
    for name in ("Notes/.#Planets.md", "loop.md"):
        assert f"note: {name} is a link to nowhere; it is not read" in found.noted
    found = said(repo.root, "loop.md")
    assert (found.code, found.noted) == (2, "recall-lint: error: loop.md: is a link to nowhere\n")


def test_a_pipe_is_not_waited_for(repo: Repo) -> None:
    (repo.root / "Notes/Planets.md").unlink()
    os.mkfifo(repo.root / "Notes/Planets.md")
    repo.write({"Recall/New.md": "1. Why? [Reread](../Notes/Gone.md)\n"})
    found = said(repo.root)
    assert "Recall/New.md:1:18: error: RL101" in found.told
    assert "note: Notes/Planets.md is no regular file; it is not read" in found.noted
    found = said(repo.root, "Notes/Planets.md")
    assert found.noted == "recall-lint: error: Notes/Planets.md: is no regular file\n"
    assert found.code == 2
