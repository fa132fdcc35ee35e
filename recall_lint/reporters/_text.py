"""Text of the notebook → text that is safe to print or write."""

from __future__ import annotations

import re

from recall_lint.model import Problem

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def printable(text: str) -> str:
    """A text on one line, without control characters and lone surrogates."""
    return _CONTROL.sub("\ufffd", text)


def encodable(text: str) -> str:
    """A text that UTF-8 can encode: surrogates, which stand for invalid bytes, are replaced."""
    return _SURROGATE.sub("\ufffd", text)


def is_encodable(text: str) -> bool:
    """Whether a text has no surrogates for invalid bytes, which cannot be written back."""
    return _SURROGATE.search(text) is None


def sentence(problem: Problem) -> str:
    """The message and the hint on one line."""
    hint = f" ({problem.hint})" if problem.hint else ""
    return printable(f"{problem.message}{hint}")
