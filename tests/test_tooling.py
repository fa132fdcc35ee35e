"""The checks that are not pytest's own, so that one command runs them all."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.literate import ROOT

CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "import layers": ["lint-imports"],
}


@pytest.mark.parametrize("command", CHECKS.values(), ids=CHECKS.keys())
def test_check(command: list[str]) -> None:
    program = Path(sys.executable).parent / command[0]
    done = subprocess.run(
        [str(program), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_module_is_in_the_layers() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for path in (ROOT / "recall_lint").iterdir():
        name = path.stem if path.suffix == ".py" else path.name
        if not name.startswith("__") or name == "__main__":
            assert f"recall_lint.{name}" in text.partition("layers = [")[2], name


LONGEST_MODULE, LONGEST_CLASS, LONGEST_FUNCTION, MOST_PARAMETERS = 300, 200, 60, 8


@pytest.mark.parametrize("folder", ["recall_lint", "tests", "benchmarks"])
def test_nothing_is_too_long_to_read(folder: str) -> None:
    assert [*_too_long(ROOT / folder)] == []


def _too_long(folder: Path) -> Iterator[str]:
    """Definitions with too many lines or parameters; of modules, only the package's."""
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text("utf-8")
        if folder.name == "recall_lint" and text.count("\n") > LONGEST_MODULE:
            yield f"{path}: {text.count(chr(10))} lines"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                limit = LONGEST_CLASS
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                limit = LONGEST_FUNCTION
                if (given := _parameters(node)) > MOST_PARAMETERS:
                    yield f"{path}:{node.lineno} {node.name}: {given} parameters"
            else:
                continue
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > limit:
                yield f"{path}:{node.lineno} {node.name}: {lines} lines"


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many values a caller can give: not the object itself."""
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))
