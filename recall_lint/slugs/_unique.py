"""Names that were taken → the next name: the uniqueness rules of dialects.

A *naive* suffix counts how often the same name occurred, and may collide with the name of another
heading; a *collision-checked* suffix is increased until the name is free.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from recall_lint.base.model import Document, Section

# Python parses no longer numbers, and Python-Markdown fails on them.
_NUMBERED = re.compile(r"(.*)_([0-9]{1,4000})")


class NaiveNames:
    """`foo`, `foo-1`, `foo-2`: numbered by how often `foo` occurred, whatever else is taken."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def next(self, base: str) -> str:
        """The name of the next heading with the slug `base`."""
        count = self._counts.get(base, 0)
        self._counts[base] = count + 1
        return f"{base}-{count}" if count else base


class CheckedNames:
    """`foo`, `foo-1`, `foo-2`: the first of them that no heading has yet."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def next(self, base: str) -> str:
        """The name of the next heading with the slug `base`."""
        name = base
        while name in self._taken:
            self._taken[base] += 1
            name = f"{base}-{self._taken[base]}"
        self._taken[name] = 0
        return name

    def take(self, name: str) -> None:
        """Mark the explicit ID of a heading as taken."""
        self._taken.setdefault(name, 0)


class UnderscoreNames:
    """Unique IDs: `foo`, `foo_1`, `foo_2`, and `foo_3` after another `foo_2`."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {*taken}
        self._later: dict[str, int] = {}
        """By taken names with a number: a number up to which all are taken."""

    def next(self, name: str) -> str:
        """The ID of the next heading with this name."""
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


def heading_ids(document: Document, made: Callable[[Section], str | None]) -> list[str | None]:
    """The explicit IDs of HTML headings, none for headings in footnotes, and `made` for others."""
    found: list[str | None] = []
    for section in document.sections:
        if section.style == "html":
            found.append(section.html_id)
        else:
            found.append(None if "footnote" in section.containers else made(section))
    return found
