"""The options of `check`: which rules run over which files, and what makes a run fail."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner, Result

from recall_lint.base.config import FAIL_ON, FailOn
from recall_lint.cli import main
from recall_lint.cli.commands.check import command as check
from tests.literate import FIXTURES


def run(*arguments: str, text: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), prog_name="recall-lint", input=text)


def make(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One error in each of two files, and a warning."""
    make(
        tmp_path,
        {
            ".recall-lint.toml": "",
            "Notes/A.md": "# A thing\nText.\n[x](#gone) [y](#A-Thing)\n",
            "Recall/A.md": "1. What? [Reread](../Notes/A.md#gone)\n",
        },
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*arguments: str) -> list[str]:
    """`file code` of each problem."""
    lines = run("-f", "concise", *arguments).stdout.splitlines()
    return [f"{line.split(':')[0]} {line.split()[2]}" for line in lines]


EVERY = ["Notes/A.md RL102", "Notes/A.md RL104", "Recall/A.md RL102"]
WITHOUT_102 = ["Notes/A.md RL104"]


@pytest.mark.parametrize("selector", ["RL102", "RL10", "missing-section"])
@pytest.mark.parametrize("place", ["select", "extend-select", "ignore", "per-file-ignores"])
def test_a_code_a_prefix_and_a_name_do_in_every_place(
    notebook: Path, place: str, selector: str
) -> None:
    wide = selector == "RL10"
    only = EVERY if wide else ["Notes/A.md RL102", "Recall/A.md RL102"]
    none = [] if wide else WITHOUT_102
    assert found() == EVERY
    if place == "select":
        assert found("--select", selector) == only
        make(notebook, {".recall-lint.toml": f'select = ["{selector}"]'})
        assert found() == only
    elif place == "extend-select":
        assert found("--select", "RL304", "--extend-select", selector) == only
        make(notebook, {".recall-lint.toml": f'select=["RL304"]\nextend-select = ["{selector}"]'})
        assert found() == only
    elif place == "ignore":
        assert found("--ignore", f"RL304,{selector}") == none
        make(notebook, {".recall-lint.toml": f'ignore = ["{selector}"]'})
        assert found() == none
    else:
        make(notebook, {".recall-lint.toml": f'per-file-ignores = {{"Notes/" = ["{selector}"]}}'})
        assert found() == ([] if wide else WITHOUT_102) + ["Recall/A.md RL102"]
        assert found("--select", "RL102") == ["Recall/A.md RL102"]


@pytest.mark.parametrize("key", ["select = ['{}']", "extend-select = ['{}']", "ignore = ['{}']"])
def test_an_unknown_selector_names_the_file_and_the_key(notebook: Path, key: str) -> None:
    make(notebook, {".recall-lint.toml": key.format("missing-sektion")})
    result = run()
    assert result.exit_code == 2
    assert result.stderr == (
        f"recall-lint: error: {notebook}/.recall-lint.toml: `{key.partition(' ')[0]}`: "
        "unknown rule `missing-sektion`; did you mean `missing-section`?\n"
    )


def test_what_is_taken_over_follows_the_selection(notebook: Path) -> None:
    assert found() == found() == EVERY
    make(notebook, {".recall-lint.toml": 'per-file-ignores = {"Notes/" = ["RL1"]}'})
    assert found() == found() == ["Recall/A.md RL102"]
    make(notebook, {".recall-lint.toml": 'per-file-ignores = {"Recall/" = ["RL1"]}'})
    assert found() == ["Notes/A.md RL102", "Notes/A.md RL104"]


def test_a_rule_that_a_file_is_spared_counts_for_the_proof_of_a_fix(notebook: Path) -> None:
    make(
        notebook,
        {
            ".recall-lint.toml": 'per-file-ignores = {"Recall/" = ["RL1"]}',
            "Notes/A.md": "# See [guide] (B.md)\nText.\n",
            "Notes/B.md": "# B\nText.\n",
            "Recall/A.md": "1. What? [Reread](../Notes/A.md#see-guide-bmd)\n",
        },
    )
    assert "would introduce RL102 in Recall/A.md" in run("--fix", "--unsafe-fixes").stderr


def test_excluded_files_are_not_reported_though_named(notebook: Path) -> None:
    assert found("--exclude", "/Recall/") == EVERY[:2]
    # An answer of an earlier run does not come back, nor does an exclusion stay.
    assert found("--exclude", "Notes/", "--exclude", "/Recall/") == []
    assert found() == EVERY
    result = run("--exclude", "Notes/", "Notes/A.md", "Recall/A.md", "-f", "concise")
    assert "note: Notes/A.md is excluded and was not checked" in result.stderr
    assert "Notes/A.md:" not in result.stdout
    alone = run("Notes/A.md", "--exclude", "A.md")
    assert alone.exit_code == 0
    assert "under the given paths" not in alone.stderr
    make(notebook, {".recall-lint.toml": 'exclude = ["Recall/"]'})
    assert found("--exclude", "Nothing/") == EVERY[:2]
    wrong = run("--exclude", "!")
    assert wrong.exit_code == 2
    assert "`--exclude`: invalid gitignore pattern '!'" in wrong.stderr


