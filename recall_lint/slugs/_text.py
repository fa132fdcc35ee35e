"""A heading → its text in a dialect; text → lower-case letters.

Runtimes lower-case differently: JavaScript, Rust and Python turn a Σ at the end of a word into ς,
Ruby and Haskell always into σ, and Go maps each character to one character, so that İ becomes a
plain i.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from recall_lint.base.model import PieceKind, Section

_NOT_WORD_ASCII = re.compile(r"[^\w\- ]", re.ASCII)
_EDGES = " \t\r\n\f\v\0"


def rendered(section: Section, kinds: Container[PieceKind]) -> str:
    """The heading's rendered text, from plain text and pieces of the given kinds."""
    if not section.pieces:
        return section.title
    return "".join([p.text for p in section.pieces if p.kind == "text" or p.kind in kinds])


def words(text: str) -> str:
    r"""The characters of Ruby's `\p{Word}`, with `-` and the space; all others are dropped.

    These are the Unicode categories L*, M*, Nd, Nl and Pc, and of So the 130
    circled and squared letters that have the property Alphabetic.
    """
    if text.isascii():
        return _NOT_WORD_ASCII.sub("", text)
    return "".join([char for char in text if _is_word(char) or char in "- "])


def lower_plain(text: str) -> str:
    """Lower-cased as in Ruby and Haskell: Σ always becomes σ."""
    return text.replace("Σ", "σ").lower()


def lower_simple(text: str) -> str:
    """Lower-cased as in Go: each character becomes one character."""
    return text.replace("Σ", "σ").replace("İ", "i").lower()


def strip(text: str) -> str:
    """Trimmed as in Ruby: ASCII white space and NUL only."""
    return text.strip(_EDGES)


def is_alphabetic_symbol(char: str) -> bool:
    """Whether it is one of the circled or squared letters of category So."""
    code = ord(char)
    return (
        0x24B6 <= code <= 0x24E9
        or 0x1F130 <= code <= 0x1F149
        or 0x1F150 <= code <= 0x1F169
        or 0x1F170 <= code <= 0x1F189
    )


def _is_word(char: str) -> bool:
    category = unicodedata.category(char)
    return (
        category[0] in "LM"
        or category in ("Nd", "Nl", "Pc")
        or (category == "So" and is_alphabetic_symbol(char))
    )
