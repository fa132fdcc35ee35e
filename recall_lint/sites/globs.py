"""Patterns of paths, in the syntax of npm's globbing libraries → a test of paths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

_TOKEN = re.compile(r"(\*\*/)|(\*\*)|(\*)|(\?)|(\[[^\]/]+\])|([{},])|(.)", re.DOTALL)


@cache
def glob(pattern: str) -> re.Pattern[str]:
    """A pattern as a regular expression for whole paths: `*`, `**`, `?`, `[a-z]` and `{a,b}`."""
    parts = []
    depth = 0
    for m in _TOKEN.finditer(pattern.removeprefix("./")):
        folders, anything, name, char, chosen, brace, other = m.groups()
        if folders:
            parts.append("(?:[^/]+/)*")
        elif anything:
            parts.append(".*")
        elif name:
            parts.append("[^/]*")
        elif char:
            parts.append("[^/]")
        elif chosen:
            parts.append(chosen.replace("[!", "[^"))
        elif brace == "{":
            depth += 1
            parts.append("(?:")
        elif brace == "}" and depth:
            depth -= 1
            parts.append(")")
        elif brace == "," and depth:
            parts.append("|")
        else:
            parts.append(re.escape(brace or other))
    parts += ")" * depth
    try:
        return re.compile("".join(parts))
    except re.error:
        return re.compile(re.escape(pattern))


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether a path matches any of some patterns."""
    expressions = [*map(glob, patterns)]
    return lambda path: any(expression.fullmatch(path) for expression in expressions)
