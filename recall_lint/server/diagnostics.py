"""Report → diagnostics of the protocol, each with the locations of its candidates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lsprotocol import types

from recall_lint.base.model import Span
from recall_lint.base.problems import Candidate, Diagnostic, Problem
from recall_lint.rules import docs
from recall_lint.server.targets import target_span
from recall_lint.server.workspace import Place, Workspace

SOURCE: Final = "recall-lint"

_SEVERITIES: Final = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
}
_UNUSED: Final = frozenset({"unused-suppression"})
"""Rules about what can be deleted, which editors fade."""


def found_in(place: Place) -> tuple[Diagnostic, ...]:
    """The diagnostics of a document."""
    return place.edited.report((place.path,)).diagnostics


def diagnostics(workspace: Workspace, place: Place) -> list[types.Diagnostic]:
    """The diagnostics of a document, as protocol values."""
    return [diagnostic(workspace, place, each) for each in found_in(place)]


def diagnostic(workspace: Workspace, place: Place, found: Diagnostic) -> types.Diagnostic:
    """One problem of a document."""
    problem = found.problem
    # Some clients do not show an empty range, so it is extended.
    span = problem.span if problem.span.end > problem.span.start else _wider(place, problem.span)
    return types.Diagnostic(
        place.lines.range(span),
        message(problem),
        _SEVERITIES[found.severity],
        f"{found.code} {found.name}",
        types.CodeDescription(docs.url(found.code, found.name)),
        SOURCE,
        [types.DiagnosticTag.Unnecessary] if found.name in _UNUSED else None,
        [*_related(workspace, place, problem)] or None,
    )


def message(problem: Problem) -> str:
    """The message, with the hint on a second line."""
    return f"{problem.message}\n{problem.hint}" if problem.hint else problem.message


def _wider(place: Place, span: Span) -> Span:
    """An empty span extended to the character after it, or before it at the end of a line."""
    text, start = place.lines.text, span.start
    if start < len(text) and text[start] not in "\r\n":
        return Span(start, start + 1)
    if start > 0 and text[start - 1] not in "\r\n":
        return Span(start - 1, start)
    return span


def _related(
    workspace: Workspace, place: Place, problem: Problem
) -> Iterator[types.DiagnosticRelatedInformation]:
    for candidate in problem.candidates:
        location = _location(workspace, place, candidate)
        if location is not None:
            yield types.DiagnosticRelatedInformation(location, candidate.evidence)


def _location(workspace: Workspace, place: Place, candidate: Candidate) -> types.Location | None:
    path, edited = candidate.target.path, place.edited
    if path not in edited.notebook.documents:
        return None
    lines = workspace.place(edited, path).lines
    span = target_span(edited.notebook, candidate.target)
    return types.Location(workspace.uri(edited, path), lines.range(span))
