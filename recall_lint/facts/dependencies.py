"""What an answer rests on, noted while it is worked out.

A *subject* is a short text that names one fact: `document Notes/A.md` its
content, `place notes/a.md` what is there under which name, `paths` the names of
all documents, `names` what all of them call their sections, `asked …` who asks
a question in these words, `disk …` what only the disk knows, `log` that there
is a history, and which commits it begins with, `history Notes/A.md` the commits
that changed a file, `moves` those that took a file away, `head` the last
commit, `worktree` any change since. A later run may keep an answer whose
subjects have not changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Dependencies:
    """The subjects of the answer that is being worked out."""

    def __init__(self) -> None:
        self._noted: set[str] = set()
        self._last: frozenset[str] = frozenset()

    def note(self, subject: str) -> None:
        """Say that the answer rests on a subject."""
        self._noted.add(subject)

    def note_all(self, subjects: Iterable[str]) -> None:
        """Say that the answer rests on some subjects."""
        self._noted.update(subjects)

    def of(self, work: Callable[[], T]) -> tuple[T, frozenset[str]]:
        """A piece of work's result and subjects; they are those of the answer around it, too."""
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
        """The result of a piece of work that is done once; its subjects are noted each time."""
        known = memo.get(key)
        if known is None:
            known = memo[key] = self.of(work)
        elif known[1] is not self._last:
            # Each rule asks for the same links again.
            self._last = known[1]
            self._noted |= known[1]
        return known[0]
