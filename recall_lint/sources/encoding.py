"""Bytes → text, and back byte for byte: UTF-8, or UTF-16 with a byte order mark."""

from __future__ import annotations

import codecs
from typing import Final

_WIDE: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def decode(data: bytes) -> str:
    """The text of a file, including its byte order mark; invalid UTF-8 becomes lone surrogates."""
    name = _WIDE.get(data[:2])
    if name is not None:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            # UTF-32 begins in the same way, and other data may, too.
            pass
    return data.decode("utf-8", "surrogateescape")


def encode(text: str, like: bytes) -> bytes:
    """The bytes of a text, in the encoding of another version of it."""
    name = _WIDE.get(like[:2])
    if name is not None and text.startswith("\ufeff"):
        return text.encode(name)
    return text.encode("utf-8", "surrogateescape")
