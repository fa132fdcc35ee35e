"""A report and the commits that changes are based on → the problems that the changes introduced."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final, NamedTuple

from recall_lint.base.report import Report
from recall_lint.base.text import count
from recall_lint.sources.diff_base import Since, Start

_MOST_NAMED: Final = 5
"""Maximum number of files with a notice each."""


class NewProblems(NamedTuple):
    """The new problems of a report."""

    report: Report
    notices: list[str]
    """Notices about omitted problems, and about unchanged files."""
    unreadable: list[str]
    """A line for each file or folder of a base commit that could not be read."""


def find_new_problems(
    report: Report,
    base: Since,
    problems_at: Callable[[Start, Collection[str]], tuple[frozenset[str], Sequence[str]]],
) -> NewProblems:
    """The new problems of a report.

    `problems_at` returns the problems of some files at a commit, and what could not be read.
    """
    others = {d.problem.path for d in report.diagnostics} - base.changed
    if not others or not base.starts:
        return NewProblems(report, [], [])
    from recall_lint.linter import news

    before: set[str] = set()
    unreadable: list[str] = []
    for start in base.starts:
        known, unread = problems_at(start, {start.moved.get(path, path) for path in others})
        before |= known
        unreadable += unread
    new = news.new(report, base.changed, before)
    renamed = {path for start in base.starts for path in start.moved}
    broken = sorted({d.problem.path for d in new.diagnostics} - base.changed - renamed)
    notices = [f"{path} {base.unchanged_notice}" for path in broken[:_MOST_NAMED]]
    if more := broken[_MOST_NAMED:]:
        notices.append(f"and {count(len(more), 'more file')}")
    hidden = len(report.diagnostics) - len(new.diagnostics)
    if hidden:
        problems = count(hidden, "existing problem")
        notices.append(f"{problems} in unchanged files not shown{base.origin_note}")
    return NewProblems(new, notices, unreadable)
