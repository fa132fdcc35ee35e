"""Names that were taken → the next name: the uniqueness rules of dialects.

A *naive* suffix counts how often the same name came up and may hit a name
that another heading has by itself; a *collision-checked* suffix is counted up
until the name is free.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Python reads no longer number, and Python-Markdown fails on one.
_NUMBERED = re.compile(r"(.*)_([0-9]{1,4000})")


class NaiveNames:
    """`foo`, `foo-1`, `foo-2`: numbered by how often `foo` came up, whatever else is taken."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def next(self, base: str) -> str:
        """The name of the next heading that asks for `base`."""
        count = self._counts.get(base, 0)
        self._counts[base] = count + 1
        return f"{base}-{count}" if count else base


class CheckedNames:
    """`foo`, `foo-1`, `foo-2`: the first of them that no heading has yet."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def next(self, base: str) -> str:
        """The name of the next heading that asks for `base`."""
        name = base
        while name in self._taken:
            self._taken[base] += 1
            name = f"{base}-{self._taken[base]}"
        self._taken[name] = 0
        return name

    def take(self, name: str) -> None:
        """Mark a name that a heading was given by hand."""
        self._taken.setdefault(name, 0)


class UnderscoreNames:
    """Ids, each given once: `foo`, `foo_1`, `foo_2`, and `foo_3` after another `foo_2`."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {*taken}
        self._later: dict[str, int] = {}
        """By names with a number that are taken: a number up to which all are."""

    def next(self, name: str) -> str:
        """The id of the next one that asks for a name."""
        if not name or name in self._taken:
            m = _NUMBERED.fullmatch(name)
            base, count = (m[1], int(m[2])) if m else (name, 0)
            count += 1
            passed = []
            while (name := f"{base}_{count}") in self._taken:
                passed.append(name)
                count = self._later.get(name, count + 1)
            self._later.update(dict.fromkeys(passed, count))
        self._taken.add(name)
        return name
