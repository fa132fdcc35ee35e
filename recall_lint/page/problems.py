"""Report → its problems, each with an explanation and the command that fixes it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from recall_lint.base.problems import Diagnostic, Problem
from recall_lint.base.report import Report
from recall_lint.base.text import shell_command
from recall_lint.history.candidates import Tracer
from recall_lint.inspection.explanation import past_of
from recall_lint.inspection.links import describe
from recall_lint.inspection.questions import is_dead
from recall_lint.inspection.text import last_seen
from recall_lint.notebook.notebook import Notebook, Use
from recall_lint.notebook.resolutions import External, Unjudged
from recall_lint.suppressions.comments import OWN


class ShownCandidate(NamedTuple):
    target: str
    score: float
    evidence: str


class ShownProblem(NamedTuple):
    """A problem; the fields are the keys of the page's data."""

    path: str
    line: int
    column: int
    code: str
    name: str
    severity: str
    message: str
    hint: str
    question: str
    written: str
    """The destination as written; empty if it is not about a link."""
    dead: str
    """The file and anchor of a broken link; otherwise empty."""
    why: tuple[str, ...]
    """How the link was resolved, and where its target last existed."""
    candidates: tuple[ShownCandidate, ...]
    repair: str
    """What the command does; empty if it does not fix the problem."""
    command: str
    """The command to run in the notebook's folder; empty if neither a fix nor a link exists."""


def problems(report: Report, notebook: Notebook, trace: Tracer) -> Iterator[ShownProblem]:
    """The problems of a report, in order; `trace` looks up missing targets in history."""

    @cache
    def uses(path: str) -> dict[tuple[int, int], Use]:
        return {use.link.whole: use for use in notebook.uses(path)}

    for diagnostic in report.diagnostics:
        problem = diagnostic.problem
        use = problem.link and uses(problem.path).get(problem.link.whole)
        line, column = report.source(problem.path).position(problem.span.start)
        yield ShownProblem(
            problem.path,
            line,
            column,
            diagnostic.code,
            diagnostic.name,
            diagnostic.severity,
            problem.message,
            problem.hint,
            "" if problem.question is None else problem.question.text,
            report.source(problem.path).text[slice(*use.link.span)] if use else "",
            _dead(use) if use else "",
            tuple(_why(notebook, trace, use)) if use else (),
            tuple(
                ShownCandidate(str(c.target), round(c.score, 2), c.evidence)
                for c in problem.candidates
            ),
            problem.fixes[0].title if problem.fixes else "",
            _command(diagnostic, f"{problem.path}:{line}:{column}" if use else ""),
        )


def _dead(use: Use) -> str:
    if use.link.image or isinstance(use.resolution, External | Unjudged):
        return ""
    return str(use.resolution.target) if is_dead(use.resolution) else ""


def _why(notebook: Notebook, trace: Tracer, use: Use) -> Iterator[str]:
    yield describe(use.resolution)[1]
    past = past_of(notebook, trace, use)
    if past is not None and (seen_last := last_seen(past, use.anchor)):
        yield seen_last


def _command(diagnostic: Diagnostic, place: str) -> str:
    """The command that applies the best fix, or else explains the link."""
    problem: Problem = diagnostic.problem
    if problem.fixes:
        options = ["--fix"] if problem.fixes[0].safe else ["--fix", "--unsafe-fixes"]
        # Whether a comment is used is only known if all rules run.
        own = [] if diagnostic.code.startswith(OWN) else ["--select", diagnostic.name]
        words = [*options, *own, problem.path]
    elif place:
        words = ["explain", place]
    else:
        return ""
    if words[-1].startswith("-"):
        words.insert(-1, "--")
    return shell_command(["recall-lint", *words])
