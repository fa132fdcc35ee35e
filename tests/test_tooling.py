"""The checks that are not pytest's own, so that one command runs them all."""

from __future__ import annotations

import subprocess
import sys
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
