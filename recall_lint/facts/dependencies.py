"""The dependencies of a result, recorded while it is computed.

A dependency is a short text that names one fact: `document Notes/A.md` its content, `place
notes/a.md` what exists at a path and under which name, `paths` the names of all documents, `names`
the section names of all documents, `asked …` the questions with this wording, `disk …` a lookup on
disk, `log` the existence of a history and where it begins, `history Notes/A.md` the commits that
changed a file, `moves` those that deleted a file, `head` the last commit, `worktree` any later
change. A later run can reuse a result if none of its dependencies has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Dependencies:
    """The dependencies of the result that is being computed."""

    def __init__(self) -> None:
        self._noted: set[str] = set()
        self._last: frozenset[str] = frozenset()

    def note(self, subject: str) -> None:
        """Record a dependency."""
        self._noted.add(subject)

    def note_all(self, subjects: Iterable[str]) -> None:
        """Record some dependencies."""
        self._noted.update(subjects)

    def forget(self) -> None:
        """Free what was noted outside of any answer."""
        self._noted.clear()
        self._last = frozenset()

    def of(self, work: Callable[[], T]) -> tuple[T, frozenset[str]]:
        """The result of some work and its dependencies, which also become those of the enclosing
        work.
        """
        outer, self._noted = self._noted, set()
        self._last = frozenset()
        try:
            result = work()
            found = frozenset(self._noted)
        finally:
            outer |= self._noted
            self._noted = outer
            self._last = frozenset()
        return result, found

    def remembered(
        self, memo: dict[K, tuple[T, frozenset[str]]], key: K, work: Callable[[], T]
    ) -> T:
        """The memoized result of some work; its dependencies are recorded at each use."""
        known = memo.get(key)
        if known is None:
            known = memo[key] = self.of(work)
        elif known[1] is not self._last:
            # Every rule uses the same links.
            self._last = known[1]
            self._noted |= known[1]
        return known[0]
