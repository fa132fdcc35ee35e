"""The rules, in reading order. A rule is a module: adding one is one file and one line here.

Families: `RL1xx` links, `RL2xx` sections, `RL3xx` questions, `RL9xx` the
run itself. Codes are never reused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from recall_lint.base.problems import Problem, Severity
from recall_lint.rules import (
    almost_link,
    ambiguous_anchor,
    anchor_case,
    doubtful_answer,
    duplicate_question,
    duplicate_question_number,
    empty_destination,
    empty_question,
    missing_file,
    missing_image,
    missing_section,
    moved_section,
    outside_notebook,
    path_case,
    placeholder_section,
    question_without_link,
    removed_section,
    renamed_file,
    renamed_section,
    retargeted_section,
    stale_question,
    surface_mismatch,
    undefined_reference,
    unpublished_page,
    unreadable_file,
    untracked_target,
    unused_suppression,
    unwritten_note,
)
from recall_lint.rules.context import Context


class Rule(Protocol):
    """The interface of each module in this package; the docstring is the rule's page."""

    __doc__: str | None

    @property
    def CODE(self) -> str:  # noqa: N802 - a module's constant
        """Never changes and is never reused."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The defect in kebab case, as in `--ignore missing-section`."""

    def check(self, context: Context, path: str) -> Iterator[Problem]:
        """Yield every problem of this kind in one document."""


RULES: Final[tuple[Rule, ...]] = (
    missing_file,
    missing_section,
    surface_mismatch,
    anchor_case,
    undefined_reference,
    almost_link,
    path_case,
    outside_notebook,
    untracked_target,
    missing_image,
    renamed_section,
    moved_section,
    renamed_file,
    removed_section,
    retargeted_section,
    ambiguous_anchor,
    unpublished_page,
    empty_destination,
    unwritten_note,
    placeholder_section,
    question_without_link,
    duplicate_question_number,
    empty_question,
    duplicate_question,
    stale_question,
    doubtful_answer,
    unreadable_file,
    unused_suppression,
)


def is_default(rule: Rule) -> bool:
    """Whether a rule runs by default; a module sets `DEFAULT = False` if not."""
    return bool(getattr(rule, "DEFAULT", True))


def severity(rule: Rule) -> Severity:
    """The severity of a rule's problems; a module may set `SEVERITY = "warning"`."""
    return getattr(rule, "SEVERITY", "error")


def needs_history(rule: Rule) -> bool:
    """Whether a rule needs git history; such a module sets `NEEDS_HISTORY = True`."""
    return bool(getattr(rule, "NEEDS_HISTORY", False))


def judges_comments(rule: Rule) -> bool:
    """Whether a rule checks suppression comments, and so runs after the others."""
    return bool(getattr(rule, "JUDGES_COMMENTS", False))


def judges_unread(rule: Rule) -> bool:
    """Whether a rule reports files that could not be read; it sets `JUDGES_UNREAD = True`."""
    return bool(getattr(rule, "JUDGES_UNREAD", False))
