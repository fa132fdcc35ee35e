"""Notebook paths → file names for people, for programs, and in patches.

People get paths relative to the current folder, as in their shell. Programs that read reports get
paths relative to the repository. `git apply` and `patch` accept only paths inside the folder that
they run in.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple, Self

from recall_lint.base import git
from recall_lint.base.renaming import renamed
from recall_lint.base.report import Report
from recall_lint.config.roots import holds


class Naming(NamedTuple):
    """The folders that paths are relative to, as real paths."""

    root: str
    top: str
    """The root of the repository, or of the notebook if there is none."""
    here: str
    """The current folder."""

    @classmethod
    def of(cls, root: str) -> Self:
        """The names of the files of the notebook `root`, as seen from the current folder."""
        return cls(root, git.work_tree(root) or root, os.path.realpath(os.getcwd()))

    def for_people(self, path: str) -> str:
        """Relative to the current folder; absolute if that is in another repository."""
        if self.here == self.root:
            return path
        full = os.path.normpath(os.path.join(self.root, path))
        if holds(self.top, self.here) or holds(self.here, self.top):
            return _relative(full, self.here)
        return full

    def for_programs(self, path: str) -> str:
        """Relative to the root of the repository."""
        if self.root == self.top:
            return path
        return _relative(os.path.join(self.root, path), self.top)

    def is_near(self, path: str) -> bool:
        """Whether a file is in the current folder or below."""
        return holds(self.here, os.path.normpath(os.path.join(self.root, path)))

    def report_for(self, report: Report, *, people: bool) -> Report:
        """A report with file names for people or for programs."""
        if people:
            found = report if self.here == self.root else renamed(report, self.for_people)
            return found._replace(base="the current folder")
        if self.root == self.top:
            return report
        return renamed(report, self.for_programs)._replace(base="the root of the repository")


def is_one_repository(namings: Iterable[Naming]) -> bool:
    """Whether notebooks are in the same repository."""
    return len({naming.top for naming in namings}) < 2


def in_patch(files: Iterable[tuple[Naming, str]]) -> tuple[list[str], bool]:
    """The paths of notebook files in one patch, in order, and whether they are relative to here.

    If one of them is outside the current folder, all are relative to the repository root.
    """
    named = [*files]
    is_one = is_one_repository(naming for naming, _ in named)
    near = not is_one or all(naming.is_near(path) for naming, path in named)
    names = [each.for_people(path) if near else each.for_programs(path) for each, path in named]
    return names, near


def _relative(full: str, start: str) -> str:
    return os.path.relpath(full, start).replace(os.sep, "/")
