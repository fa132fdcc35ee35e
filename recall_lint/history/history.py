"""git → where a section or a file last was, as plain data.

One `git log`, one `git diff-index`, one `git diff-tree --stdin` and one `git cat-file --batch`
serve a whole run, whatever the number of targets; of the commits only those that
changed a page that is asked about are looked into, and blobs are read and parsed
only where a quick look says that the anchor may be in them. Merges count as one change
against their first parent, and the working tree, or the index, as one more
change on top. git never writes here.

What may be missing (git, commits, the depth of a shallow clone, blobs that a partial clone cannot
fetch) is said once in `notices`, and the run goes on without.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, Self, TypeVar

from recall_lint import markdown, slugs
from recall_lint.base import git
from recall_lint.base.model import Commit, Document, Source, Target, Trace, Written
from recall_lint.history.cached_traces import Death, Fact, Recollections
from recall_lint.history.diffs import Diffs, Step
from recall_lint.history.heads import Heads
from recall_lint.slugs import Dialect
from recall_lint.sources import changes, encoding
from recall_lint.sources.changes import Change

T = TypeVar("T")

MOST_COMMITS = 20_000
"""The maximum number of commits; older ones are ignored."""

_COMMITS = ("-m", "--first-parent", f"--max-count={MOST_COMMITS}")
_LOG = ("-c", "log.diffMerges=separate", "log", "--format=%x01%H %cs %P")
"""A user's own format for merges could be one that has no room for a raw line."""
_SHORT = 9
_BATCH = 16
"""Changes of a file that are looked into at once, at first."""


class Version(NamedTuple):
    """A change of one file, and the commit that made it."""

    age: int
    """The commit's place in the log, newest first; 0 is what is not committed."""
    change: Change


class _Entry(NamedTuple):
    """A commit of the log and what it changed."""

    step: Step
    """Its id is empty for what is not committed."""
    commit: Commit | None
    changes: list[Change]


class _Walk(NamedTuple):
    """A file's way back."""

    names: list[str]
    """What it was called, the latest first."""
    versions: list[Version]


