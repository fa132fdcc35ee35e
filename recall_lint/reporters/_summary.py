"""Report → the summary at its end: problems by rule, totals, and the command to run next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from recall_lint.base.problems import Diagnostic
from recall_lint.base.report import Report
from recall_lint.base.text import count, shell_command
from recall_lint.reporters._groups import breaks_question

_LONGEST: Final = 200
"""Maximum length of a suggested command: a hook may get a thousand files as arguments."""


class Display(NamedTuple):
    """How to show a human report."""

    verbose: bool = False
    """Whether to list every problem."""
    partial: bool = False
    """Whether known problems are omitted, so that the questions without one cannot be counted."""
    typed: tuple[str, ...] | None = None
    """The command-line arguments, for a suggested command; None to suggest none."""


class Row(NamedTuple):
    """The problems of one rule."""

    code: str
    name: str
    severity: str
    problems: int
    fixable: int


def rows(report: Report) -> list[Row]:
    """The rules with problems, most frequent first."""
    rules = Counter((d.code, d.name, d.severity) for d in report.diagnostics)
    with_fix = Counter(d.code for d in report.diagnostics if _is_fixable(d))
    return [
        Row(*rule, number, with_fix[rule[0]])
        for rule, number in sorted(rules.items(), key=lambda item: (-item[1], item[0]))
    ]


def table(report: Report) -> Iterator[str]:
    """A line for each rule with problems."""
    found = rows(report)
    width = max((len(f"{row.problems:,}") for row in found), default=0)
    names = max((len(row.name) for row in found), default=0)
    for row in found:
        line = f"{row.problems:>{width},}  {row.severity:7}  {row.code}  {row.name:{names}}"
        yield f"{line}  {row.fixable:,} fixable" if row.fixable else line.rstrip()


def questions(report: Report, display: Display) -> str:
    """How many questions do not lead to their answer; empty without questions."""
    broken = {
        (problem.path, problem.question.span)
        for _, _, _, problem in filter(breaks_question, report.diagnostics)
        if problem.question is not None
    }
    if not broken:
        return ""
    do = "does not lead to its" if len(broken) == 1 else "do not lead to their"
    if display.partial:
        return f"{count(len(broken), 'question')} {do} answer"
    return f"{len(broken):,} of {count(report.question_count, 'question')} {do} answer"


def totals(report: Report) -> str:
    """The number of errors and warnings."""
    numbers = ((report.errors, "error"), (report.warnings, "warning"))
    return " and ".join(count(n, noun) for n, noun in numbers if n) or "no problems"


def fixable(report: Report) -> str:
    """How many problems have a fix; empty if none has."""
    safe, unsafe = _fixable_counts(report)
    if not safe:
        return f"{unsafe:,} fixable with `--fix --unsafe-fixes`" if unsafe else ""
    more = f", {unsafe:,} more with `--unsafe-fixes`" if unsafe else ""
    return f"{safe:,} fixable with `--fix`{more}"


def suggestion(report: Report, typed: tuple[str, ...]) -> tuple[str, str]:
    """The number of fixable problems, and a command that fixes them or, if no fix is safe, shows
    the fixes.

    Either may be empty.
    """
    number = fixable(report)
    safe, _ = _fixable_counts(report)
    options = ("--fix",) if safe else ("--diff", "--unsafe-fixes")
    command = shell_command(("recall-lint", *options, *typed))
    if not number or len(command) > _LONGEST:
        return number, ""
    return f"{number}; {'run' if safe else 'to review them, run'}:", command


def _fixable_counts(report: Report) -> tuple[int, int]:
    """The number of problems with a safe fix, and with only unsafe ones."""
    safe = sum(map(_is_fixable, report.diagnostics))
    return safe, sum(bool(d.problem.fixes) for d in report.diagnostics) - safe


def _is_fixable(diagnostic: Diagnostic) -> bool:
    return any(fix.safe for fix in diagnostic.problem.fixes)
