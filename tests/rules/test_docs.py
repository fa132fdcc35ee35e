"""Rules → their pages, as printed by `recall-lint rule`."""

from __future__ import annotations

import json
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from recall_lint.cli import main
from recall_lint.rules import RULES, docs
from tests.literate import ROOT

SNAPSHOTS = ROOT / "tests" / "snapshots"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rule", *arguments], prog_name="recall-lint")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("rule", ()), ("rule-color", ("--color", "always")), ("rule-json", ("-f", "json"))],
)
def test_snapshots(name: str, arguments: tuple[str, ...], snapshot: Any) -> None:
    result = run("RL113", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(result.stdout, f"{name}.txt")


def test_a_page_as_markdown_is_the_docstring_and_its_standing() -> None:
    for rule in RULES:
        page = docs.page(rule)
        shown = docs.markdown(page).replace(f"{page.status}\n\n", "")
        assert shown == rule.__doc__


def test_a_terminal_shows_every_word_of_the_page_and_no_fence() -> None:
    for page in docs.all_pages():
        shown = click.unstyle(docs.terminal(page))
        assert "```" not in shown
        lines = {line.strip() for line in shown.splitlines()}
        for _, text in page.sections:
            assert {s for s in text.splitlines() if not s.startswith("```")} - {""} <= lines


def test_severity_and_standing() -> None:
    assert docs.find("RL101").status == "Severity: error. On by default."
    assert docs.find("ambiguous-anchor").status == "Severity: warning. Off by default."


def test_a_rule_goes_by_its_code_or_name_in_any_case() -> None:
    assert run("rl102").stdout == run("RL102").stdout == run("Missing-Section").stdout
    assert run("RL102", "RL101").stdout == run("RL102").stdout + "\n" + run("RL101").stdout


def test_all_pages() -> None:
    titles = [f"# {rule.CODE} {rule.NAME}" for rule in RULES]
    assert [s for s in run("--all").stdout.splitlines() if s in titles] == titles
    values = json.loads(run("--all", "--format", "json").stdout)
    assert [(v["code"], v["name"]) for v in values] == [(r.CODE, r.NAME) for r in RULES]
    assert json.loads(run("RL101", "-f", "json").stdout) == values[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("RL120",), "unknown rule `RL120`; did you mean `RL"),
        (("missing-selection",), "did you mean `missing-section`?"),
        ((), "specify a rule, for example `recall-lint rule RL102`, or use `--all`"),
        (("RL101", "--all"), "or use `--all`"),
    ],
)
def test_usage_errors(arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
