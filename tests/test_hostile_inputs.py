"""Any bytes in, a clear answer out: other files are checked, whatever one of them is."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.literate import ROOT

Make = Callable[[Path], object]

_MEBI: Final = 1 << 20
_LINK: Final = "[x](#gone)\n"


def _bytes(data: bytes) -> Make:
    return lambda path: path.write_bytes(data)


def _named(name: str | bytes) -> Make:
    def make(path: Path) -> None:
        full = os.path.join(os.fsencode(path.parent), os.fsencode(name))
        with open(full, "wb") as file:
            file.write(_LINK.encode())

    return make


def _socket(path: Path) -> None:
    # The name of a socket must be short.
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


HANDLED: Final[dict[str, Make]] = {
    "nothing": _bytes(b""),
    "utf-16": _bytes("\ufeff# A\n[x](#gone)\n".encode("utf-16")),
    "latin-1": _bytes(b"# Caf\xe9\n[x](#gone)\n"),
    "nul": _bytes(b"# A\0\n\0\0[x](#gone)\0\n"),
    "lone-cr": _bytes(b"# A\r[x](#gone)\r"),
    "all-bytes": _bytes(bytes(range(256)) * 64),
    "half-characters": _bytes(b"# \xed\xa0\x80 \xf4\x90\x80\x80 \xc0\xaf\n[x](#gone)\n"),
    "long-line": _bytes(b"x [y](#gone) " * (_MEBI // 50)),
    "quotes": _bytes(b"> " * 10_000 + b"[x](#gone)\n"),
    "lists": _bytes(b"- " * 10_000 + b"[x](#gone)\n"),
    "indents": _bytes(b"".join(b" " * 2 * n + b"- x\n" for n in range(1_000))),
    "brackets": _bytes(b"[" * 10_000 + b"]" * 10_000 + b"(#gone)\n"),
    "images": _bytes(b"![" * 10_000 + b"](#gone)" * 10_000),
    "emphasis": _bytes(b"*a_ " * 10_000),
    "backticks": _bytes(b"".join(b"`" * n + b"x" for n in range(400))),
    "entities": _bytes(b"&" * 10_000 + b"#" * 10_000),
    "angles": _bytes(b"<a " * 10_000 + b"<!-- " * 10_000),
    "table": _bytes(b"|a" * 2_000 + b"|\n" + b"|-" * 2_000 + b"|\n" + b"|b" * 2_000 + b"|\n"),
    "namesakes": _bytes(b"# A\n" * 20_000),
    "front-matter": _bytes(b"---\n" + b"a: &a [" * 500 + b"\n---\n# A\n"),
    "many-references": _bytes(b"[a]: #gone\n[b]\n" * 5_000),
    "newline": _named("a\nb.md"),
    "tab": _named("a\tb.md"),
    "quote": _named("a\"b'.md"),
    "percent": _named("a%0a%s%.md"),
    "emoji": _named("a\N{TELESCOPE}.md"),
    "nfc": _named("caf\u00e9.md"),
    "nfd": _named("cafe\u0301.md"),
    "no-utf-8": _named(b"caf\xe9.md"),
    "dashes": _named("--fix.md"),
    "fifo": os.mkfifo,
    "socket": _socket,
    "folder": lambda path: path.mkdir(),
    "dangling": lambda path: path.symlink_to("gone.md"),
    "loop": lambda path: path.symlink_to(path.name),
    "folder-loop": lambda path: path.with_suffix("").symlink_to("."),
}
"""Files that are read, or skipped with a notice."""

UNREADABLE: Final[dict[str, tuple[Make, str]]] = {
    "fifo": (os.mkfifo, "odd.md is not a regular file"),
    "socket": (_socket, "odd.md is not a regular file"),
    "closed": (lambda path: path.touch(0), "failed to read odd.md: Permission denied"),
}
"""Files tracked by git that cannot be read any more."""

_SECONDS: Final = 30
"""Far more than any of these takes, and far less than an endless run."""


def checked(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        (sys.executable, "-m", "recall_lint", *arguments),
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=_SECONDS,
    )
    for word in (b"Traceback", b"internal error"):
        assert word not in done.stderr
    return done


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    (tmp_path / ".recall-lint.toml").touch()
    (tmp_path / "good.md").write_text("[x](#gone-too)\n[y](odd.md#a)\n")
    return tmp_path


def _codes(done: subprocess.CompletedProcess[bytes]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in json.loads(done.stdout)["diagnostics"]:
        found.setdefault(each["path"], []).append(each["code"])
    return found


@pytest.mark.parametrize("name", HANDLED)
def test_what_is_handled(notebook: Path, name: str) -> None:
    HANDLED[name](notebook / "odd.md")
    for _ in range(2):
        done = checked(notebook, "--format", "json")
        assert done.returncode == 1
        assert "RL102" in _codes(done)["good.md"]
    assert checked(notebook, "--fix", "--unsafe-fixes", "-f", "json").returncode in {0, 1}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_has_a_place_in_the_report(notebook: Path, name: str) -> None:
    if name == "closed" and os.geteuid() == 0:
        pytest.skip("root reads what nobody else may")
    make, why = UNREADABLE[name]
    (notebook / "odd.md").touch()
    subprocess.run(["git", "init", "-q", "."], cwd=notebook, check=True)
    subprocess.run(["git", "add", "."], cwd=notebook, check=True)
    (notebook / "odd.md").unlink()
    make(notebook / "odd.md")
    for _ in range(2):
        done = checked(notebook, "--format", "json")
        assert done.returncode == 2
        assert _codes(done) == {"good.md": ["RL102"], "odd.md": ["RL900"]}
        assert f"recall-lint: error: {why}\n".encode() in done.stderr


def test_files_that_change_and_vanish_during_the_run(notebook: Path) -> None:
    for number in range(300):
        (notebook / f"n{number}.md").write_text(f"# A\n[x](n{number + 1}.md#gone)\n")
    run = subprocess.Popen(
        (sys.executable, "-m", "recall_lint", "-f", "json"),
        cwd=notebook,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    number = 0
    while run.poll() is None and number < 300:
        (notebook / f"n{number}.md").write_text(f"# B{number}\n[x](gone.md)\n")
        (notebook / f"n{number + 1}.md").unlink(missing_ok=True)
        number += 2
        time.sleep(0.002)
    told, said = run.communicate(timeout=_SECONDS)
    assert run.returncode in {1, 2}
    assert b"Traceback" not in said
    assert b"internal error" not in said
    if run.returncode == 1:
        assert json.loads(told)["diagnostics"]
