"""Text for people: plurals, suggestions, and escapes for unprintable characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

_ALIKE: Final = 0.6
"""Minimum similarity of a suggestion to the given word, 0 to 1."""


_TURN: Final = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN: Final = rf"\x7f-\x9f\xad{_TURN}\u200b\u2028\u2029\u2060\ufeff\ufffe\uffff"
"""Characters that are invisible but change the text: controls, line separators, characters without
width, and marks that change the direction, so that text reads differently. The joiners of some
scripts and of emoji are not among them.
"""
_CONTROL = re.compile(rf"[\x00-\x1f\ud800-\udfff{_HIDDEN}]")
_TURNING = re.compile(f"[{_TURN}]")
_IN_JSON = re.compile(rf"[\ud800-\udfff{_HIDDEN}]")
_NOT_IN_HTML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def printable(text: str) -> str:
    r"""A text on one line, with escapes such as `\u202e` for invisible characters."""
    return _CONTROL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    # Python represents an invalid byte as half of a surrogate pair.
    code = code & 0xFF if 0xDC80 <= code <= 0xDCFF else code
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def shell_command(words: Iterable[str]) -> str:
    r"""A command to type or copy; words with invisible characters are written as `$'\xe2'`.

    bash, zsh and ksh expand these to the word itself.
    """
    return " ".join(map(_shell_word, words))


def _shell_word(word: str) -> str:
    import shlex

    if not _CONTROL.search(word):
        return shlex.quote(word)
    escaped = word.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{_CONTROL.sub(_shell_escape, escaped)}'"


def _shell_escape(match: re.Match[str]) -> str:
    # Bytes work in every locale, and in old versions of bash.
    return "".join(f"\\x{byte:02x}" for byte in match[0].encode("utf-8", "surrogateescape"))


def masked(text: str) -> str:
    """Like `printable`, with one character for each, for text whose columns are counted."""
    return _CONTROL.sub("\ufffd", text)


def json_text(value: object) -> str:
    """A value as JSON for display; invalid UTF-8 is replaced."""
    import json

    return f"{seen_in_json(encodable(json.dumps(value, ensure_ascii=False, indent=2)))}\n"


def seen_in_json(text: str) -> str:
    """JSON with escapes for invisible characters; it has the same value."""
    return _IN_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def encodable(text: str) -> str:
    """A text that UTF-8 can encode: surrogates, which represent invalid bytes, are replaced."""
    return _SURROGATE.sub("\ufffd", text)


def is_encodable(text: str) -> bool:
    """Whether a text has no surrogates for invalid bytes, which cannot be written back."""
    return _SURROGATE.search(text) is None


def html_seen(text: str) -> str:
    """HTML with references for marks that change the direction of text.

    Other controls are replaced: HTML cannot represent them.
    """
    turned = _TURNING.sub(lambda m: f"&#{ord(m[0])};", text)
    return _NOT_IN_HTML.sub("\ufffd", turned)


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def did_you_mean(word: str, valid: Iterable[str]) -> str:
    """The end of an error message: the valid word most similar to a wrong one, or all of them."""
    from difflib import get_close_matches

    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    words = list(valid)
    # Few letters in common mean few blocks in common; the former is faster to compute.
    least = _ALIKE - 0.01  # the other two ratios round differently
    alike = process.extract(
        word, words, scorer=Indel.normalized_similarity, score_cutoff=least, limit=None
    )
    close = get_close_matches(word, [words[place] for _, _, place in alike], 1, _ALIKE)
    return f"; did you mean `{close[0]}`?" if close else f"; expected one of {', '.join(words)}"


def one_of(words: Sequence[str]) -> str:
    """Words as a list of alternatives: `a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def reference_key(label: str) -> str:
    """The lookup key of a reference label, which ignores case and white space."""
    return " ".join(label.split()).lower()
