"""Report → fixed texts, each fix verified by linting its result.

A fix is applied only if its own problem is gone afterwards and no new one is introduced; files are
not written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from recall_lint.base.problems import Diagnostic, Edit, Fix
from recall_lint.base.report import Report
from recall_lint.fixes import patch


class ChosenFix(NamedTuple):
    """A problem and the fix that was chosen for it."""

    diagnostic: Diagnostic
    fix: Fix


class Refusal(NamedTuple):
    """A fix that was not applied."""

    step: ChosenFix
    reason: str


class FixResult(NamedTuple):
    """The result of fixing a notebook."""

    texts: Mapping[str, str]
    """The new text of every file that changes."""
    applied: tuple[ChosenFix, ...]
    refused: tuple[Refusal, ...]
    """Fixes that were not applied because of their result."""


Relint = Callable[[Mapping[str, str]], Report]
"""New texts of some files → every problem of the whole notebook with them."""


def apply_fixes(report: Report, relint: Relint, *, unsafe: bool) -> FixResult:
    """Apply the safe fixes of a report, or the first fix of every problem.

    Files and rules that the report omits still count for verification.
    """
    steps = choose(report, unsafe=unsafe)
    if not steps:
        return FixResult({}, (), ())
    work = _Work(report, relint)
    work.settle(steps)
    return FixResult(apply(report, work.accepted), tuple(work.accepted), tuple(work.refused))


def choose(report: Report, *, unsafe: bool) -> list[ChosenFix]:
    """A fix for each problem that has one, as long as they edit different characters."""
    steps: list[ChosenFix] = []
    taken = patch.OccupiedSpans()
    for diagnostic in report.diagnostics:
        offered = [fix for fix in diagnostic.problem.fixes if fix.safe or unsafe]
        if offered and taken.take(offered[0].edits):
            steps.append(ChosenFix(diagnostic, offered[0]))
    return steps


class _Work:
    """The steps verified so far, and the notebook with them applied."""

    def __init__(self, report: Report, relint: Relint) -> None:
        self.accepted: list[ChosenFix] = []
        self.refused: list[Refusal] = []
        self._report = report
        self._relint = relint
        self._before = relint({})

    def settle(self, steps: Sequence[ChosenFix]) -> None:
        """Keep steps if they are harmless together; otherwise try each half."""
        made = [*self.accepted, *steps]
        harm = _regression(self._before, self._relint(apply(self._report, made)), made)
        if harm is None:
            self.accepted += steps
        elif len(steps) == 1:
            self.refused.append(Refusal(steps[0], harm))
        else:
            middle = len(steps) // 2
            self.settle(steps[:middle])
            self.settle(steps[middle:])


def apply(report: Report, steps: Iterable[ChosenFix]) -> dict[str, str]:
    """The new text of every file that steps change."""
    return apply_edits(report, [edit for step in steps for edit in step.fix.edits])


def apply_edits(report: Report, edits: Iterable[Edit]) -> dict[str, str]:
    """The new text of every file that edits change."""
    texts = patch.apply_all(edits, lambda path: report.source(path).text)
    return {path: text for path, text in texts.items() if text != report.source(path).text}


def _regression(before: Report, after: Report, steps: Sequence[ChosenFix]) -> str | None:
    """What the steps make worse: a remaining or new problem, or a lost link.

    An existing problem on another line is not new.
    """
    then = Counter(_identity(before, d) for d in before.diagnostics)
    then -= Counter(_identity(before, step.diagnostic) for step in steps)
    for diagnostic in after.diagnostics:
        same = _identity(after, diagnostic)
        then[same] -= 1
        if then[same] < 0:
            path, message = diagnostic.problem.path, diagnostic.problem.message
            return f"would introduce {diagnostic.code} in {path}: {message}"
    for path in {edit.path for step in steps for edit in step.fix.edits}:
        if after.files[path].links < before.files[path].links:
            return f"would remove a link in {path}"
    return None


def _identity(report: Report, diagnostic: Diagnostic) -> tuple[str, str, str]:
    """Identifies a diagnostic across moved lines and fixed links."""
    problem = diagnostic.problem
    if problem.link is not None:
        subject = problem.link.destination
    elif problem.question is not None:
        subject = problem.question.text
    else:
        subject = report.source(problem.path).text[slice(*problem.span)]
    return problem.path, diagnostic.code, subject
