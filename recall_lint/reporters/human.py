"""Grouped by file, with the question and the source line of each problem."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import click

from recall_lint.model import Diagnostic, Question, Source, Span
from recall_lint.report import Report
from recall_lint.reporters._text import printable

NAME = "human"

_COLORS: Final = {"error": "red", "warning": "yellow"}


_MANY: Final = 100
"""Problems of one rule, those of questions aside, from which on only the first are shown."""
_FIRST: Final = 20


def render(report: Report, *, color: bool, width: int) -> str:
    shown, folded = _folded(report.diagnostics)
    blocks = []
    for path, group in groupby(shown, key=lambda d: d.problem.path):
        source = report.source(path)
        blocks.append(click.style(printable(path), bold=True, underline=True) + "\n")
        blocks.extend("\n".join(_problem(d, source, width)) + "\n" for d in group)
    blocks += [
        f"and {number:,} more {code} {name}: `recall-lint -f concise --select {code}` lists them\n"
        for (code, name), number in folded.items()
    ]
    text = "\n".join(blocks)
    return text if color else click.unstyle(text)


def _folded(
    diagnostics: Iterable[Diagnostic],
) -> tuple[list[Diagnostic], dict[tuple[str, str], int]]:
    """The problems to show, and how many more there are of which rule.

    Hundreds of one rule mostly have one cause. What a question suffers from is always shown.
    """
    every = [*diagnostics]
    counts = Counter((d.code, d.name) for d in every if d.problem.question is None)
    shown: list[Diagnostic] = []
    left = {rule: _FIRST for rule, number in counts.items() if number > _MANY}
    for diagnostic in every:
        rule = diagnostic.code, diagnostic.name
        if diagnostic.problem.question is None and rule in left:
            if not left[rule]:
                continue
            left[rule] -= 1
        shown.append(diagnostic)
    return shown, {rule: counts[rule] - _FIRST for rule in left}


def _problem(diagnostic: Diagnostic, source: Source, width: int) -> Iterator[str]:
    problem = diagnostic.problem
    line, column = source.position(problem.span.start)
    place = click.style(printable(f"{problem.path}:{line}:{column}"), fg="cyan")
    color = _COLORS[diagnostic.severity]
    head = f"{diagnostic.severity} {diagnostic.code} {diagnostic.name}"
    yield f"  {place}  {click.style(head, fg=color, bold=True)}"
    yield f"    {printable(problem.message)}"
    if problem.question is not None and problem.question.text:
        yield "    " + click.style(_question(problem.question, width - 4), dim=True)
    yield from _excerpt(source, problem.span, width, color)
    if problem.hint:
        yield f"    {click.style('hint:', fg='green')} {printable(problem.hint)}"


def _question(question: Question, width: int) -> str:
    head = "question" if question.number is None else f"question {question.number}"
    if question.section is not None:
        head += f" ({question.section.label})"
    return _shorten(printable(f"{head}: {question.text}"), width)


def _excerpt(source: Source, span: Span, width: int, color: str) -> Iterator[str]:
    """The line that holds the span, and a line that underlines it."""
    number, column = source.position(span.start)
    text = printable(source.line(number).replace("\t", " "))
    gutter = f"    {number} | "
    room = max(30, width - len(gutter))
    start = column - 1
    end = max(start + 1, min(len(text), start + span.end - span.start))
    first, last = _window(text, start, end, room)
    head = "…" if first else ""
    tail = "…" if last < len(text) else ""
    shown = head + text[first:last] + tail
    mark = " " * _columns(head + text[first:start]) + "~" * _columns(text[start : min(end, last)])
    yield gutter + shown
    yield " " * (len(gutter) - 2) + "| " + click.style(mark, fg=color)


def _window(text: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The part of a line to show: `start` to `end`, what stands before it, then what follows."""
    if _columns(text) <= room:
        return 0, len(text)
    left = room - 2  # two ellipses
    last = start
    while last < end and left >= (columns := _columns(text[last])):
        left -= columns
        last += 1
    first = start
    while first > 0 and left >= (columns := _columns(text[first - 1])):
        left -= columns
        first -= 1
    while last < len(text) and left >= (columns := _columns(text[last])):
        left -= columns
        last += 1
    return first, last


def _shorten(text: str, width: int) -> str:
    if _columns(text) <= width:
        return text
    while text and _columns(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _columns(text: str) -> int:
    """Terminal columns: none for what combines, two for East Asian wide characters."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf")
        else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )
