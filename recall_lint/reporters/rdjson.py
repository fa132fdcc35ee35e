"""reviewdog's Diagnostic Format, with suggestions that reviewers can apply in one click."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Final

from recall_lint import HOME
from recall_lint.base.model import Source, Span
from recall_lint.base.problems import Diagnostic, Fix
from recall_lint.base.report import Report
from recall_lint.base.text import is_encodable, json_text
from recall_lint.fixes import patch
from recall_lint.reporters._text import sentence
from recall_lint.rules import docs

NAME = "rdjson"

_SEVERITIES: Final = {"error": "ERROR", "warning": "WARNING"}


_STEP: Final = 1000
"""Distance of the offsets whose byte counts are cached, in characters."""


def render(report: Report, *, color: bool, width: int) -> str:
    paths = {diagnostic.problem.path for diagnostic in report.diagnostics}
    places = {path: _Places(report.source(path)) for path in paths}
    result = {
        "source": {"name": "recall-lint", "url": HOME},
        "diagnostics": [_diagnostic(d, places[d.problem.path]) for d in report.diagnostics],
    }
    return json_text(result)


class _Places:
    """Offsets in a text → lines and UTF-8 bytes, as the format requires."""

    def __init__(self, source: Source) -> None:
        self.source = source
        text = source.text
        lengths = (_length(text[at : at + _STEP]) for at in range(0, len(text), _STEP))
        self._bytes = [0, *accumulate(lengths)]

    def span(self, start: int, end: int) -> dict[str, Any]:
        return {"start": self._place(start), "end": self._place(end)}

    def _place(self, offset: int) -> dict[str, int]:
        """A byte order mark counts as three bytes."""
        line, column = self.source.position(offset)
        start = 0 if line == 1 else offset - (column - 1)
        return {"line": line, "column": self._before(offset) - self._before(start) + 1}

    def _before(self, offset: int) -> int:
        """The bytes before an offset; a line may be as long as the text."""
        step = offset // _STEP
        return self._bytes[step] + _length(self.source.text[step * _STEP : offset])


def _length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


def _diagnostic(diagnostic: Diagnostic, places: _Places) -> dict[str, Any]:
    code, name, severity, problem = diagnostic
    value: dict[str, Any] = {
        "message": f"{name}: {sentence(problem)}",
        "location": {"path": problem.path, "range": places.span(*problem.span)},
        "severity": _SEVERITIES[severity],
        "code": {"value": code, "url": docs.url(code, name)},
    }
    suggestions = [
        suggestion
        for fix in problem.fixes
        if (suggestion := _suggestion(fix, problem.path, places)) is not None
    ]
    if suggestions:
        value["suggestions"] = suggestions
    return value


def _suggestion(fix: Fix, path: str, places: _Places) -> dict[str, Any] | None:
    """A fix as a single replaced range; None if it needs more, which suggestions cannot express."""
    if any(edit.path != path for edit in fix.edits):
        return None
    start = min(edit.span.start for edit in fix.edits)
    end = max(edit.span.end for edit in fix.edits)
    edits = (
        edit._replace(span=Span(edit.span.start - start, edit.span.end - start))
        for edit in fix.edits
    )
    text = patch.apply(places.source.text[start:end], edits)
    if not is_encodable(text):
        return None
    return {"range": places.span(start, end), "text": text}
