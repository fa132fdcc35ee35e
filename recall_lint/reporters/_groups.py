"""Report → its problems in groups, the most important first."""

from __future__ import annotations

from typing import Final

from recall_lint.base.problems import Diagnostic
from recall_lint.base.report import Report

QUESTIONS: Final = "questions that do not lead to their answer"
RECALL_PAGES: Final = "other problems in recall pages"
NOTES: Final = "problems in notes"


def groups(report: Report) -> dict[str, list[Diagnostic]]:
    """Titles and their problems, sorted as in the report; empty groups are omitted."""
    found: dict[str, list[Diagnostic]] = {QUESTIONS: [], RECALL_PAGES: [], NOTES: []}
    for diagnostic in report.diagnostics:
        found[_title(diagnostic, report)].append(diagnostic)
    return {title: group for title, group in found.items() if group}


def breaks_question(diagnostic: Diagnostic) -> bool:
    """Whether a problem keeps a question from leading to its answer.

    An image is not the way to the answer, and an item without words is not a question.
    """
    problem = diagnostic.problem
    if problem.question is None or diagnostic.severity != "error":
        return False
    if problem.link is None:
        return bool(problem.question.text)
    return not problem.link.image


def _title(diagnostic: Diagnostic, report: Report) -> str:
    if breaks_question(diagnostic):
        return QUESTIONS
    counts = report.files.get(diagnostic.problem.path)
    has_questions = counts is not None and counts.questions > 0
    return RECALL_PAGES if has_questions or diagnostic.problem.question is not None else NOTES
