"""The problems of the page, and that their commands work."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from recall_lint.cli import main
from tests.literate import FIXTURES
from tests.page.conftest import data, report


def test_every_command_repairs_its_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = shutil.copytree(FIXTURES / "demo", tmp_path / "demo")
    monkeypatch.chdir(root)
    found = data(report(root))["problems"]
    repaired = [problem for problem in found if problem["repair"]]
    assert len(repaired) > 5
    for problem in repaired:
        shutil.rmtree(root)
        shutil.copytree(FIXTURES / "demo", root)
        monkeypatch.chdir(root)
        program, *arguments = shlex.split(problem["command"])
        assert program == "recall-lint"
        CliRunner().invoke(main, arguments)
        left = {(p["path"], p["line"], p["code"]) for p in data(report(root))["problems"]}
        assert (problem["path"], problem["line"], problem["code"]) not in left, problem


def test_other_commands_explain_the_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = shutil.copytree(FIXTURES / "demo", tmp_path / "demo")
    monkeypatch.chdir(root)
    explained = 0
    for problem in data(report(root))["problems"]:
        if problem["command"] and not problem["repair"]:
            result = CliRunner().invoke(main, shlex.split(problem["command"])[1:])
            assert result.exit_code == 0, problem
            assert problem["written"] in result.stdout
            explained += 1
    assert explained
