"""Text of the notebook → text that a terminal, a file or a program may get."""

from __future__ import annotations

import re

from recall_lint.model import Problem

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def printable(text: str) -> str:
    """A text on one line: without what moves the cursor, colours the screen, or is no character."""
    return _CONTROL.sub("\ufffd", text)


def encodable(text: str) -> str:
    """A text that UTF-8 can encode: bytes that were no UTF-8 come as surrogates, and go."""
    return _SURROGATE.sub("\ufffd", text)


def is_encodable(text: str) -> bool:
    """Whether a text has no byte that was no UTF-8: written out, such a text is not what it was."""
    return _SURROGATE.search(text) is None


def sentence(problem: Problem) -> str:
    """What is wrong, and what was probably meant, on one line."""
    hint = f" ({problem.hint})" if problem.hint else ""
    return printable(f"{problem.message}{hint}")
