"""Markdown → cases: small notebooks in fenced blocks, the expected codes on the offending lines.

A case is a `##` section of a fixture, or a `##` section of a rule's page. A
fenced block with `title="path"` is a file of its notebook. A line that ends
in `<!-- RL102 -->`, or `<!-- RL102: words of the message or hint -->`, is
expected to get that diagnostic; the mark is taken off before linting. The
file `.untracked` names the files that git does not know, and `.unreadable`
those that cannot be read. A block with `before`
behind its title is the file's last version in which a dead anchor was alive,
and `became="path"` the name that it has now.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from recall_lint import markdown, sites, slugs
from recall_lint.answers.answering import Answering
from recall_lint.base.config import Config, first_match, is_recall_page, matcher
from recall_lint.base.model import Source
from recall_lint.base.problems import Commit, Target, Trace, Written
from recall_lint.base.report import Report
from recall_lint.base.tree import Tree
from recall_lint.base.unchecked import Unchecked
from recall_lint.config.load import KEYS
from recall_lint.facts.store import plain
from recall_lint.history.candidates import Finder, Tracer
from recall_lint.linter.linter import lint
from recall_lint.notebook.inputs import Repository, Roles
from recall_lint.notebook.notebook import Notebook
from recall_lint.questions.section_names import SectionNames
from recall_lint.rules.context import Context, Writer
from recall_lint.sites.files import Listed
from recall_lint.sites.publication import Publication, packed, unpacked
from recall_lint.slugs import github
from recall_lint.sources.files import is_markdown

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"

_FENCE = re.compile(
    r'^(`{3,})\w* title="([^"]+)"( before)?(?: became="([^"]+)")?\n(.*?)^\1\n',
    re.MULTILINE | re.DOTALL,
)
_MARK = re.compile(r"[ ]*<!-- (RL\d{3})(?:: (.*?))? -->$")


class Expectation(NamedTuple):
    path: str
    line: int
    code: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.code}"


class Before(NamedTuple):
    """The last version of a file in which the broken anchors existed, and its current name."""

    text: str
    became: str


class Case(NamedTuple):
    """A small notebook and the expected report."""

    name: str
    files: dict[str, str]
    before: dict[str, Before]
    expected: list[Expectation]
    words: dict[Expectation, str]

    def report(self) -> Report:
        return lint_texts(self.files, before=self.before)


def headings(text: str) -> list[re.Match[str]]:
    """The `##` headings of a Markdown text, except those in fenced blocks."""
    inside = [m.span() for m in _FENCE.finditer(text)]
    return [
        m
        for m in re.finditer(r"^## (.+)\n", text, re.MULTILINE)
        if not any(start < m.start() < end for start, end in inside)
    ]


def read_cases(text: str) -> list[Case]:
    cases = []
    fences = list(_FENCE.finditer(text))
    heads = headings(text)
    ends = [*(m.start() for m in heads), len(text)][1:]
    for heading, end in zip(heads, ends, strict=True):
        name = heading[1]
        files, before, expected, words = {}, {}, [], {}
        for m in fences:
            if not heading.start() < m.start() < end:
                continue
            path = m[2]
            if m[3]:
                before[path] = Before(m[5], m[4] or path)
                continue
            lines = m[5].split("\n")
            for number, line in enumerate(lines, 1):
                while mark := _MARK.search(line):
                    line = line[: mark.start()]
                    expectation = Expectation(path, number, mark[1])
                    expected.append(expectation)
                    if mark[2]:
                        words[expectation] = mark[2]
                lines[number - 1] = line
            files[path] = "\n".join(lines)
        if files:
            cases.append(Case(name, files, before, sorted(expected), words))
    return cases


def found(report: Report) -> list[Expectation]:
    """The contents of a report, as expectations."""
    lines = []
    for code, _, _, problem in report.diagnostics:
        source = report.source(problem.path)
        lines.append(Expectation(problem.path, source.position(problem.span.start).line, code))
    return sorted(lines)


def make_notebook(
    files: dict[str, str],
    config: Config | None = None,
    *,
    sites_only: bool = False,
) -> Notebook:
    """With `sites_only`, pages are checked for their site alone, even if GitHub shows them."""
    config = config or Config()
    untracked = files.get(".untracked", "").split()
    listed = Listed(files, files.get)
    publication = sites.find(listed, config.surfaces, config.sites)
    if sites_only:
        # In the form in which a cache returns them.
        kept = unpacked(json.loads(json.dumps(packed(publication))))
        publication = Publication(site._replace(github=False) for site in kept.sites)
    documents = [
        markdown.parse(Source(path, text), publication.syntax(path))
        for path, text in files.items()
        if is_markdown(path) and path not in files.get(".unreadable", "").split()
    ]
    dialects = tuple(map(slugs.dialect, publication.dialects))
    tree = Tree(
        [path for path in files if path not in untracked],
        untracked,
        count_lines=lambda path: files[path].count("\n"),
    )
    return Notebook(
        plain(documents, dialects, routes=bool(publication.sites)),
        Repository(tree, listed),
        Roles(
            matcher(config.recall) if config.recall else is_recall_page,
            ignoring_pattern=first_match(config.ignore_links),
            section_names=SectionNames(config.question_sections),
        ),
        publication,
    )


def context(notebook: Notebook) -> Context:
    """A run with default settings, without history."""
    config = Config()
    answering = Answering(notebook, config.placeholder_patterns)
    return Context(notebook, config, Finder(notebook), answering=answering)


COMMIT = Commit("0a1b2c3d4", "2026-01-02")


def tracer(files: dict[str, str], before: dict[str, Before]) -> Tracer:
    """A history with one commit, which made the files what they are."""

    def trace(target: Target, exists: bool) -> Trace | None:
        old = before.get(target.path)
        if old is None:
            return None
        then = markdown.parse(Source(target.path, old.text))
        if target.anchor is not None and target.anchor not in github.anchors(then):
            return None
        now = old.became if old.became in files else None
        after = None if now is None else markdown.parse(Source(now, files[now]))
        return Trace(COMMIT, target.path, then, after, now, tuple(files))

    return trace


def lint_texts(
    files: dict[str, str],
    select: Iterable[str] = (),
    before: dict[str, Before] | None = None,
    committed: dict[str, str] | None = None,
) -> Report:
    """Lint a notebook given as texts, including its `.recall-lint.toml`.

    Lines that are not in `committed` were written later; without it, none were.
    """
    table = tomllib.loads(files.get(".recall-lint.toml", ""))
    values: dict[str, Any] = {KEYS[key]: tuple(value) for key, value in table.items()}
    config = Config(**values)
    if select:
        config = config._replace(select=tuple(select))
    notebook = make_notebook(files, config)
    past = before or {}
    finder = Finder(notebook, tracer(files, past))
    answering = Answering(notebook, config.placeholder_patterns)
    unread = files.get(".unreadable", "").split()
    context = Context(
        notebook,
        config,
        finder,
        writer(past, committed),
        answering=answering,
        unchecked={path: Unchecked(f"failed to read {path}") for path in unread},
    )
    return lint(context, [*notebook.documents, *unread])


def writer(before: dict[str, Before], committed: dict[str, str] | None) -> Writer:
    """A history in which every committed line was written before that one commit."""

    def written(path: str, line: str, target: str) -> Written | None:
        if committed is not None and line not in committed.get(path, "").split("\n"):
            return None
        old = before.get(target)
        return old and Written(COMMIT, markdown.parse(Source(target, old.text)))

    return written
