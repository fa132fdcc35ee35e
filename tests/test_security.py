"""SECURITY.md: each promise names an existing test; and the contents of the wheel."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.literate import ROOT

PROMISES = (
    (ROOT / "SECURITY.md")
    .read_text("utf-8")
    .partition("## Promises")[2]
    .partition("## No promises")[0]
    .split("\n- ")[1:]
)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda text: text[:40])
def test_a_promise_names_tests_that_are_there(promise: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", promise)
    assert len(named) == promise.count("`tests/") > 0
    for file, function in named:
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        names = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
        assert function in names


def test_a_wheel_holds_the_package_and_nothing_else(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)],
        capture_output=True,
        check=False,
    )
    if built.returncode:
        pytest.skip("the build system cannot be had here")
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        folders = {name.partition("/")[0] for name in opened.namelist()}
    assert {re.sub(r"-.*\.", ".", folder) for folder in folders} == {
        "recall_lint",
        "recall_lint.dist-info",
    }


def test_dependencies_have_both_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    groups = [project["dependencies"]]
    groups += [group for name, group in project["optional-dependencies"].items() if name != "dev"]
    for requirement in (each for group in groups for each in group):
        assert re.search(r">=[\d.]+,<\d", requirement), requirement
