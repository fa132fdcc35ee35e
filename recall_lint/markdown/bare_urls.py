"""A bare URL in a text → where it ends for GitHub's parser."""

from __future__ import annotations

import re
from typing import Final

# Matched from its colon or dot on, so that the scanner need not stop at every `h`.
BARE_URL: Final = (
    r"(?:(?<=(?<![A-Za-z])http)|(?<=(?<![A-Za-z])https)|(?<=(?<![A-Za-z])ftp))://(?=[^\s<])"
    r"|(?<=(?<![^\s*_~(])www)\.(?=[^\s<])"
)
"""The part by which a bare URL is recognized."""

_URL_REST = re.compile(r"[^\s<]+")


def bare_url(text: str, start: int) -> str:
    """The rest of a bare URL from its colon or dot on; empty if it is not one."""
    rest = _URL_REST.match(text, start)
    assert rest is not None
    return _trimmed(rest[0])


def _trimmed(url: str) -> str:
    """A bare URL without trailing punctuation, entities and unmatched parentheses."""
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
