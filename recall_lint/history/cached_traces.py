"""Findings of earlier runs in the history, validated against later commits.

Where a missing target last existed does not change with later commits, unless one of them has lines
that may be the target's heading. So a run only checks the commits since the last one.
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
"""Maximum number of cached traces; above it, only those of the last run are kept."""
_BLOB = re.compile(r"(?:[0-9a-f]{40,64})?")

Key = tuple[str, str | None, bool]
"""A missing target, and whether its file exists."""


class Removal(NamedTuple):
    """Where a missing target last existed; a blob ID is empty if the file did not exist."""

    commit: Commit | None
    """The commit that removed it; None if that is not committed yet."""
    path: str
    """The file's path at that time."""
    before: str
    """The last version of the file that had it."""
    after: str
    """The next version of the file."""
    path_now: str | None
    """The file's current path; None if it no longer exists."""
    changed: tuple[str, ...]
    """The files changed by the same commit, by their current paths."""
    last: Commit | None
    """The last commit that had it."""


class CachedTrace(NamedTuple):
    """The history of one missing target."""

    names: tuple[str, ...]
    """The earlier names of its file, which the trace depends on."""
    removal: Removal | None
    """None if it never existed."""


class CachedTraces:
    """The cached history of one notebook up to a commit."""

    def __init__(
        self,
        head: str = "",
        published: str = "",
        commits: int = 0,
        departures: Iterable[str] = (),
    ) -> None:
        """`head` identifies the last of `commits` commits; empty if nothing is cached.

        `published` identifies the dialects and the files they apply to. Names are current after the
        `departures`, the uncommitted changes by which files lost their names.
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
        """Whether it contains everything in another one."""
        return (
            other.traces.items() <= self.traces.items()
            and other.lines.items() <= self.lines.items()
        )

    def update(self, newer: CachedTraces) -> None:
        """Add the contents of another; if there are too many, drop the rest."""
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
        """The part that is still valid after more commits, given with their changes without
        renames.

        Nothing if a file was deleted, since all cached names are current ones.
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
        """As JSON values."""
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
        """The unpacked value; empty if it is invalid: a cache is not trusted."""
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
    """The lines of a file that some commits removed and added."""

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
