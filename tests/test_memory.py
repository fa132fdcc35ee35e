"""The law of the cache: a run that takes over what earlier ones kept says what a cold one says."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from recall_lint.config import Config
from recall_lint.report import Report
from recall_lint.workspace import Session, begin

TITLES = ("Ropes", "Knots", "Hemp", "Care", "care", "TODO", "Überblick", "Bowline knot")
LINES = (
    "# {title}\n",
    "## {title}\n",
    "Some words on {title}.\n",
    "TODO\n",
    "1. What is {title}? [Reread]({link})\n",
    "2. What is {title}? [Reread]({link}) [see]({link})\n",
    "[{title}]({link}) ![]({link}) [[{name}#{title}]]\n",
    "[a][{title}]\n",
    "<a id='{title}'></a>\n",
    "(a.md)[{title}]\n",
    "[a]({link}) <!-- recall-lint-disable-line {code} -->\n",
    "<!-- recall-lint-disable-next-line {code} -- why -->\n",
    "<!-- recall-lint-disable {code} -->\n",
    "<!-- recall-lint-enable {code} -->\n",
    "<!-- recall-lint-disable-file {code} -->\n",
)
CODES = ("", "RL1", "RL102", "missing-file RL301", "RL8", "RL777")
PATHS = ("Notes/A.md", "Notes/B.md", "Notes/Ropes.md", "Recall/A.md", "Recall/B.md", "README.md")
OTHERS = ("Notes/tool.py", "Notes/picture.png", "ignored/secret.md")


class Notebook:
    """A notebook that changes at random, with a run that remembers and one that does not."""

    def __init__(self, root: Path, seed: int, config: Config) -> None:
        self.root = root
        self.rng = random.Random(seed)
        self.config = config
        self.file = str(root.parent / "cache.sqlite3")
        self.clock = 1_700_000_000

    def git(self, *arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        command = ["git", "-C", str(self.root), *who, *arguments]
        subprocess.run(command, check=True, capture_output=True)

    def text(self) -> str:
        lines = []
        for _ in range(self.rng.randrange(1, 9)):
            name = self.rng.choice((*PATHS, *OTHERS, "Notes", "notes/a.md", "Notes/Gone.md"))
            anchor = self.rng.choice(("", "#ropes", "#care", "#Care-1", "#knot", "#L3", "#hemp"))
            link = f"{self.rng.choice(('/', '../'))}{name}{anchor}"
            title = self.rng.choice(TITLES)
            code = self.rng.choice(CODES)
            line = self.rng.choice(LINES)
            lines.append(line.format(title=title, link=link, name=name, code=code))
        return "\n".join(lines)

    def write(self, path: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.text(), "utf-8")
        # Long ago, and each time at another: otherwise every file would be one that is not settled.
        self.clock += 10
        os.utime(file, (self.clock, self.clock))

    def change(self) -> str:
        """Make one change, and say which."""
        there = [p for p in (*PATHS, *OTHERS) if (self.root / p).exists()]
        kind = self.rng.choice(("write", "write", "touch", "delete", "rename", "add", "commit"))
        path = self.rng.choice(there or PATHS)
        if kind == "write" or not there:
            path = self.rng.choice((*PATHS, *OTHERS))
            self.write(path)
        elif kind == "touch":
            os.utime(self.root / path)
        elif kind == "delete":
            (self.root / path).unlink()
        elif kind == "rename":
            to = self.rng.choice(PATHS)
            (self.root / to).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).replace(self.root / to)
        elif kind == "add":
            self.git("add", "-A")
        else:
            self.git("add", "-A")
            self.git("commit", "--quiet", "--allow-empty", "-m", "a")
        return f"{kind} {path}"

    def open(self, file: str | None) -> Session:
        return begin(str(self.root), [str(self.root)], self.config, file, history=True)

    def said(self, file: str | None) -> tuple[Any, ...]:
        with self.open(file) as session:
            report = session.report()
            notices = list(session.notices(report))
        return _told(report), dict(report.files), notices, session.unreadable


def _told(report: Report) -> list[Any]:
    """What a report says, a question's section being known by its heading."""
    return [
        (d.code, d.problem._replace(question=None), d.problem.question and d.problem.question.text)
        for d in report.diagnostics
    ]


@pytest.mark.parametrize("surfaces", [("github",), ("github", "kramdown-gfm", "obsidian")])
@pytest.mark.parametrize("seed", range(6))
def test_a_run_that_remembers_says_what_one_says_that_does_not(
    tmp_path: Path, seed: int, surfaces: tuple[str, ...]
) -> None:
    config = Config(select=("ALL",), surfaces=surfaces)
    notebook = Notebook(tmp_path / "notebook", seed, config)
    notebook.root.mkdir()
    notebook.git("init", "--quiet")
    (notebook.root / ".gitignore").write_text("ignored/\n")
    for path in PATHS:
        notebook.write(path)
    done: list[str] = []
    for _ in range(25):
        assert notebook.said(notebook.file) == notebook.said(None), done
        done.append(notebook.change())
