"""GitHub: the anchors that github.com gives the headings of a Markdown file.

The heading's text as rendered is lower-cased; every character is dropped that
is not in the Unicode categories L*, M*, Nd, Nl and Pc, one of the 130 circled
and squared letters of category So with the property Alphabetic, `-` or a
space; each space becomes `-`. Nothing is trimmed or collapsed. A name that is
taken gets `-1`, `-2` … until it is free, so that `echo, echo, echo 1, echo-1,
echo` become `echo, echo-1, echo-1-1, echo-1-2, echo-2`.

Source: the `TableOfContentsFilter` of html-pipeline, whose notion of a
word character is this set, checked against the anchors of real pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from recall_lint.model import Document

NAME = "github"

_ASCII_DROPPED = re.compile(r"[^\w\- ]", re.ASCII)
_SPACE_TO_DASH = str.maketrans(" ", "-")


def slug(text: str) -> str:
    """The anchor of a heading's rendered text, before it is made unique."""
    text = text.lower()
    if text.isascii():
        return _ASCII_DROPPED.sub("", text).translate(_SPACE_TO_DASH)
    return "".join([c for c in text if _is_kept(c)]).translate(_SPACE_TO_DASH)


def unique(titles: Iterable[str]) -> list[str]:
    """The anchors of the headings of one file, in order, each made unique."""
    taken: dict[str, int] = {}
    names = []
    for title in titles:
        base = name = slug(title)
        while name in taken:
            taken[base] += 1
            name = f"{base}-{taken[base]}"
        taken[name] = 0
        names.append(name)
    return names


def anchors(document: Document) -> list[str | None]:
    """The anchor of each section of a document; none for headings in footnotes."""
    anchored = ["footnote" not in section.containers for section in document.sections]
    names = iter(
        unique(s.title for s, kept in zip(document.sections, anchored, strict=True) if kept)
    )
    return [next(names) if kept else None for kept in anchored]


def key(fragment: str) -> str:
    """What a percent-decoded fragment is looked up as: GitHub lower-cases it."""
    return fragment.lower()


def _is_kept(char: str) -> bool:
    category = unicodedata.category(char)
    return (
        category[0] in "LM"
        or category in ("Nd", "Nl", "Pc")
        or char in "- "
        or (category == "So" and _is_alphabetic_symbol(ord(char)))
    )


def _is_alphabetic_symbol(code: int) -> bool:
    return (
        0x24B6 <= code <= 0x24E9
        or 0x1F130 <= code <= 0x1F149
        or 0x1F150 <= code <= 0x1F169
        or 0x1F170 <= code <= 0x1F189
    )
