"""Text of the notebook → text that is safe to print or write."""

from __future__ import annotations

from recall_lint.base.problems import Problem
from recall_lint.base.text import printable


def sentence(problem: Problem) -> str:
    """The message and the hint on one line."""
    hint = f" ({problem.hint})" if problem.hint else ""
    return printable(f"{problem.message}{hint}")
