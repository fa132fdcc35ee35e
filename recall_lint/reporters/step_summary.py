"""Markdown for the job summary of GitHub Actions, with a table per file; added to `github`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from recall_lint.base.report import Report
from recall_lint.base.text import count, printable
from recall_lint.reporters._text import sentence

NAME = "step_summary"

# GitHub rejects a step summary of more than a mebibyte; other tools of the step need room, too.
_ROOM: Final = 900_000
_MARKS: Final = {"error": "❌ error", "warning": "⚠️ warning"}
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def render(report: Report, *, color: bool, width: int) -> str:
    counts = f"{count(report.errors, 'error')} and {count(report.warnings, 'warning')}"
    head = f"### recall-lint: {counts if report.diagnostics else 'no problems'}\n\n"
    questions, links = count(report.question_count, "question"), count(report.link_count, "link")
    checked = f"{questions}, {links} and {count(len(report.files), 'file')} checked.\n"
    parts = [head, checked, *(f"\n{_escaped(sentence)}\n" for sentence in report.coverage)]
    room = _ROOM
    for shown, row in enumerate(_rows(report)):
        room -= len(row.encode())
        if room < 0:
            parts.append(f"\n… and {count(len(report.diagnostics) - shown, 'more problem')}.\n")
            break
        parts.append(row)
    return "".join(parts)


def _rows(report: Report) -> Iterator[str]:
    """A row per problem; a table header precedes the first of each file."""
    for path, group in groupby(report.diagnostics, key=lambda d: d.problem.path):
        source = report.source(path)
        head = (
            f"\n#### {_escaped(path)}\n\n| line | | rule | problem |\n| ---: | --- | --- | --- |\n"
        )
        for code, name, severity, problem in group:
            line = source.position(problem.span.start).line
            text = _markdown(sentence(problem))
            if problem.question is not None and problem.question.text:
                text += f"<br>question: {_escaped(problem.question.text)}"
            yield f"{head}| {line} | {_MARKS[severity]} | {code} {_escaped(name)} | {text} |\n"
            head = ""


def _markdown(text: str) -> str:
    """A message as Markdown, with code as code.

    Backticks in the notebook's text would end code in backticks, and the rest would be markup.
    """
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _escaped(text)
    return "".join(
        f"<code>{_escaped(part)}</code>" if index % 2 else _escaped(part)
        for index, part in enumerate(parts)
    )


def _escaped(text: str) -> str:
    """Text escaped for Markdown."""
    return _PUNCTUATION.sub(r"\\\1", printable(text))
