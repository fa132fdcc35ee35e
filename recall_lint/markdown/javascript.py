"""JavaScript in a text → where an expression ends, by matching brackets and quotes."""

from __future__ import annotations

import re
from typing import Final

_TOKEN = re.compile(
    r"(?P<skip>(?<!:)//[^\n]*|/\*.*?(?:\*/|\Z)"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
    r"|(?<=[(,=:\[!&|?;])[ \t]*/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,99}\]){1,99}+/)"
    r"|(?P<template>`)"
    r"|(?P<open>[({\[])"
    r"|(?P<close>[)}\]])"
    r"|(?P<blank>\n[ \t]*\r?(?=\n|\Z))",
    re.DOTALL,
)
_TEMPLATE = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*+(?P<end>`|\$\{)", re.DOTALL)

_DEEPEST: Final = 99
"""Maximum nesting of template literals."""


def expression_end(text: str, start: int) -> int | None:
    """The end of the bracket that opens at `start`; None if it is not closed."""
    return _scan(text, start, 0)


def statements_end(text: str, start: int) -> int:
    """The start of the first blank line at which no bracket is open, or the end of the text."""
    pos = start
    depth = 0
    closed = True
    while m := _TOKEN.search(text, pos):
        pos = m.end()
        if m["template"]:
            end = _template_end(text, pos, 0) if closed else None
            closed = end is not None
            pos = end or pos
        elif m["open"]:
            depth += 1
        elif m["close"]:
            depth -= 1
        elif m["blank"] is not None and depth <= 0:
            return m.start() + 1
    return len(text)


def _scan(text: str, start: int, nested: int) -> int | None:
    depth = 0
    pos = start
    while m := _TOKEN.search(text, pos):
        pos = m.end()
        if m["template"]:
            end = _template_end(text, pos, nested)
            if end is None:
                return None
            pos = end
        elif m["open"]:
            depth += 1
        elif m["close"]:
            depth -= 1
            if depth == 0:
                return pos
    return None


def _template_end(text: str, pos: int, nested: int) -> int | None:
    """The end of the template literal whose text begins at `pos`."""
    while nested < _DEEPEST and (m := _TEMPLATE.match(text, pos)):
        if m["end"] == "`":
            return m.end()
        end = _scan(text, m.end() - 1, nested + 1)
        if end is None:
            return None
        pos = end
    return None
