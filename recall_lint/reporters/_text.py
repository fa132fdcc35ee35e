"""Text of the notebook → text that a terminal may show."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    """A text without the characters that would move the cursor or colour the screen."""
    return _CONTROL.sub("\ufffd", text)