class History:
    """The history of one notebook, read as far as it is asked about."""

    def __init__(
        self,
        root: str,
        dialect: Dialect,
        *,
        enabled: bool = True,
        note: Callable[[str], None] = lambda subject: None,
        commit: str | None = None,
        uncommitted: Callable[[], list[Change]] | None = None,
        head: Callable[[], str] = lambda: git.NO_COMMIT,
        recollections: Callable[[], Recollections] = Recollections,
    ) -> None:
        """`note` is told which subjects an answer rests on.

        The history ends with `commit`, without one with the last, and has `uncommitted` on top,
        without that the working tree. `head` stands for its end; `recollections` are what earlier
        runs found.
        """
        self.root = root
        self._tip = () if commit is None else (commit,)
        self._uncommitted = uncommitted or (lambda: changes.in_work_tree(root))
        self._note = note
        self._head = head
        self._recollections = recollections
        self.found = Recollections()
        """What this run has heard of it."""
        self.enabled = enabled
        self.notices: list[str] = []
        self.failed = False
        """Whether git could not answer; it may be able to, the next time."""
        self._dialect = dialect
        self._documents: dict[str, Document] = {}
        self._heads: dict[str, Heads] = {}
        self._changed: dict[int, tuple[str, ...]] = {}
        self._gone: dict[int, dict[str, Change]] = {}
        self._walks: dict[str, _Walk] = {}
        self._lines: dict[tuple[int, str], frozenset[str]] = {}
        self._blobs = git.Blobs(root)
        self._diffs = Diffs(root)
        self._removed: dict[tuple[int, str], Heads] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._blobs.close()
        self._diffs.close()

    def knows_folder(self, folder: str) -> bool:
        """Whether some commit had a file below a folder."""
        return self._answer(lambda: self._has_folder(folder), otherwise=False)

    def _has_folder(self, folder: str) -> bool:
        self._note("head")
        return bool(git.run(self.root, "log", "-1", "--format=%h", *self._tip, "--", folder))

    def trace(self, target: Target, exists: bool) -> Trace | None:
        """When and where a dead target was last alive; `exists` says whether its file is there."""
        return self._answer(lambda: self._trace(target, exists), otherwise=None)

    def _trace(self, target: Target, exists: bool) -> Trace | None:
        key = target.path, target.anchor, exists
        fact, lasts = self._known.facts.get(key), True
        if fact is None:
            if not self._has_log():
                return None
            fact, lasts = self._trace_section(target) if exists else self._trace_file(target)
            self.found.commits = len(self._log) - 1
        if lasts:
            self.found.facts[key] = fact
            self.found.departures = self._departed
        self._note("paths")
        if fact.death is not None or not exists:
            self._note("moves")
        self._note_names(fact.names)
        return None if fact.death is None else self._traced(target, fact.death)

    def _traced(self, target: Target, death: Death) -> Trace:
        then = self._document(death.before, death.path)
        after = self._document(death.after, target.path) if death.after else None
        commit, path, _, _, now, changed, last = death
        return Trace(commit, path, then, after, now, changed, last)

    def _has_log(self) -> bool:
        if len(self._log) > MOST_COMMITS:
            # Each new commit takes the oldest one's place.
            self._note("head")
        return bool(self._log)

    def _answer(self, ask: Callable[[], T], *, otherwise: T) -> T:
        """What git says; once it cannot, it is not asked again: each try may wait for a network."""
        if not self.enabled:
            return otherwise
        self._note("log")
        if self.failed:
            return otherwise
        try:
            return ask()
        except git.GitError as error:
            self.failed = True
            self.notices.append(
                f"git history is unavailable: {error}; broken links were not traced"
            )
            return otherwise

    # The log.

    @cached_property
    def _log(self) -> list[_Entry]:
        told = git.run(self.root, "rev-parse", "--is-shallow-repository").decode().split()
        if told == ["true"]:
            self.notices.append("shallow clone: older history is unavailable")
        asked = (*_COMMITS, changes.SIMILAR, *changes.RAW, *self._tip)
        log = git.run(self.root, *_LOG, *asked)
        return [_Entry(Step("", None), None, self._dirty), *_read_log(os.fsdecode(log))]

    @cached_property
    def _dirty(self) -> list[Change]:
        return self._uncommitted()

    @cached_property
    def _ages(self) -> dict[str | None, int]:
        """The places of the commits in the log, by their ids."""
        return {entry.step.commit: age for age, entry in enumerate(self._log)}

    @cached_property
    def _changes_of(self) -> dict[str, list[Version]]:
        """The changes that gave a file this name, or left it with this name, newest first."""
        found: dict[str, list[Version]] = {}
        for index, entry in enumerate(self._log):
            for change in entry.changes:
                found.setdefault(change.new, []).append(Version(index, change))
        return found

    @cached_property
    def _departures(self) -> dict[str, list[Version]]:
        """The changes after which a file of this name was gone, newest first."""
        found: dict[str, list[Version]] = {}
        for index, entry in enumerate(self._log):
            for change in entry.changes:
                if change.status in "RD":
                    found.setdefault(change.old, []).append(Version(index, change))
        return found

    def versions(self, path: str) -> Iterator[Version]:
        """The changes of a file through its renames, newest first."""
        walk = self._walk(path)
        self._note_names(walk.names)
        return iter(walk.versions)

    def _note_names(self, names: Iterable[str]) -> None:
        for name in names:
            self._note(f"document {name}")
            self._note(f"history {name}")

    def _walk(self, path: str) -> _Walk:
        known = self._walks.get(path)
        if known is None:
            known = self._walks[path] = _Walk([path], [])
            for version in self._back_from(path):
                known.versions.append(version)
                if version.change.old != known.names[-1]:
                    known.names.append(version.change.old)
        return known

    def _back_from(self, path: str) -> Iterator[Version]:
        name, since = path, 0
        while True:
            later = [v for v in self._changes_of.get(name, ()) if v.age >= since]
            for version in later:
                yield version
                if version.change.status == "R":
                    name, since = version.change.old, version.age + 1
                    break
                if version.change.status == "A":
                    before = self._predecessor(version)
                    if before is None:
                        return
                    yield before
                    name, since = before.change.old, version.age + 1
                    break
                if version.change.status == "D":
                    return
            else:
                return

    def _predecessor(self, version: Version) -> Version | None:
        """A file of the same name that the commit took away elsewhere: moved, and rewritten."""
        gone = self._gone_in(version.age).get(posixpath.basename(version.change.new))
        if gone is None:
            return None
        moved = Change("R", gone.before, version.change.after, gone.old, version.change.new)
        return Version(version.age, moved)

    def _gone_in(self, age: int) -> dict[str, Change]:
        """The files that a commit took away, by their names without folders; the first of each."""
        known = self._gone.get(age)
        if known is None:
            known = self._gone[age] = {}
            for change in self._log[age].changes:
                if change.status == "D":
                    known.setdefault(posixpath.basename(change.old), change)
        return known

    def name_now(self, path: str) -> tuple[str | None, Version | None]:
        """What a file that is gone is called now, and the change in which it lost its name."""
        self._note("moves")
        departures = self._departures.get(path)
        if not departures:
            return None, None
        first = departures[0]
        if first.change.status != "R":
            return None, first
        return self._name_since(first.change.new, first.age), first

    def _name_since(self, name: str, age: int) -> str | None:
        """What the file that had a name after a commit is called now."""
        while True:
            later = [v for v in self._departures.get(name, ()) if v.age < age]
            if not later:
                return name
            # The one next in time is the oldest of those that came later.
            _, change = later[-1]
            if change.status != "R":
                return None
            name, age = change.new, later[-1].age

    # Traces.

    def _trace_section(self, target: Target) -> tuple[Fact, bool]:
        """Where the anchor of a file that is there was last alive; true if that is for good."""
        hidden = self._is_hidden(target)
        death = self._death_of(target, hidden)
        # What is there and hidden may be hidden no longer after any change, far above it.
        lasts = not hidden and self._is_settled(target.path)
        lasts &= death is None or death.commit is not None
        return Fact(tuple(self._walk(target.path).names), death), lasts

    def _is_settled(self, path: str) -> bool:
        """Whether a file's name is committed."""
        recent = (version.change for version in self._walk(path).versions if version.age == 0)
        return all(change.status == "M" for change in recent)

    def _death_of(self, target: Target, hidden: bool) -> Death | None:
        path, anchor = target
        assert anchor is not None
        for number, version in enumerate(self._read_ahead(path)):
            _, before, after, old, new = version.change
            if number == 0 and self._has(after, anchor):
                # Alive in the last commit: it died in the working tree.
                return Death(None, new, after, "", path, (), self._commit_before(0))
            # What is there and hidden may have been hidden by any change, far above it.
            if not (hidden or self._may_end(version, anchor)):
                continue
            if self._has(before, anchor):
                commit, last = self._log[version.age].commit, self._commit_before(version.age)
                return Death(commit, old, before, after, path, self._changed_in(version.age), last)
        return None

    def _is_hidden(self, target: Target) -> bool:
        """Whether a heading of the present text would have an anchor that is dead."""
        assert target.anchor is not None
        latest = next(iter(self.versions(target.path)), None)
        after = latest.change.after if latest else ""
        return bool(after) and self._heads_of(after).may_have(target.anchor)

    def _may_end(self, version: Version, anchor: str) -> bool:
        """Whether a change may have taken an anchor away; False only where it has not."""
        if version.age == 0 or version.change.status in "RAD":
            return True
        key = version.age, version.change.old
        heads = self._removed.get(key)
        if heads is None:
            lines = self._diffs.removed(self._log[version.age].step, version.change.old)
            heads = self._removed[key] = Heads(lines, self._dialect)
        return heads.may_have(anchor, part=True)

    def _read_ahead(self, path: str) -> Iterator[Version]:
        """The changes of a file, newest first; what they did to its lines is asked for in batches.

        Most of what died did so of late: the batches grow.
        """
        versions = [*self.versions(path)]
        start, size = 0, _BATCH
        while start < len(versions):
            some = versions[start : start + size]
            self._diffs.read((self._log[v.age].step, v.change.new) for v in some if v.age)
            yield from some
            start, size = start + size, size * 4

    def _trace_file(self, target: Target) -> tuple[Fact, bool]:
        """Where a file that is gone was last; true if that is for good."""
        now, version = self.name_now(target.path)
        if version is None:
            return Fact((target.path,), None), True
        commit = self._log[version.age].commit
        _, before, after, _, new = version.change
        last = self._commit_before(version.age)
        names = [target.path]
        if target.anchor is not None and not self._has(before, target.anchor):
            # The anchor had died before the file went; its last version is elsewhere in the past.
            names += self._walk(new).names
            for earlier in self.versions(new):
                if earlier.age > version.age and self._has(earlier.change.before, target.anchor):
                    before = earlier.change.before
                    last = self._commit_before(earlier.age)
                    break
        changed = self._changed_in(version.age)
        death = Death(commit, target.path, before, after, now, changed, last)
        return Fact(tuple(names), death), commit is not None

    def _commit_before(self, age: int) -> Commit | None:
        """The commit on top of which a change was made; None where the log ends."""
        if age == 0:
            self._note("head")
        return self._log[age + 1].commit if age + 1 < len(self._log) else None

    def _changed_in(self, age: int) -> tuple[str, ...]:
        """The files that a commit changed, by their names now."""
        self._note("moves")
        if age == 0:
            self._note("worktree")
        known = self._changed.get(age)
        if known is None:
            names = (c.new for c in self._log[age].changes if c.status != "D")
            now = (self._name_since(name, age) for name in names)
            known = self._changed[age] = tuple(name for name in now if name is not None)
        return known

    # Lines.

    def written(self, path: str, line: str, target: str) -> Written | None:
        """The commit that wrote a line of a file, and the document that it linked to then.

        None for a line that is not committed yet, for a target that has not changed since, and
        where there is no history.
        """
        return self._answer(lambda: self._written(path, line, target), otherwise=None)

    def _written(self, path: str, line: str, target: str) -> Written | None:
        if not self._has_log():
            return None
        changes = list(self.versions(target))
        # Most targets were last changed before the page was first written.
        if not changes or all(own.age <= changes[0].age for own in self.versions(path)):
            return None
        age = self._written_in(path, line.strip())
        if age is None or changes[0].age >= age:
            return None
        commit = self._log[age].commit
        for version in changes:
            if commit is not None and version.age >= age and version.change.after:
                return Written(commit, self._document(version.change.after, target))
        return None

    def _written_in(self, path: str, line: str) -> int | None:
        """The place in the log of the commit that brought a line to a file."""
        age = self._ages.get(self._known.lines.get((path, line)))
        if age is None:
            age = self._look_for(line, path)
        if age is not None and self._is_settled(path):
            self.found.lines[path, line] = self._log[age].step.commit
            self.found.departures = self._departed
        return age

    def _look_for(self, line: str, path: str) -> int | None:
        for version in self._read_ahead(path):
            # The working tree wrote nothing that git could date.
            if version.age and line in self._lines_of(version.age, version.change.new):
                return version.age
        return None

    def _lines_of(self, age: int, path: str) -> frozenset[str]:
        lines = self._lines.get((age, path))
        if lines is None:
            added = self._diffs.added(self._log[age].step, path)
            lines = self._lines[age, path] = frozenset(map(str.strip, added.split("\n")))
        return lines

    # What earlier runs found.

    @cached_property
    def _known(self) -> Recollections:
        """What still holds of it."""
        kept = self._recollections()
        if not kept or kept.departures != self._departed:
            return Recollections()
        new = self._since(kept.head)
        if new is None or kept.commits + len(new) > MOST_COMMITS:
            return Recollections()
        commits = [(entry.step, entry.changes) for entry in new]
        return kept.after(commits, self._diffs, self._dialect)

    @cached_property
    def _departed(self) -> list[str]:
        """A line for each file that has lost its name since the last commit."""
        return [f"{c.status} {c.old}\0{c.new}" for c in self._dirty if c.status not in "AM"]

    def _since(self, head: str) -> list[_Entry] | None:
        """The commits since an earlier end of the history; None if this one does not follow it."""
        old, _, shallow = head.partition(" ")
        now, _, shallow_now = self._head().partition(" ")
        if shallow or shallow_now or git.NO_COMMIT in (old, now):
            return None
        if old == now:
            return []
        asked = ("-m", "--first-parent", "--no-renames", *changes.RAW, f"{old}..{now}")
        try:
            new = [*_read_log(os.fsdecode(git.run(self.root, *_LOG, *asked)))]
        except git.GitError:
            return None
        return new if new and new[-1].step.before == old else None

    def recollections(self, found: Recollections) -> Recollections | None:
        """What the next run may know, with what this one has found; None if nothing is new."""
        known = self._answer(lambda: self._known, otherwise=Recollections())
        head = self._head()
        if self.failed or " " in head or (known.head == head and known.holds(found)):
            return None
        known.update(found)
        known.head = head
        return known

    # Blobs.

    def _has(self, blob: str, anchor: str) -> bool:
        """Whether a version of a document has an anchor: a quick look first, then the parser."""
        if not blob:
            return False
        if not self._heads_of(blob).may_have(anchor):
            return False
        return slugs.named(self._dialect, self._document(blob, ""), anchor) is not None

    def _heads_of(self, blob: str) -> Heads:
        heads = self._heads.get(blob)
        if heads is None:
            heads = self._heads[blob] = Heads(self._text(blob), self._dialect)
        return heads

    def _document(self, blob: str, path: str) -> Document:
        document = self._documents.get(blob)
        if document is None:
            document = markdown.outline(Source(path, self._text(blob)))
            self._documents[blob] = document
        return document

    def _text(self, blob: str) -> str:
        return encoding.decode(self._blobs.read(blob) or b"")


def _read_log(text: str) -> Iterator[_Entry]:
    for record in text.split("\x01")[1:]:
        head, *fields = record.split("\0")
        name, date, *parents = head.split()
        step = Step(name, parents[0] if parents else None)
        yield _Entry(step, Commit(name[:_SHORT], date), changes.read(fields))
