"""The extension for Visual Studio Code, built with npm: it starts the server, and shows problems.

The client is the real one; the editor around it is a stand-in.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.literate import ROOT

EXTENSION = ROOT / "editors/vscode"


def npm(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = shutil.which("npm")
    if command is None:
        pytest.skip("npm is not installed")
    server = Path(sys.executable).with_name("recall-lint")
    environment = {**os.environ, "RECALL_LINT": str(server)}
    return subprocess.run(
        (command, *arguments),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_extension(tmp_path: Path) -> None:
    if not EXTENSION.exists():
        pytest.skip("the source distribution has no extension")
    folder = tmp_path / "vscode"
    shutil.copytree(EXTENSION, folder, ignore=shutil.ignore_patterns("node_modules", "dist"))
    installed = npm(folder, "ci", "--no-audit", "--no-fund", "--ignore-scripts")
    if installed.returncode:
        pytest.skip(f"the packages cannot be installed: {installed.stderr.strip()[-200:]}")
    for script in ("check", "build", "test"):
        done = npm(folder, "run", script)
        assert done.returncode == 0, done.stdout + done.stderr
