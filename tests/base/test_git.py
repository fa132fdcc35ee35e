"""Arguments → what git prints, whatever a hook has set, and why it refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from recall_lint.base import git, git_process
from tests.sources.test_files import git as prepare

HOOK_VARIABLES = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    mine = tmp_path / "mine"
    mine.mkdir()
    prepare(mine, "init", "-q")
    (mine / "a.md").write_text("# A\n")
    prepare(mine, "add", ".")
    return mine


def refusing(folder: Path, monkeypatch: pytest.MonkeyPatch, *stderr: str) -> None:
    """Put a git on the PATH that only says this and fails."""
    said = "".join(f"{line}\n" for line in stderr)
    script = folder / "git"
    script.write_text(f"#!/bin/sh\n/bin/cat >&2 <<'END'\n{said}END\nexit 128\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_branches_and_tags(repository: Path) -> None:
    identity = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    prepare(repository, *identity, "commit", "-qm", "a")
    for name in ("refs/heads/art", "refs/remotes/origin/assets", "refs/tags/v1"):
        prepare(repository, "update-ref", name, "HEAD")
    names = ("art", "assets", "v1", "gone", "origin")
    assert [git.has_branch(str(repository), name) for name in names] == [True] * 3 + [False] * 2
    # What lies above a folder of the repository is in the repository.
    (repository / "sub").mkdir()
    assert not git.has_branch(str(repository / "sub"), "art")


def test_a_hook_s_variables_do_not_reach_git(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in HOOK_VARIABLES:
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    assert git.run(str(repository), "ls-files") == b"a.md\n"
    with git.start(str(repository), "cat-file", "--batch-check") as process:
        said, _ = process.communicate(b":a.md\n")
    assert said.split()[1:] == [b"blob", b"4"]
    assert os.environ["GIT_DIR"] == str(tmp_path / "elsewhere")


def test_the_variables_that_say_how_git_works_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(tmp_path, "init", "-q")
    (tmp_path / "inner").mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(git.GitError, match="not a git repository"):
        git.run(str(tmp_path / "inner"), "ls-files")


def test_reading_never_writes(repository: Path) -> None:
    index = repository / ".git" / "index"
    before = index.read_bytes()
    os.utime(repository / "a.md", (1, 1))
    git.run(str(repository), "status")
    assert index.read_bytes() == before


def test_the_reason_of_a_refusal_is_its_fatal_line_and_its_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = "fatal: detected dubious ownership in repository at '/x'"
    advice = ("To add an exception for this directory, call:", "", "\tgit config --global …")
    refusing(tmp_path, monkeypatch, "warning: slow", reason, *advice)
    with pytest.raises(git.GitError) as caught:
        git.run(str(tmp_path), "ls-files")
    assert str(caught.value) == f"{reason}; run `git config --global …`"


def test_a_refusal_is_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "git"
    script.write_text('#!/bin/sh\necho "fatal: $LANGUAGE" >&2\nexit 128\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LANGUAGE", "fr")
    with pytest.raises(git.GitError, match=r"^fatal: en$"):
        git.run(str(tmp_path), "ls-files")


def test_a_refusal_without_a_fatal_line_is_its_last_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(tmp_path, monkeypatch, "warning: slow", "error: no such thing")
    with pytest.raises(git.GitError, match=r"^error: no such thing$"):
        git.run(str(tmp_path), "ls-files")


def test_a_refusal_without_words_is_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(tmp_path, monkeypatch)
    with pytest.raises(git.GitError, match=r"^git ls-files failed with exit code 128$"):
        git.run(str(tmp_path), "ls-files")


def test_a_machine_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(git.GitError, match=r"^could not start git: No such file or directory$"):
        git.run(str(tmp_path), "ls-files")


def test_blobs_are_read_by_their_ids(repository: Path) -> None:
    blobs = git_process.Blobs(str(repository))
    known = git.run(str(repository), "ls-files", "--stage").split()[1].decode()
    assert blobs.read(known) == b"# A\n"
    assert blobs.read("0" * 40) is None
    assert blobs.read(known) == b"# A\n"
    blobs.close()


def test_an_index_that_is_given_is_read(repository: Path) -> None:
    other = repository / ".git" / "other"
    assert git.run(str(repository), "ls-files", index=str(other)) == b""
