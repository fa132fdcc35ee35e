"""Patterns of paths, in the syntax of path-to-regexp → new paths: `en/:rest*` → `:rest*`.

`:name` is one name, `:name*`, `:name+` and `:name?` are several, `:name(a|b)` and `(a|b)` match an
expression, including a `/` or `.` before it; a pattern that begins with `^` is a regular
expression. Case is ignored.

Source: https://github.com/pillarjs/path-to-regexp, version 6, "Parameters" and "Compile".

Differs: groups in braces are text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

_TOKEN = re.compile(
    r"\\(?P<escaped>.)"
    r"|(?P<prefix>[./]?)(?::(?P<name>\w+)(?P<own>\((?:[^()\\]|\\.|\([^()]*\))*\))?"
    r"|(?P<bare>\((?:[^()\\]|\\.|\([^()]*\))*\)))(?P<repeat>[*+?]?)"
    r"|(?P<char>.)",
    re.DOTALL,
)
_NAME: Final = "[^/#?]+?"
_NAMED_GROUP = re.compile(r"\(\?<(?=\w)")


class _Parameter(NamedTuple):
    """A variable part of a pattern."""

    name: str
    expression: str
    prefix: str
    repeat: str


@cache
def rewriter(pairs: tuple[tuple[str, str], ...]) -> Callable[[str], str]:
    """The new path by the first of some pairs of old and new patterns that matches."""
    rules = [(_Pattern(old), _parts(new)) for old, new in pairs]

    def rewritten(path: str) -> str:
        for pattern, new in rules:
            values = pattern.values(path)
            if values is not None:
                return _filled(new, values).lstrip("/")
        return path

    return rewritten


class _Pattern:
    """A pattern to match paths against."""

    def __init__(self, pattern: str) -> None:
        self._names: list[str] = []
        try:
            self._compiled = self._compile(pattern)
        except re.error:
            self._compiled = re.compile("(?!)")

    def _compile(self, pattern: str) -> re.Pattern[str]:
        if pattern.startswith("^"):
            compiled = re.compile(_NAMED_GROUP.sub("(?P<", pattern))
            named = {number: name for name, number in compiled.groupindex.items()}
            bare = iter(range(compiled.groups))
            numbers = range(1, compiled.groups + 1)
            self._names = [named.get(number) or str(next(bare)) for number in numbers]
            return compiled
        parts = []
        for part in _parts(pattern):
            if isinstance(part, str):
                parts.append(re.escape(part))
            else:
                self._names.append(part.name)
                parts.append(_expression(part))
        return re.compile(f"(?:{''.join(parts)})/?\\Z", re.IGNORECASE)

    def values(self, path: str) -> dict[str, str] | None:
        """The text of each parameter; None for a path that does not match."""
        m = self._compiled.match(path)
        if m is None:
            return None
        return dict(zip(self._names, (each or "" for each in m.groups()), strict=False))


def _parts(pattern: str) -> list[str | _Parameter]:
    """A pattern's texts and parameters; those without a name are numbered."""
    parts: list[str | _Parameter] = []
    bare = 0
    for m in _TOKEN.finditer(pattern):
        if m["escaped"] or m["char"]:
            parts.append(m["escaped"] or m["char"])
            continue
        group = m["own"] or m["bare"]
        name = m["name"]
        if name is None:
            name = str(bare)
            bare += 1
        parts.append(_Parameter(name, group[1:-1] if group else _NAME, m["prefix"], m["repeat"]))
    return parts


def _expression(part: _Parameter) -> str:
    prefix = re.escape(part.prefix)
    if part.repeat not in ("*", "+"):
        return f"(?:{prefix}({part.expression})){part.repeat}"
    some = f"(?:{part.expression})(?:{prefix}(?:{part.expression}))*"
    if not prefix:
        some = f"(?:{part.expression})+"
    return f"(?:{prefix}({some})){'?' if part.repeat == '*' else ''}"


def _filled(parts: list[str | _Parameter], values: dict[str, str]) -> str:
    filled = []
    for part in parts:
        if isinstance(part, str):
            filled.append(part)
        elif value := values.get(part.name):
            filled.append(part.prefix + value)
    return "".join(filled)