@pytest.mark.parametrize(
    ("fail_on", "error", "warning", "clean"),
    [(None, 1, 0, 0), ("error", 1, 0, 0), ("warning", 1, 1, 0), ("never", 0, 0, 0)],
)
def test_what_makes_a_run_fail(
    notebook: Path, fail_on: str | None, error: int, warning: int, clean: int
) -> None:
    def codes(*options: str) -> tuple[int, ...]:
        rules = (["--select", "RL102,RL104"], ["--select", "RL104"], ["--select", "RL304"])
        return tuple(run(*options, *each).exit_code for each in rules)

    assert codes(*(() if fail_on is None else ("--fail-on", fail_on))) == (error, warning, clean)
    if fail_on is not None:
        make(notebook, {".recall-lint.toml": f'fail-on = "{fail_on}"'})
        assert codes() == (error, warning, clean)
        assert codes("--fail-on", "error") == (1, 0, 0)


@pytest.mark.usefixtures("notebook")
def test_a_mistake_fails_in_any_case() -> None:
    assert run("--fail-on", "never", "--select", "RL8").exit_code == 2
    assert run("--fail-on", "never", "--diff").exit_code == 0
    assert run("--diff").exit_code == 1


def test_the_choices_of_fail_on() -> None:
    (option,) = (p for p in check.params if p.name == "fail_on")
    assert isinstance(option.type, click.Choice)
    assert tuple(option.type.choices) == FAIL_ON == get_args(FailOn)


@pytest.mark.usefixtures("notebook")
@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ("RL102,RL104", "2 errors and 1 warning in 1 question,"),
        ("RL102", "2 errors in 1 question,"),
        ("RL104", "1 warning in 1 question,"),
        ("RL304", "no problems in 1 question,"),
    ],
)
def test_the_summary_counts_errors_and_warnings(rules: str, words: str) -> None:
    assert run("-f", "concise", "--select", rules).stderr.splitlines()[-1].startswith(words)
    told = run("--select", rules)
    number, _, _ = words.partition(" in ")
    if number == "no problems":
        assert (told.stdout, told.stderr.startswith(words)) == ("", True)
    else:
        assert f"\n{number} in " in told.stdout
        last = told.stderr.splitlines()[-1]
        assert last.startswith("checked 1 question, 3 links and 2 files, for github (")


@pytest.mark.usefixtures("notebook")
def test_the_summary_is_printed_last_and_is_a_part_of_the_report() -> None:
    summary = [
        "=================================== summary ====================================",
        "",
        "2  error    RL102  missing-section",
        "1  warning  RL104  anchor-case      1 fixable",
        "",
        "1 of 1 question does not lead to its answer",
        "2 errors and 1 warning in 2 files",
        "1 fixable with `--fix`; run:",
        "    recall-lint --fix",
    ]
    told = run()
    assert told.output.splitlines()[-len(summary) :] == summary
    assert told.stdout.splitlines()[-len(summary) :] == summary
    run("-f", "human:report.txt")
    shown = Path("report.txt").read_text("utf-8")
    assert shown.splitlines()[:-1] == told.stdout.splitlines()[:-1]
    assert shown.endswith("    recall-lint --fix -f human:report.txt\n")


def test_without_questions_nothing_is_said_of_them(notebook: Path) -> None:
    (notebook / "Recall/A.md").unlink()
    told = run()
    assert "question" not in told.stdout
    assert told.stderr.splitlines()[-1].startswith("checked 2 links and 1 file, for github (")
    assert run("Notes", "--select", "RL304").stderr.splitlines()[-1].startswith("no problems in 2 ")


@pytest.mark.usefixtures("notebook")
def test_what_is_not_new_is_not_counted() -> None:
    run("baseline", "-o", "baseline.json")
    with Path("Recall/A.md").open("a", encoding="utf-8") as page:
        page.write("2. Why?\n")
    told = run("--baseline", "baseline.json").stdout
    assert "\n1 question does not lead to its answer\n1 error in 1 file\n" in told


@pytest.mark.usefixtures("notebook")
def test_verbose_lists_what_is_folded() -> None:
    Path("Notes/A.md").write_text("".join(f"[x](#gone{n})\n" for n in range(5)), "utf-8")
    assert "  and 4 more RL102 missing-section in this file; -v lists them\n" in run("Notes").stdout
    assert run("Notes", "-v").stdout.count("error RL102 missing-section\n") == 5
    assert run("Notes", "-f", "concise").stdout == run("Notes", "-f", "concise", "-v").stdout


