"""Names that were taken → the next name: the uniqueness rules that dialects share.

A *naive* suffix counts how often the same name came up and may hit a name
that another heading has by itself; a *collision-checked* suffix is counted up
until the name is free.
"""

from __future__ import annotations


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
