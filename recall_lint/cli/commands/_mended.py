"""Mending → the lines that report the fixes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from recall_lint.base.text import count
from recall_lint.fixes.apply import Mending, Step


def told(
    mendings: Iterable[tuple[Mending, Callable[[str], str]]], *, named: bool, wrote: bool
) -> Iterator[str]:
    """What became of the fixes of notebooks; with each, what a person calls a file of it."""
    problems = files = 0
    for mending, name in mendings:
        for step, reason in mending.refused:
            place = _place(step, name)
            yield f"recall-lint: note: not fixed: {place}: {step.fix.title}: {reason}"
        if named:
            for step in mending.applied:
                yield f"{_place(step, name)}: {step.fix.title}"
        problems += len(mending.applied)
        files += len(mending.texts)
    done = "fixed" if wrote else "would fix"
    yield f"{done} {count(problems, 'problem')} in {count(files, 'file')}"


def _place(step: Step, name: Callable[[str], str]) -> str:
    path = name(step.diagnostic.problem.path)
    return f"{path}: {step.diagnostic.code} {step.diagnostic.name}"
