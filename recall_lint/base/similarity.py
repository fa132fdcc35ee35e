"""An old section, the current sections → how likely each is the same one.

Four kinds of evidence are weighed: the name, the text, the position (which heading replaced the old
one in the change that removed it), and whether the heading has been added since. The constants were
chosen on half of the repositories of a collection of real repairs and checked on the other half;
docs/history.md has the figures.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from typing import Final

from recall_lint.base.model import Document, Section

NAME: Final = 0.35
TEXT: Final = 0.35
PLACE: Final = 0.15
NEW: Final = 0.15
"""The weights; values nearby give nearly the same order."""

CONTAINED: Final = 0.7
"""Similarity of a name to a longer one that contains its words:

`adam` to `adam-and-its-moments`.
"""

LIKELY: Final = 0.5
"""Minimum score at which history is taken as evidence of where a section went."""

FAINT: Final = 0.3
"""Minimum score to show: of 135 candidates below it, one was right."""

SAFE: Final = 0.75
SAFE_LEAD: Final = 0.20
"""Minimum score, and minimum lead over the second, for a safe fix."""

KEPT_NAMES: Final = 65_536
"""Names whose simpler forms are kept: whoever edits for hours types ever new ones."""

_SHINGLE: Final = 3
_LONGER: Final = 16
"""Maximum ratio of the lengths of two texts that are compared."""
_WORD = re.compile(r"\w*[^\W\d_]\w*")
_INSIDE = re.compile(r"\w\w")
_NUMBERING = re.compile(r"^[\divx]*\d[\d-]*-(?=\D)")
_NUMBER = re.compile(r"-\d+$")
_NOT_LETTERS = re.compile(r"[\W_]+")
_LETTERS = {n: chr(n).lower() if chr(n).isalnum() else None for n in range(128)}
"""Those of ASCII."""


@lru_cache(maxsize=KEPT_NAMES)
def bare(anchor: str) -> str:
    """An anchor without leading numbering: `2-1-layers` is `layers`."""
    return _NUMBERING.sub("", anchor.lower())


def unnumbered(anchor: str) -> str:
    """An anchor without the suffix for duplicates: `types-1` is `types`."""
    return _NUMBER.sub("", anchor.lower())


def letters(text: str) -> str:
    """The letters and digits of a text, without accents and case."""
    if text.isascii():
        return text.translate(_LETTERS)
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKD", text)).lower()


def names_alike(one: str, other: str) -> float:
    """Similarity of two anchors, 0 to 1, ignoring numbering.

    A name that contains all words of the other is similar to it, however many it adds.
    """
    from rapidfuzz.distance import Indel

    short, long = sorted((bare(one), bare(other)), key=len)
    alike = Indel.normalized_similarity(short, long)
    if short and f"-{short}-" in f"-{long}-":
        return max(alike, CONTAINED)
    return alike


class Text:
    """A text to compare with others, by its shingles: the runs of three words in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def shingles(self) -> frozenset[int]:
        """The hashes of its shingles; of single words if it has too few."""
        words = _WORD.findall(self.text.lower())
        if len(words) < _SHINGLE:
            return frozenset(hash((word,)) for word in words)
        return frozenset(_runs(words))

    def shared(self, other: Text) -> float:
        """The share of the shingles that two texts have in common, 0 to 1; 0 without any."""
        short, long = sorted((len(self.text), len(other.text)))
        if long > _LONGER * short:
            return 0.0
        own, others = self.shingles, other.shingles
        common = len(own & others)
        return common / max(1, len(own) + len(others) - common)

    def alike(self, other: Text) -> float:
        """Similarity to another text, 0 to 1: the square root, since short sections share few
        shingles.
        """
        return float(self.shared(other) ** 0.5)

    def alike_at_most(self, runs: RunFilter) -> float:
        """Upper bound of the similarity to any part of a text that has no shingles but these."""
        if 0 < len(self.shingles) < _SHINGLE:
            # They may be single words.
            return 1.0
        return float((runs.held(self.shingles) / max(1, len(self.shingles))) ** 0.5)


