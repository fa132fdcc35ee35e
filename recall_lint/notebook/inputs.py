"""What a notebook is made of beside its documents, as two values: the rest of it is pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from recall_lint import questions
from recall_lint.base.model import Document, Question
from recall_lint.base.tree import Tree
from recall_lint.questions.section_names import BUILT_IN, SectionNames
from recall_lint.sites.model import Files


class Roles(NamedTuple):
    """What the configuration says of paths and destinations."""

    is_recall_page: Callable[[str], bool]
    may_be_note: Callable[[str], bool] = lambda path: True
    """Whether a path is one of a note, if it is no recall page."""
    ignoring_pattern: Callable[[str], str | None] = lambda destination: None
    """The pattern by which a destination is not to be judged."""
    section_names: SectionNames = BUILT_IN
    """The names of sections that hold questions."""

    def is_note(self, path: str) -> bool:
        return self.may_be_note(path) and not self.is_recall_page(path)

    def questions(self, document: Document) -> tuple[Question, ...]:
        """The questions of a document, in order."""
        is_recall_page = self.is_recall_page(document.path)
        return questions.find(document, self.section_names, is_recall_page=is_recall_page)


class Repository(NamedTuple):
    """What the disk and git know."""

    tree: Tree
    files: Files | None = None
    """What generators read beside the documents."""
    was_folder: Callable[[str], bool] = lambda folder: False
    """Whether history knows a folder."""
    is_branch: Callable[[str], bool] = lambda name: False
    """Whether the repository has a branch of a name."""
    at: str = ""
    """The folder of the repository that the notebook lies in, empty for its root."""
