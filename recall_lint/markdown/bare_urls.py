"""A URL that stands bare in a text → where it ends, as GitHub's parser sees it."""

from __future__ import annotations

import re
from typing import Final

# Recognised at its colon or dot, so that the scanner need not stop at every letter `h`.
BARE_URL: Final = (
    r"(?:(?<=(?<![A-Za-z])http)|(?<=(?<![A-Za-z])https)|(?<=(?<![A-Za-z])ftp))://(?=[^\s<])"
    r"|(?<=(?<![^\s*_~(])www)\.(?=[^\s<])"
)
"""What a bare URL is recognised by."""

_URL_REST = re.compile(r"[^\s<]+")


def bare_url(text: str, start: int) -> str:
    """What follows of a bare URL from its colon or dot on; empty where it is none."""
    rest = _URL_REST.match(text, start)
    assert rest is not None
    return _trimmed(rest[0])


def _trimmed(url: str) -> str:
    """A bare URL without the signs, entities and parentheses at its end that are not its own."""
    end = _without_signs(url, len(url))
    surplus = url.count(")") - url.count("(")
    while surplus > 0 and url.endswith(")", 0, end):
        surplus -= 1
        end = _without_signs(url, end - 1)
    return url[:end]


def _without_signs(url: str, end: int) -> int:
    while True:
        while end and url[end - 1] in "?!.,:*_~'\"":
            end -= 1
        if not url.endswith(";", 0, end):
            return end
        start = end - 1
        while start and url[start - 1].isascii() and url[start - 1].isalnum():
            start -= 1
        if start == end - 1 or not url.endswith("&", 0, start):
            return end
        end = start - 1
