"""git → where a section or a file last was, as plain data.

One `git log` and one `git cat-file --batch` serve a whole run, whatever the
number of targets; blobs are read and parsed only where a quick look says
that the anchor may be in them. Merges count as one change against their
first parent. git never writes here.

What may be missing (git, commits, the depth of a shallow clone) is said once
in `notices`, and the run goes on without.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, Self

from recall_lint import git, markdown
from recall_lint.model import Commit, Document, Source, Target, Trace, Written
from recall_lint.slugs import Dialect

MOST_COMMITS = 20_000
"""Older commits are not looked at: a notebook of that age has other worries."""

_SHORT = 9
_NOTHING = "0" * 40
_HEADING_LIKE = re.compile(
    r"^[^\n#]{0,80}\#{1,6}[ \t]+([^\n]+)"
    r"|^([^\n]+)\n[ \t>]*(?:=+|-+)[ \t]*\r?$"
    r"|<h[1-6]\b[^>]*>([^<]*)"
    r"|\b(?:id|name)[ \t]*=[ \t]*[\"']?([^\"'\s>]+)"
    r"|\{:?[ \t]*\#([^\s}]+)",
    re.MULTILINE | re.IGNORECASE,
)
_NOT_LETTERS = re.compile(r"[\W_]+")


class Change(NamedTuple):
    """One file in one commit; a blob id is empty where the file was not there."""

    status: str
    before: str
    after: str
    old: str
    new: str


class Version(NamedTuple):
    """A change of one file, and the commit that made it."""

    age: int
    """The commit's place in the log, newest first."""
    change: Change


