"""The nouns of what is wrong: targets, what became of them, fixes, problems, diagnostics."""

from __future__ import annotations

from typing import Literal, NamedTuple

from recall_lint.base.model import Document, Link, Question, Span


class Target(NamedTuple):
    """What a destination means: a file of the notebook and an anchor in it."""

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


class Trace(NamedTuple):
    """Where the target of a broken link last existed."""

    commit: Commit | None
    """The commit in which it died; None if that is not committed yet."""
    path: str
    """The file's name then."""
    then: Document
    """The file's last version that had it."""
    after: Document | None
    """The file's next version, if there was one."""
    path_now: str | None
    """The file's present name; None if it is gone."""
    changed: tuple[str, ...]
    """The files that the same commit changed, by their names now."""
    last: Commit | None = None
    """The last commit that had it."""


class Written(NamedTuple):
    """What a link could reach when its line was last written."""

    commit: Commit
    """The commit that wrote the line."""
    then: Document
    """The target's document as it was after that commit."""


class Candidate(NamedTuple):
    """A target that a dead one probably means."""

    target: Target
    score: float
    """0 to 1; comparable among the candidates of one dead target."""
    evidence: str
    """What it rests on, in words."""
    text: str = ""
    """How the anchor's words stand there as text, if they are no heading."""


class Edit(NamedTuple):
    """One replaced span of one file."""

    path: str
    span: Span
    replacement: str


class Fix(NamedTuple):
    """A titled set of edits that mends a problem."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool
    """Whether it may be applied unseen: its rule's page argues why."""


class Problem(NamedTuple):
    """What a rule found, before the linter signs it."""

    path: str
    span: Span
    message: str
    """One sentence without a full stop; the cure belongs in `hint`."""
    hint: str = ""
    """What the writer probably meant, or what to do."""
    question: Question | None = None
    """The question that suffers from it."""
    fixes: tuple[Fix, ...] = ()
    """Best first."""
    link: Link | None = None
    """The link that it is about."""
    candidates: tuple[Candidate, ...] = ()
    """What the link probably means, best first."""


Severity = Literal["error", "warning"]
"""An error breaks the way from a question to its answer; a warning makes it worse."""


class Diagnostic(NamedTuple):
    """A problem, signed by the linter with the rule that found it."""

    code: str
    name: str
    severity: Severity
    problem: Problem
