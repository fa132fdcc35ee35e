"""Notebook → the answer finders of its documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recall_lint.base.model import Question
from recall_lint.base.problems import Candidate, Target
from recall_lint.notebook.notebook import Notebook

if TYPE_CHECKING:
    from recall_lint.answers.finder import AnswerFinder, Answers
    from recall_lint.answers.sections import Place


class Answering:
    """The answer finders of one notebook; each is created on first use."""

    def __init__(self, notebook: Notebook, patterns: tuple[str, ...]) -> None:
        """`patterns` match placeholder sections."""
        self._notebook = notebook
        self._patterns = patterns
        self._of_notes: AnswerFinder | None = None
        self._own: tuple[str, AnswerFinder] | None = None
        self._last: tuple[tuple[str, int], tuple[tuple[Candidate, ...], bool]] | None = None

    def renewed(self, notebook: Notebook, changed: frozenset[str]) -> Answering:
        """The same for the notebook after changes to some dependencies."""
        new = Answering(notebook, self._patterns)
        edited = (s.removeprefix("document ") for s in changed if s.startswith("document "))
        notes = sorted(
            path for path in edited if notebook.roles.is_note(path) and path in notebook.documents
        )
        if self._of_notes is not None:
            new._of_notes = self._of_notes.renewed(notebook, notes)
        return new

    def of(self, path: str) -> AnswerFinder:
        """The finder for the questions of a document.

        Any note can answer a question on a recall page; a question in a note is answered by that
        note.
        """
        if self._notebook.roles.is_recall_page(path):
            # The result depends on every text.
            self._notebook.subjects.note("worktree")
            return self.of_notes
        if self._own is None or self._own[0] != path:
            self._own = path, self._finder((path,))
        return self._own[1]

    @property
    def of_notes(self) -> AnswerFinder:
        """The finder over all notes."""
        if self._of_notes is None:
            self._of_notes = self._finder(self._notebook.notes)
        return self._of_notes

    def _finder(self, documents: tuple[str, ...]) -> AnswerFinder:
        from recall_lint.answers.finder import AnswerFinder

        return AnswerFinder(self._notebook, documents, self._patterns)

    def candidates(self, path: str, question: Question) -> tuple[tuple[Candidate, ...], bool]:
        """The sections that may answer a question, and whether the first is certain."""
        # A question may have many links.
        key = path, question.span.start
        if self._last is None or self._last[0] != key:
            self._last = key, self._candidates(path, question)
        return self._last[1]

    def _candidates(self, path: str, question: Question) -> tuple[tuple[Candidate, ...], bool]:
        answers = self.of(path).find(path, question)
        found = tuple(
            Candidate(target, round(answer.score, 4), "has the question's words")
            for answer in answers.found
            if (target := self.target(answer.place)) is not None
        )
        is_sure = answers.sure and bool(found) and found[0].target == self.target(_first(answers))
        return found, is_sure

    def share(self, path: str, question: Question, target: str, place: int) -> float:
        """The score of a section, or of one below it, as a share of the best section's score for a
        question. 1 if no section has a score.
        """
        from recall_lint.answers.sections import Place

        own, best = self.of(path).score(question, Place(target, place))
        return own / best if best else 1.0

    def target(self, place: Place) -> Target | None:
        """A section as a link target; None if it has no anchor."""
        anchors = self._notebook.anchors
        name = anchors.common(*place) or anchors.of(*place)
        return None if name is None else Target(place.path, name)


def _first(answers: Answers) -> Place:
    return answers.found[0].place
