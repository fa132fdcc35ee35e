"""Mending → the lines that report the fixes."""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.mend import Mending, Step
from recall_lint.terminal import count


def told(mending: Mending, *, named: bool, wrote: bool) -> Iterator[str]:
    for step, reason in mending.refused:
        yield f"recall-lint: note: not fixed: {_place(step)}: {step.fix.title}: {reason}"
    if named:
        for step in mending.applied:
            yield f"{_place(step)}: {step.fix.title}"
    done = "fixed" if wrote else "would fix"
    problems, files = len(mending.applied), len(mending.texts)
    yield f"{done} {count(problems, 'problem')} in {count(files, 'file')}"


def _place(step: Step) -> str:
    problem = step.diagnostic.problem
    return f"{problem.path}: {step.diagnostic.code} {step.diagnostic.name}"
