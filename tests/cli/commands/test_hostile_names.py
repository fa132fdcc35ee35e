"""Hostile file names and texts, on the terminal and in exports."""

from __future__ import annotations

import csv
import json
import subprocess
from html import unescape
from pathlib import Path

import cmarkgfm
import html5lib
import pytest
from click.testing import CliRunner

from recall_lint.base.text import printable
from recall_lint.cli import main
from tests.reporters.test_reporters import HIDDEN

NAME = "a\n::error::b\x1b[2J\u202edm.\u2066,\"'`%<b>é.md"
TEXT = "=cmd()\u202e\x1b[31m <script>alert(1)</script> |x| ::stop-commands::y"
LINES = (
    "check -v",
    "check --statistics",
    "check --show-settings",
    "baseline -o new.json",
    "answer cmd",
    "answer --format json cmd",
    "coverage",
    "coverage --format json",
    "coverage --format markdown",
    "coverage --format svg",
    "questions",
    "questions --format json",
    "questions --format csv",
    "sites",
    "sites --format json",
)
OF_A_FILE = ("show", "show --format json", "explain", "explain --format json", "impact")


@pytest.fixture
def notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Recall").mkdir()
    (tmp_path / "Recall" / NAME).write_text(
        f"# {TEXT}\n\n1. {TEXT}? [{TEXT}](<../{NAME[:1]}.md#{TEXT}>)\n"
        f"2. {TEXT}? [here](#one)\n\n# One\n{TEXT}\n",
        "utf-8",
    )
    (tmp_path / "a.md").write_text(f"# {TEXT}\n{TEXT} text\n", "utf-8")
    (tmp_path / f"bad{NAME}").write_bytes(b"# \xff\n")
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*arguments: str) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code in {0, 1}, result.output
    for line in result.output.splitlines():
        assert not line.startswith("::")
    assert not HIDDEN.search(result.output)
    return result.stdout


@pytest.mark.usefixtures("notebook")
@pytest.mark.parametrize("line", LINES)
def test_no_command_prints_what_a_terminal_obeys(line: str) -> None:
    printed = said(*line.split())
    if "--format json" in line:
        assert json.loads(printed) is not None


@pytest.mark.usefixtures("notebook")
@pytest.mark.parametrize("line", OF_A_FILE)
def test_nor_does_one_that_is_given_the_file(line: str) -> None:
    where = f"Recall/{NAME}" + {"explain": ":4", "impact": "#one"}.get(
        line.split(maxsplit=1)[0], ""
    )
    said(*line.split(), where)


@pytest.mark.usefixtures("notebook")
def test_cards_are_no_formulas_and_read_as_they_are_written() -> None:
    rows = csv.reader(said("questions", "--format", "csv").splitlines()[4:])
    cells = [cell for row in rows for cell in row]
    assert cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert any("=cmd()\u202e" in unescape(cell) for cell in cells)
    assert not any("<script" in cell for cell in cells[::3])


def test_a_table_of_markdown_holds_nothing_but_text(notebook: Path) -> None:
    (notebook / NAME).write_text("# One\nText.\n", "utf-8")
    shown = cmarkgfm.github_flavored_markdown_to_html(said("coverage", "--format", "markdown"))
    page = html5lib.parse(shown, namespaceHTMLElements=False)
    tags = "html head body p table thead tbody tr th td strong code"
    assert {element.tag for element in page.iter()} <= {*tags.split()}
    assert printable(NAME) in {"".join(cell.itertext()) for cell in page.iter("td")}


def test_the_values_of_json_are_those_of_the_files(notebook: Path) -> None:
    shown = json.loads(said("show", "--format", "json", f"Recall/{NAME}"))
    assert shown["path"] == f"Recall/{NAME}"
    assert any("\u202e" in section["title"] for section in shown["sections"])
    report = json.loads(said("check", "--format", "json"))
    assert f"Recall/{NAME}" in {each["path"] for each in report["diagnostics"]}
