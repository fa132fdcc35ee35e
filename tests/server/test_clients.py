"""Real editors on the demo: they see a problem, apply its fix, and rename a heading."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.disk import demo
from tests.server.conftest import commit

CLIENTS = Path(__file__).parent / "clients"


def run(folder: Path, *command: str) -> tuple[Path, dict[str, Any]]:
    """The demo after an editor's work, and what the editor saw."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    root, result = demo(folder), folder / "result.json"
    commit(root)
    environment = {
        **os.environ,
        "ROOT": str(root),
        "PYTHON": sys.executable,
        "RESULT": str(result),
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder),
        "PYTHONPATH": str(CLIENTS.parent.parent.parent),
    }
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.exists(), done.stdout + done.stderr
    seen: dict[str, Any] = json.loads(result.read_text("utf-8"))
    assert "failure" not in seen, seen["failure"]
    return root, seen


def check(root: Path, seen: dict[str, Any]) -> None:
    before, after = seen["before"], seen["after"]
    assert any(each.startswith("7:") for each in before)
    assert not any(each.startswith("7:") for each in after)
    assert seen["action"] == "write `../Notes/Stars.md#main-sequence-hydrogen-burning`"
    assert "2. ### Fusion\n" in (root / "Notes/Stars.md").read_text("utf-8")
    page = (root / "Recall/Stars.md").read_text("utf-8")
    assert "[Reread](../Notes/Stars.md#fusion)" in page


def test_neovim(tmp_path: Path) -> None:
    check(*run(tmp_path, "nvim", "--headless", "-u", "NONE", "-S", str(CLIENTS / "neovim.lua")))


def test_emacs(tmp_path: Path) -> None:
    if shutil.which("emacs") is not None:
        ask = ("emacs", "--batch", "--eval", "(progn (package-initialize) (require 'eglot))")
        if subprocess.run(ask, capture_output=True, check=False).returncode:
            pytest.skip("eglot is not installed")
    check(*run(tmp_path, "emacs", "--batch", "-q", "-l", str(CLIENTS / "eglot.el")))
