"""A repository whose configuration names programs → a run that starts none of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recall_lint.base import git, git_trust
from tests.history.test_history import Repo

NOTE = "# Planets\n\n## Mars\n\nRed.\n"
PAGE = "1. Which is red? [Reread](../Notes/Planets.md#the-red-one)\n"
HOOKS = ("post-index-change", "pre-commit", "post-checkout")


@pytest.fixture
def hostile(tmp_path: Path) -> Repo:
    """A repository of which every program that git may start leaves a trace."""
    repo = Repo(tmp_path / "repo")
    repo.commit(
        {"Notes/Planets.md": NOTE.replace("Mars", "The red one"), "Recall/Planets.md": PAGE}
    )
    repo.commit({"Notes/Planets.md": NOTE, ".gitattributes": "*.md filter=x diff=x\n"})
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$0 $@" >> {tmp_path}/trace\nexit 1\n')
    program.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in HOOKS:
        (hooks / hook).symlink_to(program)
    names = (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass"),
        *("diff.external", "diff.x.command", "diff.x.textconv", "gpg.program"),
        *("filter.x.clean", "filter.x.smudge", "filter.x.process"),
    )
    for name in names:
        repo.git("config", name, str(program))
    repo.git("config", "core.hooksPath", str(hooks))
    repo.git("config", "filter.x.required", "true")
    repo.git("config", "log.showSignature", "true")
    return repo


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "--staged"),
        ("check", "--since", "HEAD~"),
        ("check", "--fix", "--unsafe-fixes"),
        ("rename", "Notes/Planets.md", "Notes/Stars.md"),
        ("baseline",),
    ],
    ids=" ".join,
)
def test_no_program_of_a_repository_is_started(
    hostile: Repo, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    # A file with new times makes git compare its text, which is when it would convert it.
    (hostile.root / "Notes/Planets.md").write_text(NOTE + "\nCold.\n")
    command = (sys.executable, "-m", "recall_lint", *arguments)
    done = subprocess.run(command, cwd=hostile.root, check=False, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    assert not (tmp_path / "trace").exists()
    if arguments == ("check",):
        assert "recall-lint: note: git filter x was not run: only this rep" in done.stderr


def test_filters_of_the_user_stay() -> None:
    told = (
        *("global", "filter.lfs.clean\ngit-lfs clean", "global", "filter.mine.clean\nmine"),
        *("local", "filter.lfs.clean\nevil", "worktree", "filter.x.smudge\nevil"),
        *("local", "filter.x.required\ntrue", "local", "user.name\nx"),
    )
    own, ignored = git_trust.filters("\0".join((*told, "")))
    assert ignored == {"x"}
    assert own[::2] == ("-c",) * 3
    assert own[1::2] == (
        *("filter.lfs.clean=git-lfs clean", "filter.x.required=false", "filter.x.smudge="),
    )


@pytest.mark.parametrize("url", ["ext::{} %S", "ssh://example.org/notes"])
def test_no_remote_is_asked(hostile: Repo, tmp_path: Path, url: str) -> None:
    # git would fetch what a partial clone lacks, and start these programs for it.
    hostile.git("config", "protocol.ext.allow", "always")
    hostile.git("config", "remote.origin.url", url.format(tmp_path / "program"))
    hostile.git("config", "remote.origin.promisor", "true")
    hostile.git("config", "core.repositoryFormatVersion", "1")
    hostile.git("config", "extensions.partialClone", "origin")
    missing = "1" * 40
    with pytest.raises(git.GitError):
        git.run(str(hostile.root), "cat-file", "blob", missing)
    assert not (tmp_path / "trace").exists()


def test_a_folder_like_a_repository_is_none(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "notes")], check=True)
    with pytest.raises(git.GitError):
        git.run(str(tmp_path / "notes"), "rev-parse", "--git-dir")
