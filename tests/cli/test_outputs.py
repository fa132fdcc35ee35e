"""Which report goes where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from recall_lint.cli import main
from recall_lint.cli.outputs import Output, chosen
from recall_lint.reporters import NAMES

ACTIONS = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": "summary.md"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--no-history"], prog_name="recall-lint")


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".recall-lint.toml").write_text("")
    (tmp_path / "a.md").write_text("[a](gone.md)\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("formats", "file", "environ", "expected"),
    [
        ((), None, {}, (Output("human", None),)),
        ((), "x", {}, (Output("human", "x"),)),
        ((), None, {"GITHUB_ACTIONS": "true"}, (Output("github", None),)),
        ((), "x", {"GITHUB_ACTIONS": "true"}, (Output("human", "x"),)),
        ((Output("json", None),), None, ACTIONS, (Output("json", None),)),
        ((Output("json", None),), "x", {}, (Output("json", "x"),)),
        (
            (Output("sarif", "s"), Output("human", None)),
            "x",
            {},
            (Output("sarif", "s"), Output("human", "x")),
        ),
        (
            (),
            None,
            ACTIONS,
            (Output("github", None), Output("step_summary", "summary.md", is_asked_for=False)),
        ),
    ],
)
def test_what_is_chosen(
    formats: tuple[Output, ...],
    file: str | None,
    environ: dict[str, str],
    expected: tuple[Output, ...],
) -> None:
    assert chosen(formats, file, environ) == expected


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-f", "xml"), "`xml` is not one of human, concise, json, sarif, github, gitlab, junit"),
        (("-f", "json:"), "`json:` is missing a file name after the colon"),
        (
            ("-f", "human", "-f", "json"),
            "give one of them a file, for example `--format json:FILE`",
        ),
        (("-f", "json:x", "-o", "y"), "`--output-file` cannot be used when every format"),
        (("-f", "json:x", "-f", "sarif:./x"), "two formats write to the same file"),
        (("-f", "json:x", "-f", "sarif", "-o", "x"), "two formats write to the same file"),
    ],
)
@pytest.mark.usefixtures("notebook")
def test_what_cannot_be(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
    assert not Path("x").exists()


def test_several_at_once(notebook: Path) -> None:
    result = run("-f", "concise", "--format", "sarif:out.sarif", "--format", "junit:o: 1.xml")
    assert result.exit_code == 1
    assert result.stdout.startswith("a.md:1:5: error: RL101")
    assert json.loads((notebook / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert "<testsuites " in (notebook / "o: 1.xml").read_text("utf-8")


def test_a_file_for_the_only_format(notebook: Path) -> None:
    printed = run("-f", "human").stdout
    result = run("--color", "always", "-o", "report.txt")
    assert result.stdout == ""
    assert "1 error in" in result.stderr
    assert (notebook / "report.txt").read_text("utf-8") == printed


@pytest.mark.usefixtures("notebook")
def test_a_file_that_cannot_be_written() -> None:
    result = run("-f", "json:gone/out.json", "-f", "concise", "-f", "gitlab:.")
    assert result.exit_code == 2
    assert "error: failed to write json report to gone/out.json: No such file" in result.stderr
    assert "error: failed to write gitlab report to .: Is a directory" in result.stderr
    assert result.stdout.startswith("a.md:1:5: error")


def test_a_diff_leaves_standard_output_alone(notebook: Path) -> None:
    (notebook / "a.md").write_text("# A\n[a](#A)\n")
    result = run("--diff", "-f", "concise", "-f", "json:out.json")
    assert result.stdout.startswith("--- a/a.md\n")
    assert "RL104" not in result.stdout
    assert len(json.loads((notebook / "out.json").read_text("utf-8"))["diagnostics"]) == 1


def test_in_github_actions(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = notebook / "summary.txt"
    summary.write_text("From another tool.\n", "utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run().stdout.startswith("::error file=a.md,line=1,col=5,")
    text = summary.read_text("utf-8")
    assert text.startswith("From another tool.\n### recall-lint: 1 error and 0 warnings\n")
    assert run("-f", "concise").stdout.startswith("a.md:1:5: ")
    assert summary.read_text("utf-8") == text


def test_the_shell_completes_the_formats() -> None:
    completion = ShellComplete(main, {}, "recall-lint", "_RECALL_LINT_COMPLETE")

    def completed(incomplete: str) -> list[str]:
        found = completion.get_completions(["check", "--format"], incomplete)
        return [item.value for item in found]

    assert completed("") == list(NAMES)
    assert completed("j") == ["json", "junit"]


def test_the_help_names_the_formats() -> None:
    text = " ".join(run("check", "--help").stdout.split())
    assert f"FORMAT is {', '.join(NAMES[:-1])} or {NAMES[-1]}." in text
