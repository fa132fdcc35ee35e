"""Mending → the lines that say what became of the fixes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from recall_lint.mend import Mending, Step
from recall_lint.terminal import count


def told(
    mending: Mending, name: Callable[[str], str], *, named: bool, wrote: bool
) -> Iterator[str]:
    """What became of fixes; `name` tells what a person calls a file."""
    for step, reason in mending.refused:
        yield f"recall-lint: note: not mended: {_place(step, name)}: {step.fix.title}: {reason}"
    if named:
        for step in mending.applied:
            yield f"{_place(step, name)}: {step.fix.title}"
    done = "mended" if wrote else "would mend"
    problems, files = len(mending.applied), len(mending.texts)
    yield f"{done} {count(problems, 'problem')} in {count(files, 'file')}"


def _place(step: Step, name: Callable[[str], str]) -> str:
    path = name(step.diagnostic.problem.path)
    return f"{path}: {step.diagnostic.code} {step.diagnostic.name}"
