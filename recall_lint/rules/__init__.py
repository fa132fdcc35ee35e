"""The rules, in reading order. A rule is a module: adding one is one file and one line here.

Families: `RL1xx` links, `RL2xx` sections, `RL3xx` questions, `RL9xx` comments
that speak to recall-lint. A code is never used again for another rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

from recall_lint.base.model import Problem, Severity
from recall_lint.rules import (
    almost_link,
    ambiguous_anchor,
    anchor_case,
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
    untracked_target,
    unused_suppression,
    unwritten_note,
)
from recall_lint.rules.context import Context


class Rule(Protocol):
    """What each module of this package is; its docstring is its page for readers."""

    __doc__: str | None

    @property
    def CODE(self) -> str:  # noqa: N802 - a module's constant
        """Never changes, never used again."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The defect in kebab case, so that `--ignore missing-section` reads well."""

    def check(self, context: Context, path: str) -> Iterator[Problem]:
        """Every problem of this kind in one document."""


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
    unused_suppression,
)


def is_default(rule: Rule) -> bool:
    """Whether a rule runs without being selected; a module says `DEFAULT = False` if not."""
    return bool(getattr(rule, "DEFAULT", True))


def severity(rule: Rule) -> Severity:
    """How bad what a rule finds is; a module says `SEVERITY = "warning"` for what can wait."""
    return getattr(rule, "SEVERITY", "error")


def needs_history(rule: Rule) -> bool:
    """Whether a rule finds nothing without git; such a module says `NEEDS_HISTORY = True`."""
    return bool(getattr(rule, "NEEDS_HISTORY", False))


def judges_comments(rule: Rule) -> bool:
    """Whether a rule looks at what comments did to the findings of the others, and runs again."""
    return bool(getattr(rule, "JUDGES_COMMENTS", False))
