"""Workflow commands in the format of GitHub's own toolkit."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from recall_lint.reporters import github
from tests.literate import lint_texts
from tests.reporters.samples import SCHEMAS, demo, hostile, match, render

COMMANDS = json.loads((SCHEMAS / "github-commands.json").read_text("utf-8"))


def test_snapshot(snapshot: Any) -> None:
    match(snapshot, render("github", demo()), "github.txt")


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row["message"][:20])
def test_commands_are_escaped_as_the_toolkit_does(row: dict[str, Any]) -> None:
    assert github.command(row["command"], row["properties"], row["message"]) == row["line"]


def test_each_problem_is_one_command() -> None:
    report = hostile()
    lines = render("github", report).splitlines()
    assert len(lines) == len(report.diagnostics)
    for line in lines:
        assert re.fullmatch(
            r"::(error|warning) file=[^:,]+,line=\d+(,col=\d+)?,endLine=\d+(,endColumn=\d+)?"
            r",title=RL\d+ [a-z-]+::.+",
            line,
        )


def test_columns_are_left_out_where_github_refuses_them() -> None:
    text = render("github", lint_texts({"Recall/a.md": "1. No link\n   at all\n2. None\n"}))
    first, second = text.splitlines()
    assert first.startswith("::error file=Recall/a.md,line=1,endLine=2,title=RL301 ")
    assert second.startswith("::error file=Recall/a.md,line=3,col=4,endLine=3,endColumn=8,title=")
