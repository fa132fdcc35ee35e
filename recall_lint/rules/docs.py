"""A rule → its documentation page, as Markdown, for terminals, and as data.

The page is the rule's docstring: a title, a summary, and `##` sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import click

from recall_lint import HOME
from recall_lint.base.problems import Severity
from recall_lint.base.text import did_you_mean
from recall_lint.rules import RULES, Rule, is_default, severity

SECTIONS: Final = ("Why is this bad?", "Example", "Use instead", "Fix", "Configuration")
"""In reading order; only the last is optional."""

_BLOCK = re.compile(r"^(`{3,})([^\n]*)\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r'title="([^"]+)"( before)?(?: became="([^"]+)")?')


class UnknownRuleError(Exception):
    """A word that is not a rule's code or name; the message suggests the nearest one."""


class Section(NamedTuple):
    """One `##` section of a page."""

    title: str
    text: str
    """Markdown without headings of its own, the last line ended."""


class Page(NamedTuple):
    """The documentation of a rule."""

    code: str
    name: str
    severity: Severity
    default: bool
    """Whether the rule runs without being selected."""
    summary: str
    """One sentence, on one line."""
    sections: tuple[Section, ...]

    @property
    def url(self) -> str:
        """The address of the page on the web."""
        return url(self.code, self.name)

    @property
    def status(self) -> str:
        """Its severity, and whether it runs by default, as a sentence."""
        runs = "On by default" if self.default else "Off by default"
        return f"Severity: {self.severity}. {runs}."


def page(rule: Rule) -> Page:
    """The page of a rule."""
    head, *rest = _split(rule.__doc__ or "")
    summary = " ".join(head.partition("\n\n")[2].split())
    sections = []
    for text in rest:
        title, _, body = text.partition("\n")
        sections.append(Section(title.removeprefix("## "), body.strip("\n") + "\n"))
    return Page(rule.CODE, rule.NAME, severity(rule), is_default(rule), summary, tuple(sections))


def url(code: str, name: str) -> str:
    """The address of a rule's page on the web."""
    return f"{HOME}/blob/main/docs/rules.md#{code.lower()}-{name}"


def all_pages() -> list[Page]:
    """The pages of all rules, in reading order."""
    return [page(rule) for rule in RULES]


def find(word: str) -> Page:
    """The page of the rule with this code or name, ignoring case."""
    for rule in RULES:
        if word.lower() in (rule.CODE.lower(), rule.NAME):
            return page(rule)
    words = [word for rule in RULES for word in (rule.CODE, rule.NAME)]
    raise UnknownRuleError(f"unknown rule `{word}`{did_you_mean(word, words)}")


def markdown(shown: Page, level: int = 1) -> str:
    """The page as Markdown, with its title as a heading of this level."""
    marks = "#" * level
    parts = [
        f"{marks} {shown.code} {shown.name}\n",
        f"{shown.summary}\n",
        f"{shown.status}\n",
        *(f"{marks}# {title}\n\n{text}" for title, text in shown.sections),
    ]
    return "\n".join(parts)


def terminal(shown: Page) -> str:
    """The page for terminals: headings in bold, files indented below their names."""
    parts = [
        click.style(f"{shown.code} {shown.name}", bold=True, underline=True) + "\n",
        f"{shown.summary}\n",
        click.style(shown.status, dim=True) + "\n",
        *(f"{click.style(title, bold=True)}\n\n{_drawn(text)}" for title, text in shown.sections),
    ]
    return "\n".join(parts)


def data(shown: Page) -> dict[str, Any]:
    """The page as data, for JSON."""
    return shown._asdict() | {"sections": [section._asdict() for section in shown.sections]}


def _split(docstring: str) -> Iterator[str]:
    """A docstring split before each `##` heading, except for headings in code blocks."""
    blocks = [m.span() for m in _BLOCK.finditer(docstring)]
    start = 0
    for heading in re.finditer(r"^## ", docstring, re.MULTILINE):
        if not any(first < heading.start() < last for first, last in blocks):
            yield docstring[start : heading.start()]
            start = heading.start()
    yield docstring[start:]


def _drawn(text: str) -> str:
    return _BLOCK.sub(_draw_block, text)


def _draw_block(block: re.Match[str]) -> str:
    lines = "".join(f"    {line}\n" if line else "\n" for line in block[3].splitlines())
    title = _TITLE.search(block[2])
    if title is None:
        return lines
    name = title[1]
    if title[3]:
        name += f", before the rename to {title[3]}"
    elif title[2]:
        name += " (before)"
    return f"  {click.style(name, fg='cyan')}\n{lines}"
