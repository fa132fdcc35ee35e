"""Report → problems by rule, and totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from recall_lint.model import Diagnostic
from recall_lint.report import Report
from recall_lint.terminal import count


class Display(NamedTuple):
    """How to show a human report."""

    verbose: bool = False
    """Whether to list every problem."""


class Row(NamedTuple):
    """The problems of one rule."""

    code: str
    name: str
    severity: str
    problems: int
    fixable: int


def rows(report: Report) -> list[Row]:
    """The rules that found something, the most frequent first."""
    rules = Counter((d.code, d.name, d.severity) for d in report.diagnostics)
    with_fix = Counter(d.code for d in report.diagnostics if _is_fixable(d))
    return [
        Row(*rule, number, with_fix[rule[0]])
        for rule, number in sorted(rules.items(), key=lambda item: (-item[1], item[0]))
    ]


def table(report: Report) -> Iterator[str]:
    """A line for each rule that found something."""
    found = rows(report)
    width = max((len(f"{row.problems:,}") for row in found), default=0)
    names = max((len(row.name) for row in found), default=0)
    for row in found:
        line = f"{row.problems:>{width},}  {row.severity:7}  {row.code}  {row.name:{names}}"
        yield f"{line}  {row.fixable:,} fixable" if row.fixable else line.rstrip()


def totals(report: Report) -> str:
    """How many errors and warnings there are."""
    errors = sum(diagnostic.severity == "error" for diagnostic in report.diagnostics)
    warnings = len(report.diagnostics) - errors
    numbers = ((errors, "error"), (warnings, "warning"))
    return " and ".join(count(n, noun) for n, noun in numbers if n) or "no problems"


def fixable(report: Report) -> str:
    """How many problems have a fix; empty if none has."""
    safe, unsafe = _fixable_counts(report)
    if not safe:
        return f"{unsafe:,} fixable with `--fix --unsafe-fixes`" if unsafe else ""
    more = f", {unsafe:,} more with `--unsafe-fixes`" if unsafe else ""
    return f"{safe:,} fixable with `--fix`{more}"


def _fixable_counts(report: Report) -> tuple[int, int]:
    """The problems that have a safe fix, and those that have only unsafe ones."""
    safe = sum(map(_is_fixable, report.diagnostics))
    return safe, sum(bool(d.problem.fixes) for d in report.diagnostics) - safe


def _is_fixable(diagnostic: Diagnostic) -> bool:
    return any(fix.safe for fix in diagnostic.problem.fixes)
