"""Lookups that the list of files cannot answer → the answer of the disk, or of git for branches."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from recall_lint.base import git

if TYPE_CHECKING:
    from recall_lint.facts.dependencies import Dependencies
    from recall_lint.facts.surroundings import Surroundings
    from recall_lint.run.notebook_files import NotebookFiles

_ON_SURROUNDINGS: Final = frozenset({"around", "listed", "length", "document"})
"""Kinds of lookups about files around the notebook."""


class Lookups:
    """The lookups for one notebook while it is checked."""

    def __init__(self, files: NotebookFiles, answers: dict[str, Any]) -> None:
        """`answers` collects the lookups that results depend on, and their answers."""
        self._files = files
        self._origin = files.origin
        self._root = files.root
        self._answers = answers

    def record(self, subjects: Dependencies, question: str) -> Any:
        """The answer to a lookup, which is recorded as a dependency of the current result."""
        subjects.note(f"disk {question}")
        return self._remember(question)

    def read_around(self, path: str) -> bytes | None:
        """The bytes of a document around the notebook, recorded as a dependency like others."""
        from recall_lint.facts import surroundings

        data = self._surroundings.read(path)
        self._answers[f"document {path}"] = surroundings.mark(data)
        return data

    def _remember(self, question: str) -> Any:
        self._answers[question] = answer = self.ask(question)
        return answer

    def ask(self, question: str) -> Any:
        """Perform a lookup."""
        kind, _, path = question.partition(" ")
        if kind in _ON_SURROUNDINGS:
            return self._ask_around(kind, path)
        if kind == "lines":
            return self._origin.stamp(path)
        if kind == "branch":
            return git.has_branch(self._top, path)
        found = self._origin.real_path(path)
        return None if found is None else [*found]

    def _ask_around(self, kind: str, path: str) -> Any:
        from recall_lint.facts import surroundings

        around = self._surroundings
        if kind == "around":
            return surroundings.packed(around.find(path))
        if kind == "listed":
            return around.lists(path)
        if kind == "length":
            return around.count_lines(path)
        return surroundings.mark(around.read(path))

    @cached_property
    def _top(self) -> str:
        """The root of the repository, or of the notebook if there is none."""
        return git.work_tree(self._root) or self._root

    @cached_property
    def subfolder(self) -> str:
        """The notebook's folder in the repository, empty for its root."""
        path = os.path.relpath(self._root, self._top).replace(os.sep, "/")
        return "" if path == "." else path

    @cached_property
    def _surroundings(self) -> Surroundings:
        from recall_lint.facts.surroundings import Surroundings

        if not self.subfolder:
            return Surroundings(self._origin, "", self._files.all)
        return Surroundings(self._origin.around(self._top), self.subfolder)

    def close(self) -> None:
        if "_surroundings" in self.__dict__:
            self._surroundings.close()