class RunFilter:
    """The shingles that a text has, or may have: a Bloom filter of their hashes."""

    def __init__(self, text: str) -> None:
        hashes = [*_runs(_WORD.findall(text.lower()))]
        # A power of two: two to four bits for each shingle, so that false positives are rare.
        self._mask = (2 << len(hashes).bit_length()) - 1
        self._places = bytearray(self._mask + 1)
        for place in map(self._mask.__and__, hashes):
            self._places[place] = 1

    def held(self, shingles: Iterable[int]) -> int:
        """Upper bound of how many of these hashes it has."""
        return sum(map(self._places.__getitem__, map(self._mask.__and__, shingles)))


def _runs(words: Sequence[str]) -> Iterator[int]:
    return map(hash, zip(*(words[i:] for i in range(_SHINGLE)), strict=False))


class Texts:
    """The texts of all sections of a document; its words are split once.

    A word belongs to the text of its section and of all sections around that.
    """

    def __init__(self, document: Document) -> None:
        self._text = document.source.text
        self._bodies = [section.body for section in document.sections]
        self._last = [*_last_inside([section.level for section in document.sections])]
        self._known: dict[int, tuple[Text, Text]] = {}

    def of(self, place: int) -> tuple[Text, Text]:
        """A section's own text, and its text with all subsections."""
        known = self._known.get(place)
        if known is None:
            own, last = self._part(place, place), self._last[place]
            known = self._known[place] = own, own if last == place else self._part(place, last)
        return known

    def _part(self, first: int, last: int) -> Text:
        text = self._text[self._bodies[first].start : self._bodies[last].end]
        return _Part(text, self, 2 * first, 2 * last + 1)

    @cached_property
    def _borders(self) -> list[int]:
        """The start and end of each body."""
        return [border for body in self._bodies for border in body]

    @cached_property
    def _words(self) -> tuple[list[int], list[int]] | None:
        """The hashes of all shingles, and the number of words before each border.

        None if texts do not follow one another, or a border splits a word.
        """
        text, borders = self._text, self._borders
        between = [text[border - 1 : border + 1] for border in borders if border]
        if borders != sorted(borders) or any(map(_INSIDE.fullmatch, between)):
            return None
        words: list[str] = []
        before = [0]
        for start, end in pairwise(borders):
            words += _WORD.findall(text[start:end].lower())
            before.append(len(words))
        return [*_runs(words)], before

    def shingles(self, first: int, last: int) -> frozenset[int] | None:
        """The shingles between two borders; None if they have to be computed from the text."""
        if self._words is None:
            return None
        runs, before = self._words
        start, end = before[first], before[last] - _SHINGLE + 1
        return frozenset(runs[start:end]) if start < end else None


class _Part(Text):
    """A part of a document, from one border of its sections to another."""

    def __init__(self, text: str, texts: Texts, first: int, last: int) -> None:
        super().__init__(text)
        self._find = partial(texts.shingles, first, last)

    @cached_property
    def shingles(self) -> frozenset[int]:
        found = self._find()
        return super().shingles if found is None else found


def _last_inside(levels: Sequence[int]) -> Iterable[int]:
    """For each section the last one below it, or the section itself."""
    last = [len(levels) - 1] * len(levels)
    around: list[int] = []
    for place, level in enumerate(levels):
        while around and levels[around[-1]] >= level:
            last[around.pop()] = place - 1
        around.append(place)
    return last


def own_text(document: Document, section: Section) -> str:
    """The text between a heading and the next one."""
    return document.source.text[section.body.start : section.body.end]


def whole_text(document: Document, section: Section) -> str:
    """A section's text with all its subsections."""
    end = section.body.end
    for later in document.sections[document.place_of(section) + 1 :]:
        if later.level <= section.level:
            break
        end = later.body.end
    return document.source.text[section.body.start : end]


def place_then(before: Sequence[str], after: Sequence[str], index: int) -> dict[int, float]:
    """Which headings of a file's next version replaced those of the previous version.

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
