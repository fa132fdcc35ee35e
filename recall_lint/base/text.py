"""Texts for people: numbers and their nouns, the word that was meant, and what may be printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

_ALIKE: Final = 0.6
"""Least likeness of two words, 0 to 1, of which one may be meant by the other."""


_TURN: Final = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN: Final = rf"\x7f-\x9f{_TURN}\u2028\u2029\ufffe\uffff"
"""What is not seen, and changes what is: controls, line separators, and marks that turn the
direction of a text around, so that it reads as another."""
_CONTROL = re.compile(rf"[\x00-\x1f\ud800-\udfff{_HIDDEN}]")
_TURNING = re.compile(f"[{_TURN}]")
_IN_JSON = re.compile(rf"[\ud800-\udfff{_HIDDEN}]")
_NOT_IN_HTML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def printable(text: str) -> str:
    r"""A text on one line, with escapes such as `\u202e` for what is not seen as it is."""
    return _CONTROL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    # Python has a byte that is no UTF-8 as half of a character.
    code = code & 0xFF if 0xDC80 <= code <= 0xDCFF else code
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def shell_command(words: Iterable[str]) -> str:
    r"""A command to type or to copy; words with what is not seen are written as `$'\xe2'`.

    bash, zsh and ksh read these, and what they stand for is the word itself.
    """
    return " ".join(map(_shell_word, words))


def _shell_word(word: str) -> str:
    import shlex

    if not _CONTROL.search(word):
        return shlex.quote(word)
    escaped = word.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{_CONTROL.sub(_shell_escape, escaped)}'"


def _shell_escape(match: re.Match[str]) -> str:
    # Bytes are understood in every locale, and by old versions of bash.
    return "".join(f"\\x{byte:02x}" for byte in match[0].encode("utf-8", "surrogateescape"))


def masked(text: str) -> str:
    """The same as `printable` for a text whose columns are counted: a character for each."""
    return _CONTROL.sub("\ufffd", text)


def json_text(value: object) -> str:
    """A value as a text of JSON that can be shown; bytes that are no UTF-8 are replaced."""
    import json

    return f"{seen_in_json(encodable(json.dumps(value, ensure_ascii=False, indent=2)))}\n"


def seen_in_json(text: str) -> str:
    """JSON with escapes for what is not seen: it is the same when it is read."""
    return _IN_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def encodable(text: str) -> str:
    """A text that UTF-8 can encode: surrogates, which stand for invalid bytes, are replaced."""
    return _SURROGATE.sub("\ufffd", text)


def is_encodable(text: str) -> bool:
    """Whether a text has no surrogates for invalid bytes, which cannot be written back."""
    return _SURROGATE.search(text) is None


def html_seen(text: str) -> str:
    """HTML with references for what turns the direction of a text around.

    Other controls are replaced: HTML has no way to write them.
    """
    turned = _TURNING.sub(lambda m: f"&#{ord(m[0])};", text)
    return _NOT_IN_HTML.sub("\ufffd", turned)


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
