"""The cache: its location, how little the next run reads, and that it is never trusted."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from recall_lint.base.config import Config
from recall_lint.base.report import Findings
from recall_lint.cli import main
from recall_lint.facts import cache, cache_folder
from recall_lint.facts.cached_results import State
from recall_lint.facts.reading import DocumentReader, ReadResult
from recall_lint.linter import linter
from recall_lint.rules import Rule
from recall_lint.rules.context import Context
from recall_lint.run.request import Request
from recall_lint.run.session import Session
from tests import disk
from tests.sources.test_files import git

LONG_AGO = 1_700_000_000


def run(*arguments: str) -> Result:
    words = ["-f", "concise", "--no-history", *arguments]
    return CliRunner().invoke(main, words, catch_exceptions=False)


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo with old time stamps, outside any repository."""
    root = disk.demo(tmp_path)
    for file in root.rglob("*"):
        os.utime(file, (LONG_AGO, LONG_AGO))
    monkeypatch.chdir(root)
    # The change time is that of the copy: only later is the stamp certain.
    monkeypatch.setattr("recall_lint.sources.files._TICK", -(10**15))
    monkeypatch.delenv("RECALL_LINT_CACHE_DIR")
    return root


def kept(root: Path) -> Path:
    return root / cache_folder.FOLDER / "notebook.sqlite3"


# Location.


def test_the_cache_explains_itself_and_git_ignores_it(notebook: Path) -> None:
    run()
    subprocess.run(["git", "init", "-q"], check=True)
    told = subprocess.run(["git", "status", "--short"], capture_output=True, text=True, check=True)
    assert cache_folder.FOLDER not in told.stdout
    assert "safe to delete" in (kept(notebook).parent / "README.md").read_text()


def test_it_can_lie_elsewhere(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run("--cache-dir", str(tmp_path / "a"))
    monkeypatch.setenv("RECALL_LINT_CACHE_DIR", str(tmp_path / "b"))
    assert run().stdout == first.stdout
    assert CliRunner().invoke(main, ["impact", "Notes/Stars.md#death"]).exit_code == 0
    assert [p.suffix for folder in "ab" for p in (tmp_path / folder).iterdir()] == [".sqlite3"] * 2
    assert not kept(notebook).parent.exists()


def test_nothing_is_kept_unasked(notebook: Path) -> None:
    run("--no-cache")
    assert not kept(notebook).parent.exists()


def test_clean(notebook: Path) -> None:
    run()
    assert kept(notebook).is_file()
    assert CliRunner().invoke(main, ["clean"]).exit_code == 0
    assert not kept(notebook).parent.exists()
    assert "no cache found" in CliRunner().invoke(main, ["clean", "Notes"]).stderr


# Repeated work.


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """The files that are parsed, and those that are checked."""
    done: dict[str, list[str]] = {"parsed": [], "checked": []}
    read, check = DocumentReader.read, linter.check

    def reading(self: DocumentReader, path: str, recall: bool) -> ReadResult | str:
        done["parsed"].append(path)
        return read(self, path, recall)

    def checking(context: Context, rules: Iterable[Rule], path: str) -> Findings:
        done["checked"].append(path)
        return check(context, rules, path)

    monkeypatch.setattr(DocumentReader, "read", reading)
    monkeypatch.setattr(linter, "check", checking)
    return done


@pytest.mark.usefixtures("notebook")
def test_the_second_run_does_nothing_again(work: dict[str, list[str]]) -> None:
    cold = run()
    assert len(work["parsed"]) == len(work["checked"]) > 5
    work["parsed"].clear()
    work["checked"].clear()
    assert (run().stdout, work) == (cold.stdout, {"parsed": [], "checked": []})


def test_an_edited_note_is_checked_with_the_pages_that_link_to_it(
    notebook: Path, work: dict[str, list[str]]
) -> None:
    run()
    work["parsed"].clear()
    work["checked"].clear()
    with (notebook / "Notes/Planets.md").open("a") as note:
        note.write("\nOne more sentence.\n")
    run()
    assert work["parsed"] == ["Notes/Planets.md"]
    assert {"Notes/Planets.md", "Recall/Stars.md"} <= set(work["checked"])
    assert "Recall/README.md" not in work["checked"]


def test_a_cache_that_is_restored_in_another_clone_is_valid(
    notebook: Path, tmp_path: Path, work: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cold = run()
    clone = tmp_path / "elsewhere"
    shutil.copytree(notebook, clone, copy_function=shutil.copy)
    monkeypatch.chdir(clone)
    work["parsed"].clear()
    work["checked"].clear()
    assert (run().stdout, work) == (cold.stdout, {"parsed": [], "checked": []})


def test_a_file_that_may_have_changed_in_the_same_tick_is_read_again(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recall_lint.sources.files._TICK", 2_000_000_000)
    page = notebook / "Recall/Stars.md"
    before = page.stat()
    cold = run()
    page.write_bytes(page.read_bytes().replace(b"#gas-giants", b"#gas-giant$"))
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "gas-giant$" in run().stdout
    assert "gas-giant$" not in cold.stdout


@pytest.mark.parametrize("other", [("--select", "RL102"), ("--ignore", "RL3"), ("--history",)])
@pytest.mark.usefixtures("notebook")
def test_other_choices_have_other_answers(other: tuple[str, ...]) -> None:
    cold = run("--no-cache", *other)
    run()
    assert run(*other).stdout == cold.stdout


# Imports.

NEVER = (
    "mistune",
    "pyromark",
    "yaml",
    "pathspec",
    "rapidfuzz",
    "slugify",
    "multiprocessing",
    "recall_lint.history.history",
    "recall_lint.linter.linter",
    "recall_lint.markdown.blocks",
    "recall_lint.fixes.apply",
    "recall_lint.notebook.notebook",
    "recall_lint.reporters.concise",
    "recall_lint.reporters.sarif",
    "recall_lint.rules",
    "recall_lint.sites.jekyll",
    "recall_lint.slugs",
    "yaml",
)


@pytest.mark.usefixtures("notebook")
def test_a_warm_run_imports_no_parser_no_rule_and_no_other_reporter() -> None:
    def imported(*arguments: str) -> set[str]:
        names = "print(*sys.modules, sep='\\n', file=sys.stderr)"
        code = f"import sys, atexit; atexit.register(lambda: {names}); "
        code += "from recall_lint.cli import main; main()"
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        return set(done.stderr.split("\n"))

    tick = "import recall_lint.sources.files; recall_lint.sources.files._TICK = -10**15; "
    cold = f"{tick}from recall_lint.cli import main; main(['-f', 'concise'])"
    subprocess.run([sys.executable, "-c", cold], capture_output=True, check=False)
    warm = imported("-f", "human")
    assert "recall_lint.reporters.human" in warm
    assert not warm & set(NEVER)
    assert imported("--no-cache") >= {"recall_lint.markdown.blocks", "recall_lint.rules"}


# Trust.


def damages(file: Path) -> Iterator[bytes | None]:
    """Possible damage to a cache file."""
    data = file.read_bytes()
    rng = random.Random(1)
    yield b""
    yield b"no database"
    yield data[: len(data) // 2]
    yield data[:100]
    for _ in range(30):
        damaged = bytearray(data)
        for _ in range(rng.randrange(1, 40)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        yield bytes(damaged)
    yield None


def test_a_damaged_cache_counts_as_empty_and_is_made_anew(notebook: Path) -> None:
    cold = run()
    for damaged in damages(kept(notebook)):
        if damaged is None:
            kept(notebook).unlink()
        else:
            kept(notebook).write_bytes(damaged)
        for _ in range(2):
            again = CliRunner(catch_exceptions=False).invoke(
                main, ["-f", "concise", "--no-history"]
            )
            assert (again.stdout, again.exit_code) == (cold.stdout, cold.exit_code)


def test_a_foreign_database_counts_as_empty(notebook: Path) -> None:
    cold = run()
    kept(notebook).unlink()
    with sqlite3.connect(kept(notebook)) as connection:
        connection.execute("CREATE TABLE state (something TEXT)")
    connection.close()
    assert run().stdout == cold.stdout
    assert run().stdout == cold.stdout


def test_what_another_version_kept_counts_as_nothing(
    notebook: Path, work: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    monkeypatch.setattr(cache, "VERSION", cache.VERSION + 1)
    work["parsed"].clear()
    run()
    assert len(work["parsed"]) == len(list(notebook.rglob("*.md"))) - 1


def test_a_cache_that_cannot_be_written_is_a_note(notebook: Path) -> None:
    cold = run()
    shutil.rmtree(kept(notebook).parent)
    kept(notebook).parent.write_text("a file, where the folder should be")
    again = run()
    assert (again.stdout, again.exit_code) == (cold.stdout, cold.exit_code)
    assert "recall-lint: note: failed to write cache " in again.stderr


def test_a_file_that_a_full_disk_left_empty_is_written_again(notebook: Path) -> None:
    run()
    kept(notebook).with_name(".gitignore").write_text("")
    with (notebook / "Notes/Planets.md").open("a") as note:
        note.write("\nOne more sentence.\n")
    run()
    assert kept(notebook).with_name(".gitignore").read_text().endswith("\n*\n")


def test_a_name_that_is_not_utf_8_is_kept_with_its_problems(
    notebook: Path, work: dict[str, list[str]]
) -> None:
    page = os.fsencode(notebook / "Recall") + b"/\xff\\.md"
    with open(page, "w") as file:
        file.write("1. What? [Reread](../Notes/Stars.md#gone)\n")
    os.utime(page, (LONG_AGO, LONG_AGO))
    cold = run()
    assert "failed to write cache" not in cold.stderr
    work["parsed"].clear()
    work["checked"].clear()
    assert (run().stdout, work) == (cold.stdout, {"parsed": [], "checked": []})


def test_a_deeper_history_is_another_history(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def commit(message: str) -> None:
        git(notebook, "add", "-A")
        git(notebook, "commit", "-q", "-m", message)

    git(notebook, "init", "-q")
    (notebook / "Notes/Moon.md").write_text("# Moon\n## Old name\nThe same words, all of them.\n")
    (notebook / "Recall/Moon.md").write_text("1. What? [Reread](../Notes/Moon.md#old-name)\n")
    commit("old")
    (notebook / "Notes/Moon.md").write_text("# Moon\n## Other\nThe same words, all of them.\n")
    commit("new")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", notebook.as_uri(), str(shallow))
    monkeypatch.chdir(shallow)

    def told() -> str:
        return CliRunner().invoke(main, ["-f", "concise"], catch_exceptions=False).output

    assert "RL102" in told()
    assert "shallow clone" in told()
    git(shallow, "fetch", "-q", "--unshallow")
    deep = told()
    assert "Recall/Moon.md:1:19: error: RL111" in deep
    assert "shallow clone" not in deep


def test_runs_at_the_same_time_do_not_hurt_each_other(notebook: Path) -> None:
    command = [sys.executable, "-m", "recall_lint", "-f", "concise", "--no-history"]

    def one(_: int) -> tuple[bytes, int]:
        done = subprocess.run(command, capture_output=True, check=False)
        return done.stdout, done.returncode

    cold = one(0)
    for round_ in range(2):
        kept(notebook).unlink(missing_ok=True)
        (notebook / "Notes/New.md").write_text(f"# New {round_}\n")
        with ThreadPoolExecutor(6) as pool:
            assert set(pool.map(one, range(12))) == {cold}


def test_several_processes_say_what_one_says(notebook: Path) -> None:
    one = run("--no-cache", "--jobs", "1")
    assert run("--no-cache", "--jobs", "3").stdout == one.stdout
    assert run("--jobs", "3").stdout == one.stdout
    assert run().stdout == one.stdout
    with Session(Request(str(notebook), ["."], Config(), history=False, jobs=2)) as session:
        assert session.report().files
    wrong = run("--jobs", "many")
    assert wrong.exit_code == 2
    assert "'many' is not `auto` or a positive integer" in wrong.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("paths", None), ("paths", [1]), ("stamps", ["", 2]), ("lengths", ["1"]), ("checksums", [])],
)
def test_a_state_of_other_types_is_none(name: str, value: object) -> None:
    sound = State.empty()._asdict()
    assert State.of(sound) == State.empty()
    assert State.of(sound | {"paths": ["a"], name: value, "settings_key": "x"}) == State.empty()


def test_nothing_is_kept_in_a_folder_that_nothing_says_is_a_notebook(
    notebook: Path, tmp_path: Path
) -> None:
    (notebook / ".recall-lint.toml").unlink()
    assert run().exit_code == 1
    assert not kept(notebook).parent.exists()
    assert run("--cache-dir", str(tmp_path / "a")).exit_code == 1
    assert (tmp_path / "a").is_dir()
