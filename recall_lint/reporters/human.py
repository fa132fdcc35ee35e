"""For people: questions first, each problem with its source line, and a summary at the end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

import click

from recall_lint.base.model import Question, Source, Span
from recall_lint.base.problems import Diagnostic
from recall_lint.base.report import Report
from recall_lint.base.text import count, masked, printable
from recall_lint.reporters._folding import Entry, fold, fold_line, limit
from recall_lint.reporters._groups import QUESTIONS, groups
from recall_lint.reporters._summary import Display, questions, suggestion, table, totals

NAME = "human"

_ENDING = re.compile(r"[\r\n]")
_COLORS: Final = {"error": "red", "warning": "yellow"}

Paint = Callable[..., str]
"""A text and its style → the same for the terminal."""

_FAR: Final = 20
"""Maximum number of characters in one terminal column: a letter and its accents."""


_RULER: Final = 80
"""Maximum width of a heading."""

_PLAIN: Final = Display()


def render(report: Report, *, color: bool, width: int, display: Display = _PLAIN) -> str:
    parts = (
        problems(report, color=color, width=width, display=display),
        summary(report, color=color, width=width, display=display),
    )
    return "\n".join(filter(None, parts))


def problems(report: Report, *, color: bool, width: int, display: Display) -> str:
    """The problems: questions first, then the rest of the recall pages, then notes."""
    paint: Paint = click.style if color else _unpainted
    found = groups(report)
    blocks = []
    for title, diagnostics in found.items():
        if len(found) > 1:
            blocks.append(_heading(title, width, paint))
        entries = [*map(Entry, diagnostics)] if display.verbose else fold(diagnostics)
        hidden: Mapping[tuple[str, str], int] = {}
        if not display.verbose and title != QUESTIONS:
            entries, hidden = limit(entries)
        blocks += _files(entries, report, width, paint)
        blocks += [
            f"and {number:,} more {code} {name}; -v lists them\n"
            for (code, name), number in hidden.items()
        ]
    return "\n".join(blocks)


def summary(report: Report, *, color: bool, width: int, display: Display) -> str:
    """Problems by rule, totals, and the command to run next; empty without problems."""
    paint: Paint = click.style if color else _unpainted
    if not report.diagnostics:
        return ""
    lines = [_heading("summary", width, paint)] if len(groups(report)) > 1 else []
    lines += [*table(report), ""]
    if broken := questions(report, display):
        lines.append(paint(broken, fg="red", bold=True))
    files = {diagnostic.problem.path for diagnostic in report.diagnostics}
    lines.append(f"{totals(report)} in {count(len(files), 'file')}")
    if display.typed is not None:
        fixes, command = suggestion(report, display.typed)
        lines += [fixes] if fixes else []
        lines += [f"    {paint(command, bold=True)}"] if command else []
    return "\n".join(lines) + "\n"


def _heading(title: str, width: int, paint: Paint) -> str:
    return paint(f" {title} ".center(min(width, _RULER), "="), bold=True) + "\n"


def _files(entries: Iterable[Entry], report: Report, width: int, paint: Paint) -> Iterator[str]:
    for path, group in groupby(entries, key=lambda entry: entry.diagnostic.problem.path):
        source = report.source(path)
        yield paint(printable(path), bold=True, underline=True) + "\n"
        for entry in group:
            yield "\n".join(_problem(entry.diagnostic, source, width, paint)) + "\n"
            if entry.more:
                yield f"  {fold_line(entry)}\n"


def _unpainted(text: str, **style: Any) -> str:
    return text


def _problem(diagnostic: Diagnostic, source: Source, width: int, paint: Paint) -> Iterator[str]:
    problem = diagnostic.problem
    line, column = source.position(problem.span.start)
    place = paint(printable(f"{problem.path}:{line}:{column}"), fg="cyan")
    color = _COLORS[diagnostic.severity]
    head = f"{diagnostic.severity} {diagnostic.code} {diagnostic.name}"
    yield f"  {place}  {paint(head, fg=color, bold=True)}"
    yield f"    {printable(problem.message)}"
    if problem.question is not None and problem.question.text:
        yield "    " + paint(_question(problem.question, width - 4), dim=True)
    if source.text:
        number, text, span = _around(source, problem.span, width)
        gutter = f"    {number} | "
        shown, mark = _excerpt(text, span, max(30, width - len(gutter)))
        yield gutter + shown
        yield " " * (len(gutter) - 2) + "| " + paint(mark, fg=color)
    if problem.hint:
        yield f"    {paint('hint:', fg='green')} {printable(problem.hint)}"


def _question(question: Question, width: int) -> str:
    head = "question" if question.number is None else f"question {question.number}"
    far = _FAR * width
    if question.section is not None:
        head += f" ({question.section.label})"
    return _shorten(printable(f"{head[:far]}: {question.text[:far]}"), width)


def _around(source: Source, span: Span, width: int) -> tuple[int, str, Span]:
    """The line that contains a span, as far as it may be shown, and the span in it.

    A line may be as long as the text, and have a thousand problems.
    """
    number, column = source.position(span.start)
    first = span.start - min(column - 1, _FAR * width)
    text = source.text[first : span.start + _FAR * width]
    start = span.start - first
    ending = _ENDING.search(text, start)
    text = (text[: ending.start()] if ending else text).removeprefix("\ufeff")
    return number, text, Span(start, start + span.end - span.start)


def _excerpt(text: str, span: Span, room: int) -> tuple[str, str]:
    """The part of a line to show, and the underline of the span in it."""
    text = masked(text.replace("\t", " "))
    start = span.start
    end = max(start + 1, min(len(text), span.end))
    first, last = _window(text, start, end, room)
    head = "…" if first else ""
    tail = "…" if last < len(text) else ""
    shown = head + text[first:last] + tail
    mark = " " * _columns(head + text[first:start]) + "~" * _columns(text[start : min(end, last)])
    return shown, mark


def _window(text: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The part of a line to show: `start` to `end`, then what precedes it, then what follows."""
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
    end = left = 0
    while end < len(text) and left + (columns := _columns(text[end])) < width:
        left += columns
        end += 1
    return text[:end].rstrip() + "…"


def _columns(text: str) -> int:
    """Terminal columns: 0 for combining characters, 2 for East Asian wide ones."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or unicodedata.category(c) in ("Mn", "Me", "Cf")
        else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )
