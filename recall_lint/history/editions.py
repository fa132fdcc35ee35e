"""Paths → the language and version of a page: `README_zh-cn.md`, `fr/a.md`, `version-2/b.md`.

A page in another language or version has the same content as the intended target, but is not the
target.
"""

from __future__ import annotations

import posixpath
import re
from typing import Final, NamedTuple

_LANGUAGES: Final = frozenset(
    {
        "ar", "az", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et",
        "eu", "fa", "fi", "fr", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it",
        "ja", "jp", "ka", "kk", "km", "kn", "ko", "kr", "ky", "lt", "lv", "mk", "ml", "mn",
        "mr", "ms", "my", "nb", "ne", "nl", "nn", "no", "pa", "pl", "pt", "ro", "ru", "si",
        "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "th", "tl", "tr", "tw", "ua", "uk",
        "ur", "uz", "vi", "vn", "zh",
    }
)  # fmt: skip
"""ISO 639 codes, and common variants."""

_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][A-Za-z]{2,4})?", re.IGNORECASE)
_SUFFIX = re.compile(r"(?P<stem>.+?)[-_.](?P<code>[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?)")
_VERSION = re.compile(r"v(?:ersion)?[-_.]?\d[\w.]*|\d+(?:\.(?:\d+|x))+", re.IGNORECASE)


class Edition(NamedTuple):
    """The language and version of a page."""

    language: str
    """In lower case; empty if the path contains none."""
    version: str


def edition(path: str) -> Edition:
    """The language and version in a path, from a folder or the end of the file name."""
    *folders, name = path.split("/")
    language = version = ""
    for folder in folders:
        if _VERSION.fullmatch(folder):
            version = folder.lower()
        elif _is_language(folder):
            language = folder.lower()
    m = _SUFFIX.fullmatch(posixpath.splitext(name)[0])
    if m and _is_language(m["code"]):
        language = m["code"].lower()
    return Edition(language.replace("_", "-"), version)


def _is_language(code: str) -> bool:
    m = _LANGUAGE.fullmatch(code)
    return m is not None and m[1].lower() in _LANGUAGES
