"""Work trees of users: clones, settings, locks, refusals; and the messages of a run there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.history.test_history import Repo
from tests.literate import ROOT
from tests.sources.test_diff_base import PLANETS, QUESTIONS, RENAMED

RUN: Final = (sys.executable, "-m", "recall_lint", "check", "--format=concise")


class Said(NamedTuple):
    """The output of a run, and its exit code."""

    code: int
    told: str
    noted: str


def said(folder: Path, *arguments: str, **environment: str) -> Said:
    """Run in a new process, like a shell; empty values unset variables."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    given = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **environment}
    done = subprocess.run(
        (*RUN, *arguments),
        cwd=folder,
        env={k: v for k, v in {**kept, "PYTHONPATH": str(ROOT), **given}.items() if v},
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Said(done.returncode, *(os.fsdecode(text) for text in (done.stdout, done.stderr)))


_ROT13: Final = "tr 'A-Za-z' 'N-ZA-Mn-za-m'"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A notebook with a renamed section, and a broken link."""
    made = Repo(tmp_path / "notebook")
    made.commit({"Notes/Planets.md": PLANETS, "Recall/Planets.md": QUESTIONS})
    made.commit({"Notes/Planets.md": RENAMED})
    return made


def test_a_program_that_cannot_be_loaded_says_so(repo: Repo, tmp_path: Path) -> None:
    for error in ("OSError(24, 'Too many open files')", "ImportError('no space')"):
        (tmp_path / "click.py").write_text(f"raise {error}\n")
        result = said(repo.root, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
        assert result.code == 2
        assert result.noted.startswith("recall-lint: error: failed to start: ")
        assert result.noted.count("\n") == 1


# Incomplete clones.


def test_a_clone_without_old_blobs_says_so_and_fetches_none(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", "--filter=blob:none", f"file://{repo.root}", str(clone))
    away = repo.root.rename(tmp_path / "away")
    for _ in range(2):
        found = said(clone)
        assert found.code == 1
        assert [line.split()[2] for line in found.told.splitlines()] == ["RL102", "RL102"]
        assert found.noted.count("note: git history is unavailable: fatal: ") == 1
    # Existing problems cannot be distinguished from new ones.
    found = said(clone, "--since", "HEAD~")
    assert found.code == 2
    assert "error: failed to read Notes/Planets.md in " in found.noted
    # A reachable remote is not contacted unless the user does so.
    away.rename(repo.root)
    assert "RL111" not in said(clone).told
    repo.git("-C", str(clone), "fetch", "--quiet", "--refetch", "--no-filter")
    assert "RL111" in said(clone).told


def test_a_baseline_holds_in_a_shallow_clone_and_without_history(
    repo: Repo, tmp_path: Path
) -> None:
    assert "RL111" in said(repo.root).told
    subprocess.run((*RUN[:-2], "baseline"), cwd=repo.root, check=True, capture_output=True)
    repo.commit({})
    clone = tmp_path / "clone"
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.root}", str(clone))
    for arguments in ((), ("--no-history",)):
        assert "RL102" in said(clone, *arguments).told
        found = said(clone, "--baseline=.recall-lint-baseline.json", *arguments)
        assert (found.code, found.told) == (0, "")
        assert "gone" not in found.noted


# Special files.


@pytest.mark.parametrize("staged", [False, True])
def test_a_lock_of_an_editor_is_no_error(repo: Repo, staged: bool) -> None:
    (repo.root / "Notes/.#Planets.md").symlink_to("ada@host.4711:1764205955")
    (repo.root / "loop.md").symlink_to("loop.md")
    repo.git("add", "--all")
    found = said(repo.root, *(["--staged"] if staged else []), "--select=RL9")
    assert found.code == 0
    for name in ("Notes/.#Planets.md", "loop.md"):
        assert f"note: skipped broken symlink {name}" in found.noted
    found = said(repo.root, "loop.md")
    assert (found.code, found.noted) == (2, "recall-lint: error: loop.md: broken symlink\n")


def test_a_pipe_is_not_waited_for(repo: Repo) -> None:
    (repo.root / "Notes/Planets.md").unlink()
    os.mkfifo(repo.root / "Notes/Planets.md")
    repo.write({"Recall/New.md": "1. Why? [Reread](../Notes/Gone.md)\n"})
    found = said(repo.root)
    assert "Recall/New.md:1:18: error: RL101" in found.told
    assert "Notes/Planets.md:1:1: error: RL900" in found.told
    assert "error: Notes/Planets.md is not a regular file" in found.noted
    assert found.code == 2
    found = said(repo.root, "Notes/Planets.md")
    assert found.noted == "recall-lint: error: Notes/Planets.md: not a regular file\n"
    assert found.code == 2


# Files that git converts on checkout and commit.

WRONG: Final = "1. Who? [Reread](../notes/Planets.md#giants)\n"
RIGHT: Final = "1. Who? [Reread](../Notes/Planets.md#giants)\n"


def rotated(repo: Repo, smudge: str = _ROT13) -> dict[str, str]:
    """Make git store pages in unreadable form; the settings of a user who wants that."""
    own = repo.root.parent / "gitconfig"
    settings = {"clean": _ROT13, "smudge": smudge, "required": "true"}
    for name, value in settings.items():
        repo.git("config", f"filter.rot13.{name}", _ROT13 if name == "smudge" else value)
        repo.git("config", "--file", str(own), f"filter.rot13.{name}", value)
    return {"GIT_CONFIG_GLOBAL": str(own)}


@pytest.mark.parametrize("settings", ["autocrlf", "eol", "filter"])
@pytest.mark.parametrize("folder", [".", "Deep"])
def test_the_index_is_read_as_git_would_write_it(repo: Repo, settings: str, folder: str) -> None:
    own: dict[str, str] = {}
    if settings == "autocrlf":
        repo.git("config", "core.autocrlf", "true")
    else:
        how = {"eol": "text eol=crlf", "filter": "filter=rot13"}[settings]
        own = rotated(repo)
        repo.write({".gitattributes": f"*.md {how}\n"})
    end = "\n" if settings == "filter" else "\r\n"
    root = repo.root / folder
    name = os.path.normpath(f"{folder}/Recall/New.md")
    config = f"{folder}/.recall-lint.toml"
    notes = f"{folder}/Notes/Planets.md"
    repo.stage({config: "", notes: RENAMED, name: ""})
    repo.git("commit", "--quiet", "--message=x")
    page = repo.root / name
    page.write_bytes(WRONG.replace("\n", end).encode())
    repo.git("add", "--all")
    found = said(root, "--staged", "--fix", **own)
    assert "fixed 1 problem in 1 file" in found.noted
    assert page.read_bytes() == RIGHT.replace("\n", end).encode()
    repo.git("add", "--all")
    assert said(root, "--staged", **own).code == 0
    # Files with unstaged changes are not written.
    repo.stage({name: WRONG})
    page.write_bytes(f"{WRONG}More.\n".replace("\n", end).encode())
    found = said(root, "--staged", "--fix", **own)
    assert "Recall/New.md differs from the version that was checked" in found.noted
    assert page.read_bytes() == f"{WRONG}More.\n".replace("\n", end).encode()


def test_a_staged_file_that_is_gone_does_not_keep_others_from_being_mended(repo: Repo) -> None:
    repo.stage({"Recall/New.md": WRONG, "Recall/Newer.md": WRONG.replace("Who", "What")})
    (repo.root / "Recall/New.md").unlink()
    found = said(repo.root, "--staged", "--fix")
    assert found.code == 2
    assert "error: failed to read Recall/New.md: No such file or directory" in found.noted
    assert "fixed 1 problem in 1 file" in found.noted


def test_an_editor_that_writes_line_feeds_all_the_same(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.stage({"Recall/New.md": WRONG})
    assert "fixed 1 problem in 1 file" in said(repo.root, "--staged", "--fix").noted
    assert (repo.root / "Recall/New.md").read_bytes() == RIGHT.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("folder", [".", "Deep"])
def test_a_file_that_was_only_touched_has_not_changed(repo: Repo, folder: str) -> None:
    repo.git("config", "core.autocrlf", "true")
    page = repo.root / folder / "Recall/Dead.md"
    repo.write({f"{folder}/.recall-lint.toml": "", f"{folder}/Recall/Dead.md": ""})
    page.write_bytes(b"1. Who?\r\n2. What? [Reread](gone.md)\r\n")
    repo.git("add", "--all")
    repo.git("commit", "--quiet", "--message=x")
    os.utime(page, (1, 1))
    found = said(repo.root / folder, "--since", "HEAD")
    assert (found.code, found.told) == (0, "")


def test_a_filter_that_fails_is_told(repo: Repo) -> None:
    own = rotated(repo, smudge="false")
    repo.write({".gitattributes": "Recall/*.md filter=rot13\n"})
    repo.git("add", "--renormalize", ".")
    found = said(repo.root, "--staged", **own)
    assert found.code == 2
    assert (
        "error: failed to read Recall/Planets.md: blob missing from the git repository: "
        in found.noted
    )


# Environment variables for git.


def test_settings_of_the_environment_hold(repo: Repo) -> None:
    repo.write({"secret.md": "[x](gone.md)\n", "patterns": "secret.md\n"})
    patterns = str(repo.root / "patterns")
    one = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.excludesFile"}
    for settings in (
        {**one, "GIT_CONFIG_VALUE_0": patterns},
        {"GIT_CONFIG_PARAMETERS": f"'core.excludesFile={patterns}'"},
    ):
        assert "secret.md" not in said(repo.root, **settings).told
    assert "secret.md:1:5: error: RL101" in said(repo.root).told
    # But not those that would change the meaning of patterns.
    told = said(repo.root).told
    assert "RL111" in told
    assert said(repo.root, "--no-cache", GIT_LITERAL_PATHSPECS="1").told == told


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files away")
def test_a_repository_of_somebody_else_s(repo: Repo) -> None:
    for path in (repo.root, repo.root / ".git"):
        os.chown(path, 4711, -1)
    for arguments in (("--since", "main"), ("--staged",)):
        found = said(repo.root, *arguments)
        assert found.code == 2
        assert "fatal: detected dubious ownership in repository" in found.noted
        assert f"; run `git config --global --add safe.directory {repo.root}`" in found.noted


def test_a_repository_beside_its_work_tree(tmp_path: Path) -> None:
    home = tmp_path / "home"
    repo = Repo(home)
    repo.commit({"Notes/Planets.md": PLANETS, "Recall/Planets.md": QUESTIONS})
    repo.stage({"Notes/Planets.md": RENAMED})
    (home / ".git").rename(tmp_path / "dotfiles")
    where = {"GIT_DIR": str(tmp_path / "dotfiles"), "GIT_WORK_TREE": str(home)}
    found = said(home, "--staged", **where)
    assert [line.split()[2] for line in found.told.splitlines()] == ["RL111"]
    assert "RL111" in said(home / "Recall", **{**where, "GIT_DIR": "../../dotfiles"}).told
    # They do not apply to a nested repository, or elsewhere.
    inner = Repo(home / "inner")
    inner.commit({"Notes/Planets.md": PLANETS, "Recall/Planets.md": QUESTIONS})
    for place in (home / "inner", tmp_path / "other"):
        inner.root.rename(place)
        found = said(place, "--staged", **where)
        assert "checking all files in the index" in found.noted
        assert found.told.count("RL102") == 1


# Environment variables for Python.


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONOPTIMIZE": "2"},
    ],
)
def test_names_and_pages_are_the_same_under_any_python(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    repo = Repo(tmp_path / "Nötizbuch")
    repo.commit({"Nötes/Ü.md": "# Ä\n\nText.\n", "Recall/ß.md": "1. Wö? [R](../Nötes/Ü.md#ä)\n"})
    for arguments in ((), ("Recall/ß.md",), ("--format=sarif:sarif",)):
        assert said(repo.root, *arguments, **environment)[:2] == said(repo.root, *arguments)[:2]
        assert said(repo.root, *arguments).code == 0
    repo.write({"Recall/ß.md": "1. Wö? [R](../Nötes/Ü.md#ö)\n"})
    found = said(repo.root, **environment)
    assert found.told.startswith("Recall/ß.md:1:12: error: RL102 ")
    page = (sys.executable, "-m", "recall_lint", "rule", "RL101")
    told = {
        subprocess.run(page, check=True, capture_output=True, env={**os.environ, **more}).stdout
        for more in (environment, {})
    }
    assert len(told) == 1


# Closed and full streams.


def ended(folder: Path, command: str) -> int:
    """The exit code of a command with redirections of a shell."""
    code = folder.parent / "code"
    script = f"{{ {' '.join(RUN)} --no-cache {command.replace('|', f'; echo $? >{code}; }} |')}"
    if "|" not in command:
        script += f"; echo $? >{code}; }}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(["sh", "-c", script], check=True, cwd=folder, env=environment)
    return int(code.read_text())


@pytest.mark.parametrize("closed", ["2>&-", ">&-", ">&- 2>&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_what_cannot_be_said_is_no_problem(repo: Repo, closed: str) -> None:
    assert ended(repo.root, f"--ignore=RL1 {closed}") == 0
    assert ended(repo.root, f"{closed}") == 1
    assert ended(repo.root, f"--no-such-option {closed}") == 2


@pytest.mark.parametrize("pipe", ["| true", "2>&1 >&- | true"])
def test_a_reader_who_has_seen_enough(repo: Repo, pipe: str) -> None:
    repo.write({"Notes/More.md": "".join(f"[x](gone{n}.md)\n" for n in range(9_999))})
    assert ended(repo.root, f"--no-history --fail-on=never {pipe}") == 0


def test_a_summary_that_cannot_be_written_is_a_note(repo: Repo) -> None:
    ci = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(repo.root)}
    found = said(repo.root, "--format=github:report", "--ignore=RL1", **ci)
    assert found.code == 0
    assert f"note: failed to write step summary report to {repo.root}: " in found.noted


# Unknown words and patterns.


@pytest.mark.parametrize("name", ["--since", "--baseline", "--config", "--select", "-o", "--"])
def test_an_empty_word_is_a_mistake(repo: Repo, name: str) -> None:
    found = said(repo.root, name, "")
    assert found.code == 2
    assert "empty value (unset shell variable?)" in found.noted


def test_a_pattern_that_matches_no_file_is_named(repo: Repo) -> None:
    config = 'exclude = ["./Notes/", "/No/"]\nnotes = ["*.markdown"]\n'
    ignored = '[per-file-ignores]\n"!Recall/*.md" = ["RL1"]\n"../x" = ["RL1"]\n'
    repo.commit({".recall-lint.toml": config + ignored, "page.md": "[x](Notes/Planets.md)\n"})
    for _ in range(2):
        found = said(repo.root)
        assert "in 3 questions, 4 links and 2 files" in found.noted
        assert [line for line in found.noted.splitlines() if "matches no file" in line] == [
            f"recall-lint: note: `{key}`: pattern {pattern!r} matches no file"
            for key, pattern in (
                ("notes", "*.markdown"),
                ("exclude", "/No/"),
                ("per-file-ignores", "../x"),
            )
        ]
    repo.write({"No/a.md": "Nothing.\n"})
    assert "'/No/'" not in said(repo.root).noted


# Careful fixes.


@pytest.fixture
def wrong(repo: Repo) -> Path:
    """A page with a fix."""
    repo.commit({"Recall/New.md": WRONG})
    return repo.root / "Recall/New.md"


def test_what_is_read_only_is_not_mended(repo: Repo, wrong: Path) -> None:
    wrong.chmod(0o444)
    found = said(repo.root, "--fix", "--select=RL107")
    assert found.code == 2
    assert ("error: failed to write Recall/New.md: file is read-only") in found.noted
    assert (wrong.read_text(), wrong.stat().st_mode & 0o777) == (WRONG, 0o444)


def test_a_hard_link_stays_one(repo: Repo, wrong: Path, tmp_path: Path) -> None:
    (tmp_path / "again.md").hardlink_to(wrong)
    assert said(repo.root, "--fix", "--select=RL107").code == 0
    assert (tmp_path / "again.md").read_text() == wrong.read_text() == RIGHT
    assert (tmp_path / "again.md").samefile(wrong)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give files away")
def test_a_file_keeps_its_owner_and_mode(repo: Repo, wrong: Path) -> None:
    os.chown(wrong, 4711, 4712)
    wrong.chmod(0o640)
    assert said(repo.root, "--fix", "--select=RL107").code == 0
    assert wrong.read_text() == RIGHT
    status = wrong.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o777) == (4711, 4712, 0o640)


# Incomplete work trees.


def test_what_a_sparse_checkout_leaves_out_is_read_from_the_index(
    repo: Repo, tmp_path: Path
) -> None:
    whole = said(repo.root).told
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("sparse-checkout", "set", "Recall")
    assert not (repo.root / "Notes").exists()
    for _ in range(2):
        found = said(repo.root)
        assert found.told == whole
        assert "note: 1 file not checked out: reading from the git index" in found.noted
    repo.write({"Notes/Planets.md": PLANETS})
    assert [line.split()[2] for line in said(repo.root).told.splitlines()] == ["RL102"]
    # Nothing is fetched.
    clone = tmp_path / "clone"
    where = f"file://{repo.root}"
    repo.git("clone", "--quiet", "--filter=blob:none", "--sparse", where, str(clone))
    subprocess.run(["git", "sparse-checkout", "set", "Recall"], cwd=clone, check=True)
    found = said(clone)
    assert (found.code, found.told) == (0, "")
    assert "note: 1 file not available in this clone: links to their " in found.noted


def test_what_is_not_checked_out_is_not_written(repo: Repo) -> None:
    repo.commit({"Recall/New.md": WRONG})
    repo.git("sparse-checkout", "set", "Notes")
    found = said(repo.root, "--fix", "--select=RL107")
    assert found.code == 2
    assert "error: Recall/New.md is not checked out; not written" in found.noted


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_and_mended_as_such(repo: Repo, wrong: Path, encoding: str) -> None:
    wrong.write_bytes(f"\ufeff{WRONG}".encode(encoding))
    note = repo.root / "Notes/Planets.md"
    note.write_bytes(f"\ufeff{PLANETS}".replace("\n", "\r\n").encode(encoding))
    found = said(repo.root, "--fix")
    assert [line.split()[2] for line in found.told.splitlines()] == ["RL102"]
    assert wrong.read_bytes() == f"\ufeff{RIGHT}".encode(encoding)
    assert found.noted.count("Notes/Planets.md is not valid UTF-8") == 1


# Exhausted resources.


@pytest.mark.parametrize("arguments", [(), ("--staged",), ("--jobs=3",)])
def test_too_many_open_files_are_one_line(repo: Repo, arguments: tuple[str, ...]) -> None:
    repo.write({f"Notes/{n}.md": "# A\n\nText.\n" for n in range(9)})
    whole = said(repo.root, *arguments, "--no-cache")
    ends = set()
    for most in range(7, 20):
        limited = f"ulimit -n {most}; exec {' '.join(RUN)} --no-cache {' '.join(arguments)}"
        done = subprocess.run(
            ["sh", "-c", limited],
            cwd=repo.root,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        ends.add(done.returncode)
        if done.returncode == 2:
            assert done.stdout == ""
            assert done.stderr.count("\n") == 1
            assert "Too many open files" in done.stderr
        else:
            assert (done.returncode, done.stdout) == whole[:2]
    assert ends == {1, 2}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_disk_is_one_line(repo: Repo) -> None:
    found = said(repo.root, "--format=json:/dev/full", "--select=RL9", "--quiet")
    assert (found.code, found.told) == (2, "")
    assert found.noted.endswith("/dev/full: No space left on device\n")
    assert found.noted.count("\n") == 1
