"""Text that disturbs a Markdown parser ↔ private-use characters, one to one.

A template is text to its generator but may be anything to a Markdown parser: a destination with
spaces, a heading, emphasis. Masked, it is one word; after parsing, it is unmasked.
"""

from __future__ import annotations

import re
import string
from typing import Final

_FIRST: Final = 0x10F000
"""In a private-use plane: a text that already has such characters is not masked."""

_DISTURBING: Final = string.punctuation + string.whitespace
_LINES: Final = "\r\n"

_MASK: Final = {ord(char): chr(_FIRST + ord(char)) for char in _DISTURBING}
_MASK_IN_LINES: Final = {code: char for code, char in _MASK.items() if chr(code) not in _LINES}
_UNMASK: Final = {ord(masked): chr(code) for code, masked in _MASK.items()}
_MASKED = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + 0x7F)}]")


def mask(text: str, pattern: re.Pattern[str], *, lines: bool = False) -> str:
    """A text of the same length in which matches of a pattern consist of letters and masks only.

    With `lines`, line endings are kept; otherwise a match is one word.
    """
    if is_masked(text):
        return text
    table = _MASK_IN_LINES if lines else _MASK
    return pattern.sub(lambda m: m[0].translate(table), text)


def is_masked(text: str) -> bool:
    """Whether a text has mask characters, its own or ours."""
    return _MASKED.search(text) is not None


def masked(text: str) -> str:
    """A text as one word."""
    return text.translate(_MASK)


def unmask(text: str) -> str:
    """The text that was masked."""
    return text.translate(_UNMASK) if is_masked(text) else text
