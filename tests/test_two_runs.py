"""Two runs at once, and a cache that somebody else has: nothing is lost, nothing changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from recall_lint.facts.cache_folder import FOLDER
from tests.literate import ROOT

FILES: Final = 20
_OTHER: Final = 4711
"""The number of another user."""
_FIXES: Final = (("../a.md", "../A.md"), ("#A-Thing", "#a-thing"), ("#a-thing", "#other"))


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """Pages, each with a link whose fix is safe and a question twice."""
    root = tmp_path / "notebook"
    (root / "Recall").mkdir(parents=True)
    (root / ".recall-lint.toml").touch()
    (root / "A.md").write_text("# A thing\n\nText.\n")
    for number in range(FILES):
        text = f"1. What {number}? [x](../A.md#A-Thing)\n1. Why {number}? [y](../a.md#a-thing)\n"
        (root / f"Recall/{number}.md").write_text(text)
    return root


def command(root: Path, *arguments: str, under: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("RECALL_LINT_CACHE_DIR", None)
    return subprocess.Popen(
        (*under, sys.executable, "-m", "recall_lint", *arguments),
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(root: Path, *arguments: str, under: tuple[str, ...] = ()) -> tuple[int, str, str]:
    done = command(root, *arguments, under=under)
    told, said = done.communicate(timeout=60)
    return done.returncode, told, said


def pages(root: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (root / "A.md", *root.glob("Recall/*"))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("--fix", "--fix"),
        ("--fix --select RL104", "--fix --select RL107"),
        ("--fix", "rename A.md#a-thing Other"),
    ],
)
def test_of_two_runs_that_write_each_file_is_as_one_of_them_left_it(
    notebook: Path, one: str, other: str
) -> None:
    before = pages(notebook)
    both = [command(notebook, *line.split()) for line in (one, other)]
    for each in both:
        _, said = each.communicate(timeout=60)
        assert each.returncode in {0, 1, 2}, said
        assert "Traceback" not in said
        assert "internal error" not in said
    after = pages(notebook)
    assert after.keys() == before.keys()
    for name in before.keys() - {"A.md"}:
        assert _canonical(after[name]) == _canonical(before[name])
    assert after["A.md"] in {before["A.md"], "# Other\n\nText.\n"}


def _canonical(text: str) -> str:
    """A text with everything fixed and renamed."""
    for wrong, right in _FIXES:
        text = text.replace(wrong, right)
    return text


@cache
def unprivileged() -> tuple[str, ...] | None:
    """What a command begins with that has no right that others lack; None if there is nothing."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        return None
    words = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")
    tried = subprocess.run((*words, "true"), check=False, capture_output=True)
    return None if tried.returncode else words


def _close(folder: Path) -> None:
    folder.chmod(0)


def _close_file(folder: Path) -> None:
    (folder / "notebook.sqlite3").chmod(0)


def _make_file_read_only(folder: Path) -> None:
    (folder / "notebook.sqlite3").chmod(0o444)


def _make_read_only(folder: Path) -> None:
    _make_file_read_only(folder)
    folder.chmod(0o555)


def _give_away(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    for path in (*folder.iterdir(), folder):
        os.chown(path, _OTHER, _OTHER)


@pytest.mark.parametrize(
    "become", [_close, _close_file, _make_file_read_only, _make_read_only, _give_away]
)
def test_a_cache_that_others_keep_changes_no_result(
    notebook: Path, become: Callable[[Path], None]
) -> None:
    under = unprivileged()
    if under is None:
        pytest.skip("root may do everything here")
    run(notebook)
    (notebook / "A.md").write_text("# A thing\n\n## Gone\n")
    (notebook / "Recall/0.md").write_text("1. What? [x](../A.md#gone-now)\n")
    plain = run(notebook, "--no-cache", "-f", "json", under=under)
    folder = notebook / FOLDER
    become(folder)
    try:
        found = run(notebook, "-f", "json", under=under)
        assert found[:2] == plain[:2]
        # What cannot be written in a folder of ours is made anew.
        is_made_anew = become in (_close_file, _make_file_read_only)
        assert ("note: failed to write cache" in found[2]) != is_made_anew
    finally:
        folder.chmod(0o755)
