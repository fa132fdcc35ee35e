"""The lookups on disk of one run, with their answers, and which of them results depend on."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from recall_lint.facts.cached_results import number

_OF_LINKS: Final = ("real ", "around ", "listed ", "length ", "branch ")
"""Prefixes of the lookups that a link with a new destination needs."""
_FEW: Final = 1000
"""Lookups that may be kept although no result depends on them any longer."""


class DiskLookups(dict[str, Any]):
    """Answers by lookup. An editor's user types ever new destinations: some have to be dropped."""

    def __init__(self) -> None:
        super().__init__()
        self._most = _FEW

    def drop(self, rests: Callable[[], Mapping[str, bytes]]) -> bool:
        """Drop the lookups of links that no result depends on; false if there are few.

        `rests` gives the dependencies of each result. What was derived from the lookups has to be
        dropped as well, so that it is looked up again.
        """
        if len(self) <= self._most:
            return False
        used = numbers_in(rests().values())
        for lookup in [each for each in self if each.startswith(_OF_LINKS)]:
            if number(subject_of(lookup)) not in used:
                del self[lookup]
        self._most = 2 * len(self) + _FEW
        return True


def numbers_in(packed: Iterable[bytes]) -> set[int]:
    """The numbers of all dependencies of some results."""
    return {*array("I", b"".join(packed))}


def subject_of(lookup: str) -> str:
    """The dependency that corresponds to a lookup."""
    # A document outside the notebook is a dependency like one inside.
    return lookup if lookup.startswith("document ") else f"disk {lookup}"
