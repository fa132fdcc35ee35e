"""Counts per rule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recall_lint.cli.commands._statistics import render
from tests import disk
from tests.cli.commands.test_check import run
from tests.literate import lint_texts
from tests.reporters.samples import hostile, match


@pytest.fixture(autouse=True)
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(disk.demo(tmp_path))


def test_snapshots(snapshot: Any) -> None:
    options = ("-q", "--no-history", "--statistics")
    match(snapshot, run(*options).stdout, "statistics.txt")
    match(snapshot, run(*options, "-f", "json").stdout, "statistics.json")


def test_counts_add_up() -> None:
    report = hostile()
    rows = json.loads(render(report, "json"))
    assert sum(row["count"] for row in rows) == len(report.diagnostics)
    assert [row["count"] for row in rows] == sorted((r["count"] for r in rows), reverse=True)
    assert len({row["code"] for row in rows}) == len(rows)
    assert all(row["fixable"] <= row["count"] for row in rows)


def test_nothing_found_is_nothing_said() -> None:
    clean = lint_texts({"a.md": "text\n"})
    assert render(clean, "human") == ""
    assert json.loads(render(clean, "json")) == []


def test_the_exit_code_is_as_without() -> None:
    assert run("--statistics").exit_code == 1
    assert run("--statistics", "--select", "RL304").exit_code == 0


def test_reports_that_go_to_files_stay(tmp_path: Any) -> None:
    file = tmp_path / "report.txt"
    result = run("--statistics", "-f", f"concise:{file}", "-q", "--select", "RL304")
    assert result.stdout == "1  warning  RL304  duplicate-question\n"
    assert file.read_text().startswith("Recall/Stars.md:18:4: warning: RL304")


def test_there_are_statistics_in_few_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("--statistics", "-f", "sarif")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not sarif" in result.stderr
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert "RL102  missing-section" in run("--statistics").stdout
