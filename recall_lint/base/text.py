"""Texts for people: numbers and their nouns, the word that was meant, and what may be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

_ALIKE: Final = 0.6
"""Least likeness of two words, 0 to 1, of which one may be meant by the other."""


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


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def nearest(word: str, valid: Iterable[str]) -> str:
    """The end of an error message: the valid word most like a wrong one, or all of them."""
    from difflib import get_close_matches

    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    words = list(valid)
    # What has little in common letter by letter has no more in blocks, and that is told at once.
    least = _ALIKE - 0.01  # the two round otherwise
    alike = process.extract(
        word, words, scorer=Indel.normalized_similarity, score_cutoff=least, limit=None
    )
    close = get_close_matches(word, [words[place] for _, _, place in alike], 1, _ALIKE)
    return f"; did you mean `{close[0]}`?" if close else f"; expected one of {', '.join(words)}"


def one_of(words: Sequence[str]) -> str:
    """Words as a list of alternatives: `a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def reference_key(label: str) -> str:
    """What the label of a reference is looked up as: neither case nor white space counts."""
    return " ".join(label.split()).lower()
