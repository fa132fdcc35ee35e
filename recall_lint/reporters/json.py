"""A single JSON object with a schema; `version` increases with breaking changes."""

from __future__ import annotations

from typing import Any, Final

from recall_lint import __version__
from recall_lint.base.model import Source
from recall_lint.base.problems import Diagnostic, Edit
from recall_lint.base.report import Report
from recall_lint.base.text import json_text

NAME = "json"

VERSION: Final = 1


def render(report: Report, *, color: bool, width: int) -> str:
    value = {
        "version": VERSION,
        "tool": {"name": "recall-lint", "version": __version__},
        "surfaces": list(report.surfaces),
        "summary": {
            "questions": report.question_count,
            "links": report.link_count,
            "files": len(report.files),
            "problems": len(report.diagnostics),
            "errors": report.errors,
            "warnings": report.warnings,
            "unjudged": dict(report.unjudged),
        },
        "diagnostics": [_diagnostic(d, report) for d in report.diagnostics],
    }
    return json_text(value)


def _diagnostic(diagnostic: Diagnostic, report: Report) -> dict[str, Any]:
    problem = diagnostic.problem
    source = report.source(problem.path)
    question = problem.question
    return {
        "path": problem.path,
        **_region(source, *problem.span),
        "code": diagnostic.code,
        "name": diagnostic.name,
        "severity": diagnostic.severity,
        "message": problem.message,
        "hint": problem.hint or None,
        "destination": None if problem.link is None else problem.link.destination,
        "question": None
        if question is None
        else {
            "number": question.number,
            "text": question.text,
            "section": None if question.section is None else question.section.label,
        },
        "candidates": [
            {"target": str(c.target), "evidence": c.evidence, "score": round(c.score, 4)}
            for c in problem.candidates
        ],
        "fixes": [
            {
                "title": fix.title,
                "safe": fix.safe,
                "edits": [_edit(edit, report) for edit in fix.edits],
            }
            for fix in problem.fixes
        ],
    }


def _edit(edit: Edit, report: Report) -> dict[str, Any]:
    source = report.source(edit.path)
    return {
        "path": edit.path,
        **_region(source, *edit.span),
        "replacement": edit.replacement,
    }


def _region(source: Source, start: int, end: int) -> dict[str, int]:
    line, column = source.position(start)
    end_line, end_column = source.position(end)
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}
