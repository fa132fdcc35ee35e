"""git → the commit that last changed each line of the current files.

One `git log -p`, read from the newest commit on, serves all files; of each, only lines not yet
attributed to a commit are followed. Changes of white space alone are ignored. git never writes
here.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from recall_lint.base import git
from recall_lint.history.diffs import name_in, side_in
from recall_lint.history.log import MOST_COMMITS
from recall_lint.sources import changes
from recall_lint.sources.files import MARKDOWN_SUFFIXES

_PATCH: Final = (
    *("-p", "-U0", "-w", "--text", "--inter-hunk-context=0", changes.SIMILAR, "--relative"),
    *("--src-prefix=a/", "--dst-prefix=b/", *changes.PLAIN),
)
_LOG: Final = (
    *("-c", "core.quotePath=false", "-c", "log.diffMerges=separate", "-c", "log.showRoot=true"),
    *("log", "-m", "--first-parent", f"--max-count={MOST_COMMITS}", "--format=%x01%cs"),
)
# The name comes first, so that `git_trust` recognizes that filters may run.
_CHANGED: Final = ("diff-index", "--ignore-submodules", *_PATCH, "HEAD")
_FILES: Final = ("--", *(f":(icase)*{suffix}" for suffix in MARKDOWN_SUFFIXES))
_HEADING = re.compile(rb"-[ \t>]*(?:(?:\d{1,9}[.)]|[-*+])[ \t]+)?#{1,6}[ \t]")
_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


class _Hunk(NamedTuple):
    """Lines that replace others; an empty position is after the line with that number."""

    old: int
    """How many lines the hunk replaces."""
    start: int
    lines: int
    drops_section: bool
    """Whether the replaced lines begin with a heading."""


class _FileDiff(NamedTuple):
    """The change of one file by a commit; a name is None if the file did not exist."""

    before: str | None
    after: str | None
    hunks: list[_Hunk]


class Ages:
    """The last change of each line of one file, as a number: 0 is uncommitted."""

    def __init__(self, lines: int) -> None:
        self._born = array("l", [-1]) * lines
        self._touched: dict[int, int] = {}
        # The lines not yet attributed, as line numbers of the version reached so far.
        self._open: list[int] = [*range(lines)]
        self.left = lines

    def claim(self, hunks: list[_Hunk], number: int) -> None:
        """Attribute the added lines to a commit, and go back to the previous version."""
        before: list[int] = []
        end = 0
        for hunk in hunks:
            if not hunk.lines and not hunk.drops_section:
                self._touch(hunk.start, number)
            first = hunk.start - 1 if hunk.lines else hunk.start
            before += self._open[end:first]
            before += [-1] * hunk.old
            end = first + hunk.lines
            for line in self._open[first:end]:
                if line >= 0:
                    self._born[line] = number
                    self.left -= 1
        self._open = before + self._open[end:]

    def claim_all(self, number: int) -> None:
        """Attribute the remaining lines to one commit."""
        for line in self._open:
            if line >= 0:
                self._born[line] = number
        self.left = 0

    def _touch(self, start: int, number: int) -> None:
        """Lines were deleted after this one: the lines around them have changed, too."""
        for line in self._open[max(0, start - 1) : start + 1]:
            if line >= 0:
                self._touched.setdefault(line, number)
                return

    def newest(self, lines: range, words: Sequence[int]) -> int | None:
        """The last change of some 0-based lines, except lines that never had words; None if
        unknown.

        Newer changes have smaller numbers. `words` are the word counts of the lines.
        """
        found = [self.of(line) for line in lines if words[line]]
        found += [self._touched[line] for line in lines if line in self._touched]
        return min((number for number in found if number >= 0), default=None)

    def of(self, line: int) -> int:
        """The change that added a 0-based line; -1 if unknown."""
        return self._born[line] if line < len(self._born) else -1


class LineAges(NamedTuple):
    """The last changes of the lines of some files."""

    files: Mapping[str, Ages]
    dates: tuple[str, ...]
    """By number of the change: the committer's date, `2026-11-22`; empty for uncommitted changes.
    """
    shallow: bool
    """Whether the log is incomplete: older lines have the date of its end."""


def line_ages(root: str, lines: Mapping[str, int]) -> LineAges:
    """The ages of the lines of some files, given their line counts; raises GitError.

    `root` is the notebook's folder, which paths are relative to.
    """
    is_shallow = git.run(root, "rev-parse", "--is-shallow-repository").split() == [b"true"]
    files = {path: Ages(number) for path, number in lines.items()}
    following = dict(files)
    dates = [""]
    untracked = git.run(root, "ls-files", "--others", "--exclude-standard", "-z", *_FILES)
    for path in untracked.decode("utf-8", "surrogateescape").split("\0"):
        if path in following:
            following.pop(path).claim_all(0)
    _go_back(following, _diffs(git.run(root, *_CHANGED, *_FILES).splitlines(keepends=True)), 0)
    for date, patch in _commits(root):
        dates.append(date)
        _go_back(following, _diffs(patch), len(dates) - 1)
        if not following:
            break
    return LineAges(files, tuple(dates), is_shallow)


def _commits(root: str) -> Iterator[tuple[str, list[bytes]]]:
    """The date and the patch of each commit, newest first, as printed by git."""
    with git.start(root, *_LOG, *_PATCH, *_FILES) as process:
        assert process.stdout is not None
        date = ""
        patch: list[bytes] = []
        try:
            for line in process.stdout:
                # Every line of a patch begins with another character.
                if line[:1] == b"\x01":
                    if date:
                        yield date, patch
                    date, patch = line[1:].decode().strip(), []
                else:
                    patch.append(line)
        except GeneratorExit:
            process.kill()
            raise
        if date:
            yield date, patch
        if process.wait():
            raise git.GitError("git cannot read all commits, as in a partial clone")


def _go_back(following: dict[str, Ages], diffs: Iterable[_FileDiff], number: int) -> None:
    """Follow the files to their versions before a commit; completed files are dropped."""
    found = [(diff, following.pop(diff.after)) for diff in diffs if diff.after in following]
    for diff, ages in found:
        ages.claim(diff.hunks, number)
        if ages.left and diff.before is not None:
            following[diff.before] = ages


def _diffs(lines: Iterable[bytes]) -> Iterator[_FileDiff]:
    """The files in the lines of a patch."""
    rest = iter(lines)
    head: list[bytes] = []
    hunks: list[_Hunk] = []
    for line in rest:
        if line.startswith(b"diff --git "):
            if head:
                yield _file(head, hunks)
            head, hunks = [line], []
        elif match := _HUNK.match(line):
            old, start, new = (1 if number is None else int(number) for number in match.groups())
            # The content of a line must not be mistaken for a header.
            changed = (line for line in rest if not line.startswith(b"\\"))
            body = [*islice(changed, old + new)]
            gone = next((line for line in body if line[:1] == b"-" and line[1:].strip()), b"")
            hunks.append(_Hunk(old, start, new, _HEADING.match(gone) is not None))
        else:
            head.append(line)
    if head:
        yield _file(head, hunks)


def _file(head: list[bytes], hunks: list[_Hunk]) -> _FileDiff:
    if any(line.startswith(b"rename from ") for line in head):
        return _FileDiff(name_in(head, b"rename from "), name_in(head, b"rename to "), hunks)
    return _FileDiff(side_in(head, b"--- "), side_in(head, b"+++ "), hunks)
