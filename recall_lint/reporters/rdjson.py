"""reviewdog's Diagnostic Format, with suggestions that reviewers can apply in one click."""

from __future__ import annotations

import json
from typing import Any, Final

from recall_lint import HOME, fixes, pages
from recall_lint.model import Diagnostic, Fix, Source, Span
from recall_lint.report import Report
from recall_lint.reporters._text import encodable, is_encodable, sentence

NAME = "rdjson"

_SEVERITIES: Final = {"error": "ERROR", "warning": "WARNING"}


def render(report: Report, *, color: bool, width: int) -> str:
    result = {
        "source": {"name": "recall-lint", "url": HOME},
        "diagnostics": [_diagnostic(d, report) for d in report.diagnostics],
    }
    return json.dumps(result, ensure_ascii=False, indent=2) + "\n"


def _diagnostic(diagnostic: Diagnostic, report: Report) -> dict[str, Any]:
    code, name, severity, problem = diagnostic
    source = report.source(problem.path)
    value: dict[str, Any] = {
        "message": f"{name}: {sentence(problem)}",
        "location": {"path": encodable(problem.path), "range": _range(source, problem.span)},
        "severity": _SEVERITIES[severity],
        "code": {"value": code, "url": pages.url(code, name)},
    }
    suggestions = [
        suggestion for fix in problem.fixes if (suggestion := _suggestion(fix, source)) is not None
    ]
    if suggestions:
        value["suggestions"] = suggestions
    return value


def _suggestion(fix: Fix, source: Source) -> dict[str, Any] | None:
    """A fix as a single replaced range; None if it needs more, which suggestions cannot express."""
    if any(edit.path != source.path for edit in fix.edits):
        return None
    start = min(edit.span.start for edit in fix.edits)
    end = max(edit.span.end for edit in fix.edits)
    after = fixes.apply(source.text, fix.edits)
    text = after[start : len(after) - (len(source.text) - end)]
    if not is_encodable(text):
        return None
    return {"range": _range(source, Span(start, end)), "text": text}


def _range(source: Source, span: Span) -> dict[str, Any]:
    return {"start": _position(source, span.start), "end": _position(source, span.end)}


def _position(source: Source, offset: int) -> dict[str, int]:
    """The position in UTF-8 bytes, as the format requires; a byte order mark takes three."""
    line, column = source.position(offset)
    start = 0 if line == 1 else offset - (column - 1)
    before = source.text[start:offset].encode("utf-8", "surrogateescape")
    return {"line": line, "column": len(before) + 1}
