"""Nothing lost: at whatever system call the machine fails, every file is the old or the new one.

`strace` lets the Nth call of one kind fail. The calls that write are tried one by one, each with
the errors that it is known to have; where strace cannot run, nothing is tried. Of many calls
only some are tried, spread evenly, unless `RECALL_LINT_EVERY_CALL` is set.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from recall_lint.facts.cache_folder import FOLDER
from tests.literate import ROOT

FILES: Final = {
    ".recall-lint.toml": "",
    "Notes/A.md": "# A thing\nText. [x](#A-Thing)\n",
    "Notes/B.md": "# B\nText. [x](A.md#A-Thing)\n",
    "Recall/A.md": "1. What? [Reread](../Notes/A.md#A-Thing)\n",
}
_MODE: Final = 0o640
_MOST: Final = 2
"""Calls of one kind that are tried."""
FAULTS: Final = (
    "write:error=ENOSPC",
    "write:error=EIO",
    "fsync:error=EIO",
    "rename,renameat,renameat2:error=EACCES",
    "chmod,fchmod,fchmodat:error=EPERM",
    "openat:error=EMFILE",
    "openat:error=EACCES",
    "write:signal=KILL",
    "rename,renameat,renameat2:signal=KILL",
    "fsync:signal=KILL",
)


class Command(NamedTuple):
    """A command that writes."""

    line: str
    moves: tuple[tuple[str, str], ...] = ()
    """Files that it calls otherwise."""
    makes: str = ""
    """A file that it writes."""


COMMANDS: Final = (
    Command("check --fix --no-cache"),
    Command("check"),
    Command("rename Notes/A.md#a-thing Other"),
    Command("rename Notes/A.md Notes/C.md", (("Notes/A.md", "Notes/C.md"),)),
    Command("baseline", makes=".recall-lint-baseline.json"),
)

# The modules are loaded before the calls are counted: what they open is not ours.
_PROGRAM: Final = """
import os, sys, pkgutil, importlib, tempfile
import recall_lint
for each in pkgutil.walk_packages(recall_lint.__path__, "recall_lint."):
    if ".server" not in each.name and "__main__" not in each.name:
        importlib.import_module(each.name)
from recall_lint.cli import main
try:
    os.stat("/recall-lint-begins")
except OSError:
    pass
main(sys.argv[1:], prog_name="recall-lint")
"""


@cache
def can_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-o", os.devnull, "true"], check=False, capture_output=True)
    return done.returncode == 0


pytestmark = pytest.mark.skipif(not can_trace(), reason="strace is missing, or may not trace")


def make(folder: Path) -> None:
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(_MODE)


def run(folder: Path, line: str, *strace: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ("strace", "-qq", *strace, sys.executable, "-c", _PROGRAM, *line.split()),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and FOLDER not in path.parts
    }


def points(folder: Path, line: str, calls: str) -> Iterator[int]:
    """The numbers of the calls of some kinds that a command makes once it is loaded."""
    trace = folder.parent / "trace"
    run(folder, line, "-e", f"trace={calls},stat,newfstatat", "-o", str(trace))
    names = [f"{name}(" for name in calls.split(",")]
    number = dict.fromkeys(names, 0)
    begun = False
    found = set()
    for text in trace.read_text(errors="replace").splitlines():
        begun = begun or "/recall-lint-begins" in text
        for name in names:
            if text.startswith(name):
                number[name] += 1
                if begun:
                    found.add(number[name])
    step = 1 if os.environ.get("RECALL_LINT_EVERY_CALL") else max(1, -(-len(found) // _MOST))
    yield from sorted(found)[::step]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.line)
def test_every_file_is_the_old_or_the_new_one(tmp_path: Path, command: Command, fault: str) -> None:
    calls = fault.partition(":")[0]
    whole = tmp_path / "whole"
    make(whole)
    tried = [*points(whole, command.line, calls)]
    after = texts(whole)
    for number in tried:
        folder = tmp_path / str(number)
        make(folder)
        done = run(
            folder,
            command.line,
            "-e",
            f"trace={calls}",
            "-o",
            os.devnull,
            "-e",
            f"inject={fault}:when={number}",
        )
        where = f"{fault} at call {number}: {done.stderr}"
        assert "Traceback" not in done.stderr, where
        assert "internal error" not in done.stderr, where
        assert done.returncode in {0, 1, 2, -9, 137}, where
        check_files(folder, command, after, where)
        if FOLDER in os.listdir(folder):
            # Whatever is left in the cache does not disturb the next run.
            kept = run(folder, "check -f json").stdout
            assert kept == run(folder, "check -f json --no-cache").stdout, where
        shutil.rmtree(folder)


def check_files(folder: Path, command: Command, after: dict[str, str], where: str) -> None:
    now = {name: text for name, text in texts(folder).items() if "/.recall-lint-" not in name}
    moves = dict(command.moves)
    for name, text in FILES.items():
        new = moves.get(name, name)
        found = [now[each] for each in {name, new} if each in now]
        assert found, f"{name} is gone: {where}"
        assert {*found} <= {text, after[new]}, where
        for each in {name, new}:
            if each in now:
                assert (folder / each).stat().st_mode & 0o777 == _MODE, where
    if command.makes in now:
        assert now[command.makes] in {"", after[command.makes]}, where
