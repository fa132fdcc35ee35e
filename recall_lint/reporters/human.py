"""The report that a person reads: by file, each problem with its question and its line."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

import click

from recall_lint.model import Diagnostic, Question, Source, Span
from recall_lint.report import Report
from recall_lint.reporters._text import printable

NAME = "human"


def render(report: Report, *, color: bool, width: int) -> str:
    blocks = []
    for path, group in groupby(report.diagnostics, key=lambda d: d.problem.path):
        source = report.source(path)
        blocks.append(click.style(printable(path), bold=True, underline=True) + "\n")
        blocks.extend("\n".join(_problem(d, source, width)) + "\n" for d in group)
    text = "\n".join(blocks)
    return text if color else click.unstyle(text)


def _problem(diagnostic: Diagnostic, source: Source, width: int) -> Iterator[str]:
    problem = diagnostic.problem
    line, column = source.position(problem.span.start)
    place = click.style(printable(f"{problem.path}:{line}:{column}"), fg="cyan")
    code = click.style(f"{diagnostic.code} {diagnostic.name}", fg="red", bold=True)
    yield f"  {place}  {code}"
    yield f"    {printable(problem.message)}"
    if problem.question is not None and problem.question.text:
        yield "    " + click.style(_question(problem.question, width - 4), dim=True)
    yield from _excerpt(source, problem.span, width)
    if problem.hint:
        yield f"    {click.style('hint:', fg='green')} {printable(problem.hint)}"


def _question(question: Question, width: int) -> str:
    head = "question" if question.number is None else f"question {question.number}"
    if question.section is not None:
        head += f" ({question.section.label})"
    return _shorten(printable(f"{head}: {question.text}"), width)


def _excerpt(source: Source, span: Span, width: int) -> Iterator[str]:
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
    yield " " * (len(gutter) - 2) + "| " + click.style(mark, fg="red")


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
