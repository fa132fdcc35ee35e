"""Whole runs, from a user's perspective."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from recall_lint.base.problems import Problem
from recall_lint.cli import commands, main
from recall_lint.facts.index import DocumentIndex
from recall_lint.facts.reading import DocumentReader, ReadResult
from recall_lint.markdown import reader
from recall_lint.rules import missing_section
from recall_lint.rules.context import Context
from recall_lint.sources import files
from tests import disk
from tests.literate import ROOT

_READ = DocumentReader.read
_CHECK = missing_section.check

SNAPSHOTS = ROOT / "tests" / "snapshots"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), prog_name="recall-lint")


def scrub(text: str) -> str:
    return re.sub(r"\(\d+\.\d\d s\)", "(0.00 s)", text)


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(disk.demo(tmp_path))


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("human", ()),
        ("color", ("--color", "always", "Notes")),
        ("concise", ("--format", "concise")),
        ("one-rule", ("-f", "concise", "--select", "missing-file,RL3", "--ignore", "RL301")),
        ("clean", ("Notes/Planets.md",)),
        ("help", ("--help",)),
        ("help-check", ("check", "--help")),
    ],
)
def test_snapshots(name: str, arguments: tuple[str, ...], snapshot: Any) -> None:
    result = run(*arguments, *(() if "--help" in arguments else ("--no-history",)))
    text = f"{result.stdout}--- stderr\n{scrub(result.stderr)}--- exit {result.exit_code}\n"
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(text, f"{name}.txt")


def make(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make(
        tmp_path,
        {
            ".recall-lint.toml": "",
            "Notes/A.md": "# A\nText.\n[x](#gone)\n",
            "Recall/A.md": "1. What? [Reread](../Notes/A.md#gone)\n",
        },
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("notebook")
def test_paths_choose_whose_problems_are_reported_not_what_is_indexed() -> None:
    assert "Recall/A.md:1" in run("-f", "concise", "Recall").stdout
    assert "Notes/A.md" not in run("-f", "concise", "Recall").stdout.partition(":")[0]
    assert run("-f", "concise", "Recall", "Notes").stdout.count("RL102") == 2
    assert run("check", "-f", "concise", "Notes/A.md").stdout.count("RL102") == 1


def test_from_a_folder_inside_the_notebook(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(notebook / "Recall")
    assert run("-f", "concise").stdout.startswith("A.md:1:19: error: RL102 missing-section: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gone",), "gone: no such file or folder"),
        (("--select", "RL8"), "unknown rule `RL8`"),
        (("--ignore", "missing-fil"), "did you mean `missing-file`?"),
        (("--format", "xml"), "Invalid value for '--format'"),
        (("--nope",), "No such option"),
    ],
)
@pytest.mark.usefixtures("notebook")
def test_usage_errors(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_a_configuration_error(notebook: Path) -> None:
    (notebook / ".recall-lint.toml").write_text("selekt = []\n")
    result = run()
    assert result.exit_code == 2
    assert "unknown key `selekt`; did you mean `select`?" in result.stderr


def test_two_notebooks_at_once(notebook: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    make(other, {".recall-lint.toml": ""})
    make(other, {"A.md": "[a](gone.md)\n"})
    result = run("-f", "concise", ".", str(other))
    assert result.exit_code == 1
    assert "\nRecall/A.md:1:19: error: RL102" in f"\n{result.stdout}"
    assert f"\n{other}/A.md:1:5: error: RL101" in f"\n{result.stdout}"
    assert " in 2 notebooks, for github" in result.stderr


def test_an_unreadable_file_is_an_error_and_the_rest_is_linted(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (notebook / "closed.md").touch()
    read = files.read

    def refuse(root: str, path: str) -> bytes:
        if path == "closed.md":
            raise files.UnreadableError(f"failed to read {path}: Permission denied")
        return read(root, path)

    monkeypatch.setattr(files, "read", refuse)
    result = run("-f", "concise")
    assert result.exit_code == 2
    assert "recall-lint: error: failed to read closed.md: " in result.stderr
    assert result.stdout.count("RL102") == 2


def test_silence_is_never_passed_over(notebook: Path) -> None:
    (notebook / "Recall/A.md").write_text("nothing asked\n")
    assert "recall page Recall/A.md has no questions" in run().stderr
    (notebook / "Recall/A.md").unlink()
    assert "no recall pages found" in run().stderr
    (notebook / "Notes/A.md").unlink()
    result = run()
    assert "no Markdown files found" in result.stderr
    assert result.exit_code == 0


@pytest.mark.usefixtures("notebook")
def test_paths_without_markdown() -> None:
    assert "no Markdown files found under the given paths" in run(".recall-lint.toml").stderr


def test_bytes_that_are_no_utf_8(notebook: Path) -> None:
    (notebook / "Recall/A.md").write_bytes(b"1. Caf\xe9? [Reread](../Notes/A.md#gone)\n")
    result = run()
    assert result.exit_code == 1
    assert "Recall/A.md is not valid UTF-8" in result.stderr
    assert "Caf\ufffd? [Reread]" in result.stdout


@pytest.mark.usefixtures("notebook")
def test_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run().stdout
    assert "\x1b[" in run("--color", "always").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" in run("--color", "always").stdout
    assert "\x1b[" not in run("--color", "never").stdout


@pytest.mark.parametrize(
    "command",
    [["-m", "recall_lint"], ["-c", "from recall_lint.__main__ import main; main()"]],
)
def test_as_a_module(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, *command, "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    number = r"\d+\.\d+\.\d+"
    assert re.fullmatch(
        rf"recall-lint {number} \(mistune {number}, pyromark {number}\)\n", done.stdout
    )


def test_a_run_seldom_looks_for_objects_that_nobody_needs(notebook: Path) -> None:
    """Documents are many small objects that all stay alive: searching them wastes time."""
    for number in range(50):
        (notebook / f"Notes/{number}.md").write_text("- a [b](#d)\n\n1. ## C\n" * 100)
    code = "import atexit, gc; atexit.register(lambda: print(gc.get_stats()[0]['collections'])); "
    code += "from recall_lint.__main__ import main; main()"
    command = [sys.executable, "-c", code, "check", "--no-cache", "--jobs", "1", "-f", "concise"]
    done = subprocess.run(command, cwd=notebook, capture_output=True, text=True, check=False)
    assert 0 < int(done.stdout.splitlines()[-1]) < 100


def test_without_the_library_that_reads_as_a_reader_does(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_it = run().stdout
    monkeypatch.setitem(sys.modules, "pyromark", None)
    reader.parser.cache_clear()
    assert run().stdout == with_it
    reader.parser.cache_clear()


@pytest.mark.parametrize("name", commands.NAMES)
def test_a_command_has_a_summary_that_help_does_not_cut(name: str) -> None:
    summary, _, _ = (commands.load(name).help or "").partition("\n\n")
    assert "\n" not in summary
    assert summary.endswith(".")
    assert len(summary) <= 60
    width = 2 + max(map(len, commands.NAMES))
    assert f"{name:{width}}{summary}\n" in CliRunner().invoke(main, ["--help"]).stdout


@pytest.fixture
def mendable(notebook: Path) -> Path:
    make(
        notebook,
        {
            "Notes/A.md": "# A thing\nText.\n",
            "Recall/A.md": (
                "1. What? [Reread](../Notes/A.md#A-Thing)\n2. And? [R](../Notes/A.md#a)\n"
            ),
        },
    )
    return notebook


def test_diff_equals_what_fix_does(mendable: Path) -> None:
    page = mendable / "Recall/A.md"
    before = page.read_text()
    diff = run("--diff")
    assert diff.exit_code == 1
    assert page.read_text() == before
    assert "would fix 1 problem in 1 file" in diff.stderr
    fixed = run("--fix", "--show-fixes")
    assert fixed.exit_code == 1
    assert "Recall/A.md: RL104 anchor-case: write `../Notes/A.md#a-thing`" in fixed.stderr
    changes = [line for line in diff.stdout.splitlines() if line[:1] in "+-"][2:]
    old, new = before.splitlines()[0], page.read_text().splitlines()[0]
    assert changes == [f"-{old}", f"+{new}"]
    assert run("--diff").exit_code == 0
    assert run("--fix", "--unsafe-fixes").exit_code == 0
    assert page.read_text().count("#a-thing") == 2


def test_a_hint_that_fixes_are_there(mendable: Path) -> None:
    assert mendable
    told = "1 fixable with `--fix`, 1 more with `--unsafe-fixes`"
    assert run("Recall").stdout.endswith(f"\n{told}; run:\n    recall-lint --fix Recall\n")
    assert f"{told}\n" in run("-f", "concise").stderr


def test_modes_are_kept_and_links_are_written_through(mendable: Path) -> None:
    page = mendable / "Recall/A.md"
    page.chmod(0o640)
    run("--fix")
    assert page.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in page.parent.iterdir()] == ["A.md"]


def test_no_writing_out_of_the_notebook(
    mendable: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "page.md"
    outside.write_text("1. What? [Reread](../Notes/A.md#A-Thing)\n")
    (mendable / "Recall/B.md").symlink_to(outside)
    result = run("--fix")
    assert result.exit_code in {0, 1}
    assert "note: skipped Recall/B.md: symlink out of the notebook" in result.stderr
    assert "#A-Thing" in outside.read_text()


@pytest.mark.usefixtures("mendable")
def test_rename_and_impact() -> None:
    impact = run("impact", "Notes/A.md#a-thing")
    assert impact.stdout == "Recall/A.md:1:19: question 1: What?\n"
    assert "Notes/A.md#a-thing is referenced by 1 question and 1 link" in impact.stderr
    assert run("rename", "Notes/A.md#a-thing", "A place", "--diff").exit_code == 1
    done = run("rename", "Notes/A.md#a-thing", "A place")
    assert done.exit_code == 0
    assert "renamed; updated 1 link in 2 files" in done.stderr
    assert "question 1" in run("impact", "Notes/A.md#a-place").stdout


@pytest.mark.usefixtures("mendable")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("impact", "Notes/A.md"), "expected FILE#ANCHOR"),
        (("impact", "Notes/A.md#gone"), "has no section `#gone`"),
        (("impact", "Notes/gone.md#a"), "no such file or folder"),
        (("rename", "Notes/A.md#a-thing", " "), "the new heading is empty"),
    ],
)
def test_sections_that_cannot_be_found(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_fix_is_proven_by_files_and_rules_that_were_not_asked_for(notebook: Path) -> None:
    make(
        notebook,
        {
            "Notes/A.md": "# See [guide] (B.md)\nText.\n",
            "Notes/B.md": "# B\nText.\n",
            "Recall/A.md": "1. What? [Reread](../Notes/A.md#see-guide-bmd)\n",
        },
    )
    for restriction in (("Notes",), ("--select", "RL106")):
        result = run("--fix", "--unsafe-fixes", *restriction)
        assert "not fixed: Notes/A.md: RL106 almost-link" in result.stderr
        assert "would introduce RL102 in Recall/A.md" in result.stderr
    assert (notebook / "Notes/A.md").read_text().startswith("# See [guide] (B.md)")


@pytest.mark.usefixtures("notebook")
def test_fixes_need_to_be_asked_for() -> None:
    assert "require `--fix` or `--diff`" in run("--unsafe-fixes").stderr


def test_a_diff_keeps_bytes_that_are_no_utf_8(mendable: Path) -> None:
    (mendable / "Recall/A.md").write_bytes(b"1. Caf\xe9? [Reread](../Notes/A.md#A-Thing)\n")
    assert b"-1. Caf\xe9? [Reread]" in run("--diff").stdout_bytes


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_that_changes_during_the_run_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    make(tmp_path, {"Recall/A.md": "1. What? [x](#gone)\n", "Recall/B.md": "1. Why? [y](#gone)\n"})

    def changed(documents: DocumentIndex, path: str) -> str:
        raise files.ChangedError(f"{path} changed while it was being checked; run again")

    monkeypatch.setattr(DocumentIndex, "_text", changed)
    monkeypatch.chdir(tmp_path)
    result = run("-f", "concise", "--no-cache", "--jobs", jobs)
    assert result.exit_code == 2
    for name in ("Recall/A.md", "Recall/B.md"):
        line = f"{name} changed while it was being checked; run again\n"
        assert f"{name}:1:1: error: RL900 unreadable-file: {line}" in result.stdout
        assert f"recall-lint: error: {line}" in result.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("where", ["read", "judged"])
def test_an_error_of_ours_is_to_be_reported_and_spares_the_other_files(
    notebook: Path, monkeypatch: pytest.MonkeyPatch, where: str, jobs: str
) -> None:
    (notebook / "Notes/Odd.md").write_text("[x](#gone)\n[y](A.md#no)\n")

    def read(reader: DocumentReader, path: str, is_recall_page: bool) -> ReadResult:
        if path == "Notes/Odd.md":
            raise KeyError("\x1b[2J")
        return _READ(reader, path, is_recall_page)

    def judge(context: Context, path: str) -> Iterator[Problem]:
        if path == "Notes/Odd.md":
            raise KeyError("\x1b[2J")
        return _CHECK(context, path)

    if where == "read":
        monkeypatch.setattr(DocumentReader, "read", read)
    else:
        monkeypatch.setattr(missing_section, "check", judge)
    for _ in range(2):
        result = run("-f", "concise", "--jobs", jobs)
        assert result.exit_code == 3
        assert result.stdout.count("RL102") == 2
        odd = "internal error: KeyError: '\\x1b[2J'"
        assert f"Notes/Odd.md:1:1: error: RL900 unreadable-file: {odd}\n" in result.stdout
        assert f"recall-lint: {odd} in Notes/Odd.md\n    recall_lint/" in result.stderr
        assert "please report these lines" in result.stderr
    monkeypatch.undo()
    monkeypatch.chdir(notebook)
    assert run("-f", "concise").stdout.count("RL102") == 4


def test_an_error_of_ours_outside_of_any_file(
    notebook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise ValueError

    monkeypatch.setattr("recall_lint.run.startup.roots", fail)
    result = run()
    assert result.exit_code == 3
    assert "recall-lint: internal error: ValueError\n    click/core.py:" in result.stderr


def test_an_interrupted_run_is_no_run_with_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    make(tmp_path, {"A.md": "# A\n"})
    monkeypatch.setattr(DocumentIndex, "survey", interrupted)
    result = run(str(tmp_path))
    assert (result.output, result.exit_code) == ("recall-lint: interrupted\n", 130)


def test_without_a_standard_output_the_exit_code_tells(tmp_path: Path) -> None:
    make(tmp_path, {"Recall/A.md": "1. What? [x](#gone)\n"})
    command = f"{sys.executable} -m recall_lint --no-cache . >&-"
    done = subprocess.run(command, shell=True, cwd=tmp_path, stderr=subprocess.PIPE, check=False)  # noqa: S602 - the shell closes it
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
