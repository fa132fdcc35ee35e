"""A section → what its content lacks, if it is not written yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from recall_lint.base.model import Document

_MARKUP = "*_`~#>[]() \t"
_EMPHASIS = re.compile(r"[*_`~]+")


def lack(document: Document, place: int, patterns: tuple[str, ...]) -> str | None:
    """`is empty`, or which placeholder a section consists of.

    `patterns` are regular expressions that match placeholder paragraphs, ignoring case.
    """
    first = ""
    for text in _content(document, place):
        if not _is_placeholder(text, patterns):
            return None
        first = first or text
    return f"is a placeholder: `{_EMPHASIS.sub('', first)}`" if first else "is empty"


def _content(document: Document, place: int) -> Iterator[str]:
    """The paragraphs below a section's heading, by level and by list item."""
    section = document.sections[place]
    yield from filter(None, section.excerpt.split("\n"))
    by_level = True
    for number in range(place + 1, len(document.sections)):
        later = document.sections[number]
        by_level = by_level and later.level > section.level
        by_item = section.item is not None and later.span.start < section.item.end
        if not by_level and not by_item:
            break
        yield from filter(None, later.excerpt.split("\n"))


def _is_placeholder(text: str, patterns: tuple[str, ...]) -> bool:
    bare = text.strip(_MARKUP)
    words = bare.rstrip("!:.")
    return not bare or any(p.fullmatch(bare) or p.fullmatch(words) for p in _compiled(patterns))


@cache
def _compiled(patterns: tuple[str, ...]) -> list[re.Pattern[str]]:
    return [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