class History:
    """The history of one notebook, read as far as it is asked about."""

    def __init__(self, root: str, dialect: Dialect, *, enabled: bool = True) -> None:
        self.root = root
        self.enabled = enabled
        self.notices: list[str] = []
        self._dialect = dialect
        self._documents: dict[str, Document] = {}
        self._heads: dict[str, list[str]] = {}
        self._lines: dict[str, frozenset[str]] = {}
        self._blobs: _Blobs | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._blobs is not None:
            self._blobs.close()

    def trace(self, target: Target, exists: bool) -> Trace | None:
        """When and where a dead target was last alive; `exists` says whether its file is there."""
        if not self.enabled or not self._log:
            return None
        return self._trace_section(target) if exists else self._trace_file(target)

    # The log.

    @cached_property
    def _log(self) -> list[tuple[Commit, list[Change]]]:
        try:
            told = git.run(self.root, "rev-parse", "--is-shallow-repository").decode().split()
            if told == ["true"]:
                self.notices.append("the clone is shallow: older history is not looked at")
            raw = git.run(
                self.root,
                "log",
                "--raw",
                "-z",
                "--no-abbrev",
                "--first-parent",
                "-m",
                "-M",
                "--relative",
                "--no-ext-diff",
                "--no-color",
                f"--max-count={MOST_COMMITS}",
                "--format=%x01%H %cs",
            )
        except git.GitError as error:
            self.notices.append(f"history is not looked at: {error}")
            return []
        return list(_read_log(os.fsdecode(raw)))

    @cached_property
    def _changes_of(self) -> dict[str, list[Version]]:
        """The changes that gave a file this name, or left it with this name, newest first."""
        found: dict[str, list[Version]] = {}
        for index, (_, changes) in enumerate(self._log):
            for change in changes:
                found.setdefault(change.new, []).append(Version(index, change))
        return found

    @cached_property
    def _departures(self) -> dict[str, list[Version]]:
        """The changes after which a file of this name was gone, newest first."""
        found: dict[str, list[Version]] = {}
        for index, (_, changes) in enumerate(self._log):
            for change in changes:
                if change.status in "RD":
                    found.setdefault(change.old, []).append(Version(index, change))
        return found

    def versions(self, path: str) -> Iterator[Version]:
        """The changes of a file through its renames, newest first."""
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
        name = posixpath.basename(version.change.new)
        for change in self._log[version.age][1]:
            if change.status == "D" and posixpath.basename(change.old) == name:
                moved = Change("R", change.before, version.change.after, change.old, name)
                return Version(version.age, moved._replace(new=version.change.new))
        return None

    def name_now(self, path: str) -> tuple[str | None, Version | None]:
        """What a file that is gone is called now, and the change in which it lost its name."""
        departures = self._departures.get(path)
        if not departures:
            return None, None
        first = departures[0]
        if first.change.status != "R":
            return None, first
        name, index = first.change.new, first.age
        while True:
            later = [v for v in self._departures.get(name, ()) if v.age < index]
            if not later:
                return name, first
            # The one next in time is the oldest of those that came later.
            version = later[-1]
            if version.change.status != "R":
                return None, first
            name, index = version.change.new, version.age

    # Traces.

    def _trace_section(self, target: Target) -> Trace | None:
        assert target.anchor is not None
        for version in self.versions(target.path):
            _, before, after, old, new = version.change
            if self._has(after, target.anchor):
                # Alive in the last commit: it died in the working tree.
                return Trace(None, new, self._document(after, new), None, target.path, ())
            if self._has(before, target.anchor):
                commit, changes = self._log[version.age]
                then = self._document(before, old)
                changed = tuple(c.new for c in changes if c.status != "D" and c.new != new)
                afterwards = self._document(after, new) if after else None
                return Trace(commit, old, then, afterwards, target.path, changed)
        return None

    def _trace_file(self, target: Target) -> Trace | None:
        now, version = self.name_now(target.path)
        if version is None:
            return self._trace_uncommitted(target)
        commit, changes = self._log[version.age]
        before, after = version.change.before, version.change.after
        changed = tuple(c.new for c in changes if c.status != "D")
        then = self._document(before, target.path)
        afterwards = self._document(after, version.change.new) if after else None
        if target.anchor is not None and not self._has(before, target.anchor):
            # The anchor had died before the file went; its last version is elsewhere in the past.
            for earlier in self.versions(version.change.new):
                if earlier.age > version.age and self._has(earlier.change.before, target.anchor):
                    then = self._document(earlier.change.before, earlier.change.old)
                    break
        return Trace(commit, target.path, then, afterwards, now, changed)

    def _trace_uncommitted(self, target: Target) -> Trace | None:
        """The file was there in the last commit, and was moved or deleted since."""
        version = next(self.versions(target.path), None)
        if version is None or not version.change.after:
            return None
        then = self._document(version.change.after, target.path)
        return Trace(None, target.path, then, None, None, ())

    # Lines.

    def written(self, path: str, line: str, target: str) -> Written | None:
        """The commit that wrote a line of a file, and the document that it linked to then.

        None for a line that is not committed yet, and where there is no history.
        """
        if not self.enabled or not self._log:
            return None
        age = self._written_in(path, line.strip())
        if age is None:
            return None
        for version in self.versions(target):
            if version.age >= age and version.change.after:
                document = self._document(version.change.after, target)
                return Written(self._log[age][0], document)
        return None

    def _written_in(self, path: str, line: str) -> int | None:
        """The place in the log of the commit that brought a line to a file."""
        found = None
        for version in self.versions(path):
            change = version.change
            if not change.after or line not in self._lines_of(change.after):
                return found
            found = version.age
        return found

    def _lines_of(self, blob: str) -> frozenset[str]:
        lines = self._lines.get(blob)
        if lines is None:
            text = self._text(blob)
            lines = self._lines[blob] = frozenset(line.strip() for line in text.split("\n"))
        return lines

    # Blobs.

    def _has(self, blob: str, anchor: str) -> bool:
        """Whether a version of a document has an anchor: a quick look first, then the parser."""
        if not blob:
            return False
        letters = _NOT_LETTERS.sub("", re.sub(r"-\d+$", "", anchor)).lower()
        if not any(_is_subsequence(letters, head) for head in self._heads_of(blob)):
            return False
        document = self._document(blob, "")
        key = self._dialect.key(anchor)
        names = {self._dialect.key(name) for name in self._dialect.anchors(document) if name}
        return key in names or any(
            self._dialect.key(html.name) == key for html in document.html_anchors
        )

    def _heads_of(self, blob: str) -> list[str]:
        heads = self._heads.get(blob)
        if heads is None:
            text = self._text(blob)
            heads = self._heads[blob] = [
                _NOT_LETTERS.sub("", m[m.lastindex or 0]).lower()
                for m in _HEADING_LIKE.finditer(text)
            ]
        return heads

    def _document(self, blob: str, path: str) -> Document:
        document = self._documents.get(blob)
        if document is None:
            document = markdown.parse(Source(path, self._text(blob)))
            self._documents[blob] = document
        return document

    def _text(self, blob: str) -> str:
        if self._blobs is None:
            self._blobs = _Blobs(self.root)
        return self._blobs.read(blob)


class _Blobs:
    """One `git cat-file --batch`, asked for one blob after the other."""

    def __init__(self, root: str) -> None:
        self._process = git.start(root, "cat-file", "--batch")

    def read(self, blob: str) -> str:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{blob}\n".encode())
        stdin.flush()
        head = stdout.readline().split()
        if len(head) != 3:
            return ""
        data = stdout.read(int(head[2]) + 1)
        return data[:-1].decode("utf-8", "surrogateescape")

    def close(self) -> None:
        self._process.communicate()


def _read_log(text: str) -> Iterator[tuple[Commit, list[Change]]]:
    for record in text.split("\x01")[1:]:
        fields = record.split("\0")
        name, date = fields[0].split()
        commit = Commit(name[:_SHORT], date)
        changes = []
        rest: Iterable[str] = iter(f.lstrip("\n") for f in fields[1:])
        for field in rest:
            if not field.startswith(":"):
                continue
            _, _, before, after, status = field.split(" ")
            old = next(iter(rest))
            new = next(iter(rest)) if status[0] in "RC" else old
            changes.append(
                Change(
                    status[0],
                    "" if before == _NOTHING else before,
                    "" if after == _NOTHING else after,
                    old,
                    new,
                )
            )
        yield commit, changes


def _is_subsequence(needle: str, hay: str) -> bool:
    rest = iter(hay)
    return all(char in rest for char in needle)
