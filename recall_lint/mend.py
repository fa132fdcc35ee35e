"""Report → the texts that mend it, each fix proven by linting its result.

A fix is applied only if its own problem is gone afterwards and no other has
come; the notebook's files are not touched here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from recall_lint import fixes
from recall_lint.linter import Report
from recall_lint.model import Diagnostic, Edit, Fix


class Step(NamedTuple):
    """A problem and the fix that was chosen for it."""

    diagnostic: Diagnostic
    fix: Fix


class Mending(NamedTuple):
    """What fixes make of a notebook."""

    texts: Mapping[str, str]
    """The new text of every file that changes."""
    applied: tuple[Step, ...]
    refused: tuple[Step, ...]
    """Fixes whose result would not be better."""
    report: Report
    """What is left afterwards."""


Relint = Callable[[Mapping[str, str]], Report]
"""New texts of some files → the report on the notebook with them."""


def mend(report: Report, relint: Relint, *, unsafe: bool) -> Mending:
    """Apply the safe fixes of a report, or the first fix of every problem."""
    steps = choose(report, unsafe=unsafe)
    if not steps:
        return Mending({}, (), (), report)
    texts = apply(report, steps)
    after = relint(texts)
    if _is_better(report, after, steps):
        return Mending(texts, tuple(steps), (), after)
    # Some step does harm: each has to prove itself on top of those before it.
    kept: list[Step] = []
    refused: list[Step] = []
    after = report
    for step in steps:
        tried = relint(apply(report, [*kept, step]))
        if _is_better(after, tried, [step]):
            kept.append(step)
            after = tried
        else:
            refused.append(step)
    return Mending(apply(report, kept), tuple(kept), tuple(refused), after)


def choose(report: Report, *, unsafe: bool) -> list[Step]:
    """A fix for each problem that has one, as long as they touch different characters."""
    steps: list[Step] = []
    taken: list[Edit] = []
    for diagnostic in report.diagnostics:
        offered = [fix for fix in diagnostic.problem.fixes if fix.safe or unsafe]
        if offered and not fixes.overlaps(offered[0].edits, taken):
            steps.append(Step(diagnostic, offered[0]))
            taken.extend(offered[0].edits)
    return steps


def apply(report: Report, steps: Iterable[Step]) -> dict[str, str]:
    """The new text of every file that steps change."""
    return apply_edits(report, [edit for step in steps for edit in step.fix.edits])


def apply_edits(report: Report, edits: Iterable[Edit]) -> dict[str, str]:
    """The new text of every file that edits change."""
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    documents = report.notebook.documents
    texts = {path: fixes.apply(documents[path].source.text, e) for path, e in by_path.items()}
    return {path: text for path, text in texts.items() if text != documents[path].source.text}


def _is_better(before: Report, after: Report, steps: Sequence[Step]) -> bool:
    """Whether the mended problems are gone and nothing else has come."""
    then = Counter(_identity(d) for d in before.diagnostics)
    now = Counter(_identity(d) for d in after.diagnostics)
    mended = Counter(_identity(step.diagnostic) for step in steps)
    return not now - (then - mended)


def _identity(diagnostic: Diagnostic) -> tuple[str, str, str, str]:
    """What makes two diagnostics the same one, wherever their lines have moved."""
    problem = diagnostic.problem
    destination = "" if problem.link is None else problem.link.destination
    return problem.path, diagnostic.code, destination, problem.message
