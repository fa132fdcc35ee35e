"""The inputs of a notebook other than its documents, as two values."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from recall_lint import questions
from recall_lint.base.model import Document, Question
from recall_lint.base.tree import Tree
from recall_lint.questions.section_names import BUILT_IN, SectionNames
from recall_lint.sites.model import Files


class Roles(NamedTuple):
    """The parts of the configuration about paths and destinations."""

    is_recall_page: Callable[[str], bool]
    may_be_note: Callable[[str], bool] = lambda path: True
    """Whether a path is a note, unless it is a recall page."""
    ignoring_pattern: Callable[[str], str | None] = lambda destination: None
    """The pattern that excludes a destination from checks."""
    section_names: SectionNames = BUILT_IN
    """Names of sections that hold questions."""

    def is_note(self, path: str) -> bool:
        return self.may_be_note(path) and not self.is_recall_page(path)

    def questions(self, document: Document) -> tuple[Question, ...]:
        """The questions of a document, in order."""
        is_recall_page = self.is_recall_page(document.path)
        return questions.find(document, self.section_names, is_recall_page=is_recall_page)


class Repository(NamedTuple):
    """Information from disk and git."""

    tree: Tree
    files: Files | None = None
    """The other files that generators read."""
    was_folder: Callable[[str], bool] = lambda folder: False
    """Whether a folder exists in history."""
    is_branch: Callable[[str], bool] = lambda name: False
    """Whether the repository has a branch of this name."""
    at: str = ""
    """The notebook's folder in the repository, empty for its root."""