def test_a_text_that_is_mended_comes_alone(notebook: Path) -> None:
    given = ("-", "--stdin-filename", "Notes/A.md", "--fix")
    told = run(*given, text=(notebook / "Notes/A.md").read_bytes())
    assert told.stdout == "# A thing\nText.\n[x](#gone) [y](#a-thing)\n"
    assert told.stderr.endswith("\n1  error    RL102  missing-section\n\n1 error in 1 file\n")


def test_another_configuration_and_the_same_root(notebook: Path) -> None:
    make(notebook, {"ci/strict.toml": 'ignore = ["RL102"]\nexclude = ["/Recall/"]'})
    make(notebook, {".recall-lint.toml": "no configuration at all"})
    assert found("--config", "ci/strict.toml") == WITHOUT_102
    assert found("--config", "ci/strict.toml", "Notes") == WITHOUT_102
    make(notebook, {".recall-lint.toml": 'ignore = ["RL1"]'})
    assert found("--config", "ci/strict.toml") == WITHOUT_102


@pytest.mark.usefixtures("notebook")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "failed to read x.toml: No such file or directory"),
        ("selekt = []", "x.toml: unknown key `selekt`; did you mean `select`?"),
        ("= 1", "x.toml: invalid TOML"),
        ("ignore = ['RL8']", "x.toml: `ignore`: unknown rule `RL8`"),
    ],
)
def test_a_configuration_that_cannot_be_used(notebook: Path, text: str | None, words: str) -> None:
    if text is not None:
        make(notebook, {"x.toml": text})
    result = run("--config", "x.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"error: {words}" in result.stderr


@pytest.mark.usefixtures("notebook")
def test_quiet_is_problems_alone() -> None:
    quiet, told = run("-q"), run()
    assert (quiet.stderr, quiet.exit_code) == ("", told.exit_code)
    problems, heading, _ = told.stdout.partition(" summary ".center(80, "="))
    assert heading
    assert quiet.stdout == problems.removesuffix("\n")
    assert told.stderr
    assert "RL8" in run("-q", "--select", "RL8").stderr
    assert run("-q", "--fix", "--show-fixes").stderr == ""
    assert run("-q", "-v").exit_code == 2


def test_quiet_says_what_went_wrong(notebook: Path) -> None:
    result = run("-q", "-f", f"json:{notebook}")
    assert result.exit_code == 2
    wrong = f"failed to write json report to {notebook}: Is a directory"
    assert result.stderr == f"recall-lint: error: {wrong}\n"


def test_verbose_tells_what_the_run_went_by(notebook: Path) -> None:
    cold, warm = run("-v").stderr, run("-v", "Recall").stderr
    assert f"configuration: {notebook}/.recall-lint.toml\n" in cold
    assert f"root: {notebook}\n" in cold
    assert "surfaces: github (assumed)\n" in cold
    assert "2 files: 2 read, 2 parsed, 0 from cache\n" in cold
    assert "2 of 2 files re-checked\n" in cold
    assert "0 parsed, 2 from cache\n" in warm
    assert "0 of 1 file re-checked\n" in warm
    assert "times: read 0." in warm
    make(notebook, {"_config.yml": ""})
    assert "surfaces: github, kramdown-gfm (detected from _config.yml)" in run("-v").stderr
    make(notebook, {".recall-lint.toml": 'surfaces = ["hugo"]'})
    assert "surfaces: hugo (configured)" in run("-v").stderr


@pytest.mark.parametrize("output_format", ["human", "concise", "json", "sarif", "github", "gitlab"])
@pytest.mark.usefixtures("notebook")
def test_formats_do_not_change_the_outcome(output_format: str) -> None:
    assert run("-f", output_format).exit_code == 1
    assert run("-f", output_format, "--select", "RL104").exit_code == 0


@pytest.mark.usefixtures("notebook")
def test_json_counts_errors_and_warnings() -> None:
    summary = json.loads(run("-f", "json").stdout)["summary"]
    assert (summary["errors"], summary["warnings"]) == (2, 1)


def test_every_option_is_in_a_group_of_the_help() -> None:
    text = run("check", "--help").stdout
    assert text.count("--select ") == 1
    assert text.partition("Other options:")[2].split()[0] == "--help"


def test_a_warm_run_imports_little() -> None:
    program = (
        "import sys\n"
        "from recall_lint.cli import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", program, "-q", str(FIXTURES / "demo" / "Notes" / "Planets.md")],
            capture_output=True,
            text=True,
            check=True,
        )
    modules = {name for name in done.stderr.split() if name.startswith("recall_lint.")}
    late = ("linter", "rules", "notebook", "markdown.scanner", "packing", "history", "mend")
    assert not modules & {f"recall_lint.{name}" for name in late}
    assert not {name for name in modules if name.startswith("recall_lint.cli.commands._")} - {
        "recall_lint.cli.commands._baseline",
        "recall_lint.cli.commands._common",
        "recall_lint.cli.commands._options",
        "recall_lint.cli.commands._outcome",
        "recall_lint.cli.commands._report",
    }
