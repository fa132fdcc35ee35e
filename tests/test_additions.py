"""docs/architecture.md says where to add a rule, a dialect, a generator, a format, a command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.literate import ROOT

Add = Callable[[str, str, dict[str, str]], None]
"""A new module of the package, its text, and replaced lines of other modules."""

RULE = '''\
"""A note shouts.

## Why is this bad?

It hurts.
"""

from collections.abc import Iterator

from recall_lint.base.model import Span
from recall_lint.base.problems import Problem
from recall_lint.rules.context import Context

CODE = "RL999"
NAME = "shouting"


def check(context: Context, path: str) -> Iterator[Problem]:
    if "!" in context.notebook.documents[path].source.text:
        yield Problem(path, Span(0, 1), "too loud", None)
'''
DIALECT = '''\
"""Anchors that shout."""

NAME = "shouting"
WHERE = "a wall"


def anchors(document):
    return [section.title.upper() for section in document.sections]


def key(fragment):
    return fragment
'''
GENERATOR = '''\
"""Shouting: folders with a `shout.toml`. Source: this test."""

import posixpath

from recall_lint.sites.model import File, Mount, Site

NAME = "shouting"


def find(marker, files):
    root = posixpath.dirname(marker) or "."
    return Site(NAME, root, marker, content=(Mount(root, "/"),), dialects=("github",))


def of(root, files):
    return find(f"{root}/shout.toml", files)


def serve(site, pages, files):
    return {page.path: (f"/{page.path}",) for page in pages}


def ways(site, origin, urls, path, kind):
    yield File(path.lower())


def templates(site, origin, urls, destination):
    yield File(destination)
'''
FORMAT = '''\
"""The number of problems, loudly."""

NAME = "shouting"


def render(report, *, color, width):
    return f"{len(report.diagnostics)}!!!\\n"
'''
COMMAND = '''\
"""Shout."""

import click


@click.command()
def command() -> None:
    """Shout."""
    click.echo("HEY")
'''


@pytest.fixture
def add(tmp_path: Path) -> Add:
    """Adds a module to a copy of the package."""
    shutil.copytree(
        ROOT / "recall_lint", tmp_path / "recall_lint", ignore=shutil.ignore_patterns("*.pyc")
    )

    def add(name: str, text: str, lines: dict[str, str]) -> None:
        (tmp_path / "recall_lint" / name).write_text(text, "utf-8")
        for place, line in lines.items():
            file = tmp_path / "recall_lint" / place
            before, after = line.split(" => ")
            whole = file.read_text("utf-8")
            assert before in whole, (place, before)
            file.write_text(whole.replace(before, after, 1), "utf-8")

    return add


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., str]:
    """Runs the copy in a notebook, and returns its output."""
    root = tmp_path / "notebook"
    root.mkdir()
    (root / "a.md").write_text("# Hey!\n\n[x](#HEY!) [y](B.md)\n", "utf-8")
    (root / "b.md").write_text("# B\n", "utf-8")

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "recall_lint", *arguments]
        variables = {**os.environ, "PYTHONPATH": str(tmp_path)}
        done = subprocess.run(
            command, cwd=root, env=variables, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr

    return run


def test_a_rule(add: Add, run: Callable[..., str]) -> None:
    line = "RULES: Final[tuple[Rule, ...]] = (\n => from recall_lint.rules import shouting\n\n"
    line += "RULES: Final[tuple[Rule, ...]] = (\n    shouting,\n"
    add("rules/shouting.py", RULE, {"rules/__init__.py": line})
    assert "RL999 shouting: too loud" in run("-f", "concise", "--select", "RL9")


def test_a_dialect(add: Add, run: Callable[..., str], tmp_path: Path) -> None:
    line = "DIALECTS: tuple[Dialect, ...] = (\n => from recall_lint.slugs import shouting\n\n"
    line += "DIALECTS: tuple[Dialect, ...] = (\n    shouting,\n"
    name = 'SURFACES: Final = (\n => SURFACES: Final = (\n    "shouting",\n'
    add("slugs/shouting.py", DIALECT, {"slugs/__init__.py": line, "base/config.py": name})
    assert "RL102" in run("-f", "concise", "--select", "RL102")
    (tmp_path / "notebook" / ".recall-lint.toml").write_text('surfaces = ["shouting"]', "utf-8")
    assert "no problems" in run("-f", "concise", "--select", "RL102")


def test_a_generator(add: Add, run: Callable[..., str], tmp_path: Path) -> None:
    line = '    "dendron": ( =>     "shouting": ("shout.toml",),\n    "dendron": ('
    add("sites/shouting.py", GENERATOR, {"sites/__init__.py": line})
    (tmp_path / "notebook" / "shout.toml").write_text("", "utf-8")
    assert "shouting" in run("sites")
    assert "RL107" not in run("-f", "concise")


def test_a_format(add: Add, run: Callable[..., str]) -> None:
    line = 'NAMES: Final = ( => NAMES: Final = ("shouting", '
    add("reporters/shouting.py", FORMAT, {"reporters/__init__.py": line})
    assert run("-f", "shouting", "--quiet") == "2!!!\n"


def test_a_command(add: Add, run: Callable[..., str]) -> None:
    line = 'NAMES: Final = ( => NAMES: Final = (\n    "shout",'
    add("cli/commands/shout.py", COMMAND, {"cli/commands/__init__.py": line})
    assert run("shout") == "HEY\n"
    assert "shout" in run("--help")
