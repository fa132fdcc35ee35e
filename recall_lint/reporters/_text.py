"""Text of the notebook → text that a terminal, a file or a program may get."""

from __future__ import annotations

from recall_lint.base.model import Problem
from recall_lint.base.text import printable


def sentence(problem: Problem) -> str:
    """What is wrong, and what was probably meant, on one line."""
    hint = f" ({problem.hint})" if problem.hint else ""
    return printable(f"{problem.message}{hint}")
