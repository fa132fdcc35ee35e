"""The values of a finding: targets, what happened to them, fixes, problems, diagnostics."""

from __future__ import annotations

from typing import Literal, NamedTuple

from recall_lint.base.model import Document, Link, Question, Span


class Target(NamedTuple):
    """The file and anchor that a destination means."""

    path: str
    anchor: str | None

    def __str__(self) -> str:
        return self.path if self.anchor is None else f"{self.path}#{self.anchor}"


class Commit(NamedTuple):
    """A commit, as reports name it."""

    id: str
    """Short."""
    date: str
    """`2026-11-22`, the committer's."""

    def __str__(self) -> str:
        return f"{self.id} ({self.date})"


def change_time(commit: Commit | str | None) -> str:
    """When a commit changed something, in words; None for an uncommitted change."""
    return "since the last commit" if commit is None else f"in {commit}"


class Trace(NamedTuple):
    """Where the target of a broken link last existed."""

    commit: Commit | None
    """The commit that removed it; None if the removal is not committed yet."""
    path: str
    """The file's path at that time."""
    then: Document
    """The last version of the file that had it."""
    after: Document | None
    """The next version of the file, if any."""
    path_now: str | None
    """The file's current path; None if it no longer exists."""
    changed: tuple[str, ...]
    """The files changed by the same commit, by their current paths."""
    last: Commit | None = None
    """The last commit that had it."""


class Written(NamedTuple):
    """The target of a link when its line was last written."""

    commit: Commit
    """The commit that wrote the line."""
    then: Document
    """The target's document after that commit."""


class Candidate(NamedTuple):
    """A target that a broken link probably means."""

    target: Target
    score: float
    """0 to 1; comparable among the candidates of one broken link."""
    evidence: str
    """The reason for the score, in words."""
    text: str = ""
    """The anchor's words as they occur in the text, if they are not a heading."""


class Edit(NamedTuple):
    """A replaced span in a file."""

    path: str
    span: Span
    replacement: str


class Fix(NamedTuple):
    """A titled set of edits that fixes a problem."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool
    """Whether it can be applied without review; the rule's page gives the reasons."""


class Problem(NamedTuple):
    """A finding of a rule, before the linter adds code, name and severity."""

    path: str
    span: Span
    message: str
    """One sentence without a full stop; how to fix it belongs in `hint`."""
    hint: str = ""
    """The probable intention, or what to do."""
    question: Question | None = None
    """The affected question."""
    fixes: tuple[Fix, ...] = ()
    """Best first."""
    link: Link | None = None
    """The affected link."""
    candidates: tuple[Candidate, ...] = ()
    """The probable targets of the link, best first."""


Severity = Literal["error", "warning"]
"""An error breaks the way from a question to its answer; a warning degrades it."""


class Diagnostic(NamedTuple):
    """A problem with the code, name and severity of its rule."""

    code: str
    name: str
    severity: Severity
    problem: Problem
