"""A section then, the sections now → how likely each is the same one.

Four kinds of evidence are weighed: the name, the text, the place (which
heading stands now where the old one stood, in the change that took it away),
and whether the heading is new since. The constants were chosen on half of
the repositories of a collection of real repairs and checked on the other
half; docs/history.md has the figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from recall_lint.model import Document, Section

NAME: Final = 0.35
TEXT: Final = 0.35
PLACE: Final = 0.15
NEW: Final = 0.15
"""The weights; nearby ones give nearly the same order."""

HELD: Final = 0.7
"""Likeness of a name to a longer one that holds its words: `adam` to `adam-and-its-moments`."""

LIKELY: Final = 0.5
"""Least score at which history is taken to show where a section went."""

FAINT: Final = 0.3
"""Least score that is worth a reader's time: of 135 candidates below it, one was right."""

SAFE: Final = 0.75
SAFE_LEAD: Final = 0.20
"""Least score, and least lead over the second, at which a link may be mended unseen."""

_SHINGLE: Final = 3
_LONGER: Final = 16
"""How many times as long a text may be, in characters, and still be compared."""
_WORD = re.compile(r"\w*[^\W\d_]\w*")
_NUMBERING = re.compile(r"^[\divx]*\d[\d-]*-(?=\D)")
_NUMBER = re.compile(r"-\d+$")
_NOT_LETTERS = re.compile(r"[\W_]+")


def bare(anchor: str) -> str:
    """An anchor without numbering in front: `2-1-layers` is `layers`."""
    return _NUMBERING.sub("", anchor.lower())


def unnumbered(anchor: str) -> str:
    """An anchor without the number that a duplicate gets behind: `types-1` is `types`."""
    return _NUMBER.sub("", anchor.lower())


def letters(text: str) -> str:
    """The letters and digits of a text, without accents and case."""
    text = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return _NOT_LETTERS.sub("", text).lower()


def names_alike(one: str, other: str) -> float:
    """Likeness of two anchors, 0 to 1, numbering aside.

    A name that holds all the words of the other is like it, however many it adds.
    """
    from rapidfuzz.distance import Indel

    short, long = sorted((bare(one), bare(other)), key=len)
    alike = Indel.normalized_similarity(short, long)
    if short and f"-{short}-" in f"-{long}-":
        return max(alike, HELD)
    return alike


class Text:
    """A text that is compared with others, by the runs of words that make it up."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """The runs of three words; single words if it has only a few."""
        words = _WORD.findall(self._text.lower())
        if len(words) < _SHINGLE:
            return frozenset((word,) for word in words)
        return frozenset(zip(*(words[i:] for i in range(_SHINGLE)), strict=False))

    def shared(self, other: Text) -> float:
        """The share of the shingles of two texts that both have, 0 to 1; 0 without any."""
        short, long = sorted((len(self._text), len(other._text)))
        if long > _LONGER * short:
            return 0.0
        own, others = self.shingles, other.shingles
        # Most texts share nothing, and that is found out at once.
        common = 0 if own.isdisjoint(others) else len(own & others)
        return common / max(1, len(own) + len(others) - common)

    def alike(self, other: Text) -> float:
        """Likeness to another text, 0 to 1: the root, since short sections share few shingles."""
        return float(self.shared(other) ** 0.5)


def own_text(document: Document, section: Section) -> str:
    """What stands between a heading and the next one."""
    return document.source.text[section.body.start : section.body.end]


def whole_text(document: Document, section: Section) -> str:
    """A section's text with all that lies below it."""
    end = section.body.end
    for later in document.sections[document.place_of(section) + 1 :]:
        if later.level <= section.level:
            break
        end = later.body.end
    return document.source.text[section.body.start : end]


def place_then(before: Sequence[str], after: Sequence[str], index: int) -> dict[int, float]:
    """Which headings of a file's next version stand where one of the last version stood.

    Both are the files' anchors in order; values are 0 to 1.
    """
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if i1 <= index < i2:
            if tag == "equal":
                return {j1 + index - i1: 1.0}
            if tag == "replace":
                exact = j1 + (index - i1 if i2 - i1 == j2 - j1 else 0)
                if i2 - i1 != j2 - j1:
                    exact = j1 + round((index - i1) * (j2 - j1 - 1) / max(1, i2 - i1 - 1))
                sure = 1.0 if i2 - i1 == j2 - j1 else 0.7
                return {j: sure if j == exact else 0.3 for j in range(j1, j2)}
    return {}
