"""What earlier runs found in the history → the same as values, if it is sound.

Where a missing target last existed does not change with later commits, unless one has lines that
may be the target's heading: so a run only looks at the commits since the last one. `history` says
which of it still holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple, Self

from recall_lint.base.problems import Commit
from recall_lint.history.diffs import Diffs, Step
from recall_lint.history.heading_hints import HeadingHints
from recall_lint.slugs import Dialect
from recall_lint.sources.changes import Change

_MOST: Final = 20_000
"""Traces that are kept; of more only those that the last run has found."""
_BLOB = re.compile(r"(?:[0-9a-f]{40,64})?")

Key = tuple[str, str | None, bool]
"""A missing target, and whether its file exists."""


class Removal(NamedTuple):
    """Where a missing target last existed; a blob ID is empty if the file did not exist."""

    commit: Commit | None
    """The commit that removed it; None if that is not committed yet."""
    path: str
    """The file's name then."""
    before: str
    """The file's last version that had it."""
    after: str
    """The file's next version."""
    path_now: str | None
    """The file's present name; None if it is gone."""
    changed: tuple[str, ...]
    """The files that the same commit changed, by their names now."""
    last: Commit | None
    """The last commit that had it."""


class CachedTrace(NamedTuple):
    """What the history says about one missing target."""

    names: tuple[str, ...]
    """What its file was called on the way back; what is said of it rests on these."""
    removal: Removal | None
    """None if it never existed."""


class CachedTraces:
    """What is known of the history of one notebook up to a commit."""

    def __init__(
        self,
        head: str = "",
        published: str = "",
        commits: int = 0,
        departures: Iterable[str] = (),
    ) -> None:
        """`head` stands for the last commit, of `commits`; empty if nothing is known.

        `published` stands for the dialects that made the anchors, and of which files. Names are
        known as they are after the `departures`, the files that have lost theirs since.
        """
        self.head = head
        self.published = published
        self.commits = commits
        self.departures = [*departures]
        self.traces: dict[Key, CachedTrace] = {}
        self.lines: dict[tuple[str, str], str] = {}
        """The commit that wrote a line of a file."""

    def __bool__(self) -> bool:
        return bool(self.traces or self.lines)

    def contains(self, other: CachedTraces) -> bool:
        """Whether all of another is known."""
        return (
            other.traces.items() <= self.traces.items()
            and other.lines.items() <= self.lines.items()
        )

    def update(self, newer: CachedTraces) -> None:
        """Add what another has found; if it is too much, forget the rest."""
        for own, others in ((self.traces, newer.traces), (self.lines, newer.lines)):
            if len(own) + len(others) > _MOST:
                own.clear()
            own.update(others)  # type: ignore[arg-type]
        if newer:
            self.departures = newer.departures
            self.commits = newer.commits or self.commits

    def valid_after(
        self,
        commits: Iterable[tuple[Step, list[Change]]],
        diffs: Diffs,
        dialect_of: Callable[[str], Dialect],
    ) -> CachedTraces:
        """What of it holds after more commits, each with what it changed, renames apart.

        Nothing where a file was taken away: all that is known names files as they are now.
        """
        known = CachedTraces(self.head, self.published, self.commits, self.departures)
        made = set()
        touched: dict[str, list[Step]] = {}
        for step, changes in commits:
            known.commits += 1
            for change in changes:
                if change.status == "A":
                    made.add(change.new)
                elif change.status != "M":
                    return CachedTraces()
                touched.setdefault(change.new, []).append(step)
        paths = {key[0] for key in self.traces} | {key[0] for key in self.lines}
        paths &= touched.keys()
        diffs.read((step, path) for path in paths for step in touched[path])
        sides = {path: _Sides(diffs, touched[path], path, dialect_of(path)) for path in paths}
        for (path, anchor, exists), trace in self.traces.items():
            if made.isdisjoint(trace.names) and not (
                path in sides and sides[path].may_have(anchor or "")
            ):
                known.traces[path, anchor, exists] = trace
        for (path, line), commit in self.lines.items():
            if path not in made and not (path in sides and line in sides[path].added):
                known.lines[path, line] = commit
        return known

    def packed(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "head": self.head,
            "published": self.published,
            "commits": self.commits,
            "departures": self.departures,
            "traces": [(*key, *trace) for key, trace in self.traces.items()],
            "lines": [(*key, commit) for key, commit in self.lines.items()],
        }

    @classmethod
    def of(cls, value: Any) -> Self:
        """What was packed; nothing if it is anything else: a cache is not trusted."""
        try:
            found = cls(
                _text(value["head"]),
                _text(value["published"]),
                _number(value["commits"]),
                map(_text, value["departures"]),
            )
            for path, anchor, exists, names, removal in value["traces"]:
                key = _text(path), _text_or_none(anchor), bool(exists)
                found.traces[key] = CachedTrace(tuple(map(_text, names)), _removal(removal))
            for path, line, commit in value["lines"]:
                found.lines[_text(path), _text(line)] = _text(commit)
        except (KeyError, TypeError, ValueError):
            return cls()
        return found


class _Sides:
    """The lines of a file that some commits took away and brought."""

    def __init__(self, diffs: Diffs, steps: Sequence[Step], path: str, dialect: Dialect) -> None:
        removed = [diffs.removed(step, path) for step in steps]
        added = [diffs.added(step, path) for step in steps]
        self._hints = [HeadingHints(text, dialect) for text in (*removed, *added)]
        self.added = {line.strip() for text in added for line in text.split("\n")}

    def may_have(self, anchor: str) -> bool:
        return any(hints.may_have(anchor, part=True) for hints in self._hints)


def _removal(value: Any) -> Removal | None:
    if value is None:
        return None
    commit, path, before, after, now, changed, last = value
    return Removal(
        _commit(commit),
        _text(path),
        _blob(before),
        _blob(after),
        _text_or_none(now),
        tuple(map(_text, changed)),
        _commit(last),
    )


def _commit(value: Any) -> Commit | None:
    if value is None:
        return None
    name, date = value
    return Commit(_text(name), _text(date))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _blob(value: Any) -> str:
    if not _BLOB.fullmatch(_text(value)):
        raise ValueError(value)
    return _text(value)


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value
