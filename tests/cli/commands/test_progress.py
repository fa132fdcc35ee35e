"""A progress line for long runs on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
from recall_lint.cli.commands import _progress
_progress.PATIENCE = _progress._PACE = 0
_progress.MANY = 1_000
from recall_lint.cli import main
main()
"""


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    (folder / ".recall-lint.toml").touch()
    (folder / "Recall").mkdir()
    for number in range(1_050):
        (folder / "Recall" / f"{number}.md").write_text(f"1. What is {number}?\n")
    return folder


def told(folder: Path, *arguments: str, watched: bool = True, **environ: str) -> str:
    """The output on standard error, as a terminal or a pipe."""
    command = [sys.executable, "-c", PROGRAM, "--no-cache", "--statistics", *arguments]
    env = {"PATH": os.environ["PATH"], "TERM": "xterm", **environ}
    if not watched:
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
        return done.stderr.decode()
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=theirs
    ) as process:
        os.close(theirs)
        said = b""
        try:
            while part := os.read(ours, 65_536):
                said += part
        except OSError:
            # Linux raises this when there is no writer any more.
            pass
        finally:
            os.close(ours)
        process.wait()
    return said.decode()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_terminal_is_told(notebook: Path, jobs: str) -> None:
    said = told(notebook, "--jobs", jobs)
    assert "\r\x1b[Kreading " in said
    assert " of 1,050 files" in said
    # It is erased before the final output.
    line, erased, rest = said.rpartition("\r\x1b[K")
    assert line.endswith("of 1,050 files")
    assert erased
    assert rest.startswith("1,050 errors in")


def test_nobody_else_is(notebook: Path) -> None:
    assert "\x1b" not in told(notebook, watched=False)
    assert told(notebook, "-q") == ""
    assert "\x1b" not in told(notebook, CI="true")
    assert "\x1b" not in told(notebook, PRE_COMMIT="1")
    assert "\x1b" not in told(notebook, TERM="dumb")


def test_short_work_is_not_told(notebook: Path, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("text\n")
    assert "\x1b" not in told(tmp_path)
