"""The law of the cache: a run with cached results reports the same as one without."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from recall_lint import markdown
from recall_lint.base.config import Config
from recall_lint.base.model import Document, Source
from recall_lint.base.report import Report
from recall_lint.markdown import reader
from recall_lint.run.notices import notices
from recall_lint.run.request import Request
from recall_lint.run.session import Session
from recall_lint.sources import diff_base
from recall_lint.sources.diff_base import Scope

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
    """A notebook that changes at random, checked by runs with and without a cache."""

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
        # In the past, and each time different: otherwise no stamp would be certain.
        self.clock += 10
        os.utime(file, (self.clock, self.clock))

    def change(self) -> str:
        """Make one change, and describe it."""
        there = [p for p in (*PATHS, *OTHERS) if (self.root / p).exists()]
        kinds = ("write", "write", "touch", "delete", "rename", "add", "stage", "commit", "commit")
        kind = self.rng.choice(kinds)
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
        elif kind == "stage":
            self.git("add", "--force", path)
        else:
            if self.rng.random() < 0.5:
                self.git("add", "-A")
            self.git("commit", "--quiet", "--allow-empty", "-m", "a")
        return f"{kind} {path}"

    def open(self, file: str | None, scope: Scope | None) -> Session:
        return Session(Request(str(self.root), [str(self.root)], self.config, file, scope))

    def said(self, file: str | None, scope: Scope | None = None) -> tuple[Any, ...]:
        with self.open(file, scope) as session:
            report = session.report()
            notes = list(notices(session, report))
        return _told(report), dict(report.files), notes, session.unreadable


def _told(report: Report) -> list[Any]:
    """The contents of a report, with questions' sections identified by heading."""
    return [
        (d.code, d.problem._replace(question=None), d.problem.question and d.problem.question.text)
        for d in report.diagnostics
    ]


def made(folder: Path, seed: int, surfaces: tuple[str, ...]) -> Notebook:
    notebook = Notebook(folder / "notebook", seed, Config(select=("ALL",), surfaces=surfaces))
    notebook.root.mkdir()
    notebook.git("init", "--quiet")
    (notebook.root / ".gitignore").write_text("ignored/\n")
    for path in PATHS:
        notebook.write(path)
    return notebook


@pytest.mark.parametrize("surfaces", [("github",), ("github", "kramdown-gfm", "obsidian")])
@pytest.mark.parametrize("seed", range(4))
def test_a_run_that_remembers_says_what_one_says_that_does_not(
    tmp_path: Path, seed: int, surfaces: tuple[str, ...]
) -> None:
    notebook = made(tmp_path, seed, surfaces)
    done: list[str] = []
    for _ in range(25):
        assert notebook.said(notebook.file) == notebook.said(None), done
        done.append(notebook.change())


@pytest.mark.parametrize("seed", range(4))
def test_what_is_read_as_a_reader_does_is_judged_as_what_is_parsed(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = made(tmp_path, seed, ("github",))
    for _ in range(25):
        seen = notebook.said(None)
        with monkeypatch.context() as patch:
            patch.setattr(reader, "view", lambda text: None)
            assert notebook.said(None) == seen
        notebook.change()


@pytest.mark.parametrize("seed", range(4))
def test_so_does_one_on_the_index_and_one_on_a_branch_with_the_same_cache(
    tmp_path: Path, seed: int
) -> None:
    notebook = made(tmp_path, seed, ("github",))
    root = str(notebook.root)
    notebook.git("commit", "--quiet", "--allow-empty", "-m", "a")
    notebook.git("tag", "start")
    done: list[str] = []

    def scope(kind: str) -> Scope | None:
        """Scopes are not shared between runs."""
        if kind == "staged":
            return diff_base.staged(root, {"GIT_INDEX_FILE": ""})
        return diff_base.since(root, "start") if kind == "since" else None

    for _ in range(25):
        for kind in ("staged", "folder", "since"):
            warm = notebook.said(notebook.file, scope(kind))
            assert warm == notebook.said(None, scope(kind)), (kind, done)
        done.append(notebook.change())


def test_a_text_is_parsed_once_wherever_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = made(tmp_path, 0, ("github",))
    root = str(notebook.root)
    parsed = []
    parse = markdown.parse

    def spy(source: Source, syntax: str, *, blocks: bool = True) -> Document:
        parsed.append(source.text)
        return parse(source, syntax, blocks=blocks)

    def check(scope: Scope | None) -> list[str]:
        """Check the notebook; returns the texts that were read."""
        parsed.clear()
        request = Request(root, [root], notebook.config, notebook.file, scope, history=False)
        with Session(request) as session:
            session.report()
        return parsed.copy()

    monkeypatch.setattr(markdown, "parse", spy)
    monkeypatch.setattr(reader, "view", lambda text: None)
    for path in PATHS:
        (notebook.root / path).write_text(f"# {path}\n", "utf-8")
    notebook.git("add", "-A")
    notebook.git("commit", "--quiet", "-m", "a")
    assert len(check(None)) == len(PATHS)
    assert check(diff_base.staged(root, {})) == []
    (notebook.root / "README.md").write_text("# New\n", "utf-8")
    notebook.git("add", "-A")
    assert check(diff_base.staged(root, {})) == ["# New\n"]
    assert check(None) == []
    # Another run may need what this one no longer does.
    (notebook.root / "README.md").write_text("# Newer\n", "utf-8")
    assert check(None) == ["# Newer\n"]
    assert check(diff_base.staged(root, {})) == []


def test_a_submodule_that_comes_and_goes_decides_for_the_names_below_it(tmp_path: Path) -> None:
    notebook = made(tmp_path, 0, ("github",))
    (notebook.root / "README.md").write_text("[a](module/x.md)\n", "utf-8")
    notebook.git("add", "-A")
    notebook.git("commit", "--quiet", "-m", "a")
    root = str(notebook.root)

    def check() -> None:
        warm = notebook.said(notebook.file, Scope(diff_base.staged(root, {}).origin))
        assert warm == notebook.said(None, Scope(diff_base.staged(root, {}).origin))

    check()
    notebook.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    check()
    notebook.git("update-index", "--force-remove", "module")
    check()


def test_a_repository_that_becomes_a_submodule_is_everybodys(tmp_path: Path) -> None:
    notebook = made(tmp_path, 0, ("github",))
    (notebook.root / "README.md").write_text("[a](module/x.md)\n", "utf-8")
    notebook.git("add", "-A")
    notebook.git("commit", "--quiet", "-m", "a")
    inner = notebook.root / "module"
    inner.mkdir()
    (inner / "x.md").write_text("# X\n", "utf-8")
    for words in (("init", "--quiet"), ("add", "-A"), ("commit", "--quiet", "-m", "b")):
        notebook.git("-C", str(inner), *words)
    assert notebook.said(notebook.file) == notebook.said(None)
    notebook.git("add", "-A")
    assert notebook.said(notebook.file) == notebook.said(None)
