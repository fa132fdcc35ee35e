"""GitLab Code Quality report, for the list of new and fixed problems in merge requests."""

from __future__ import annotations

from typing import Any, Final

from recall_lint.base.problems import Diagnostic
from recall_lint.base.report import Report
from recall_lint.base.text import json_text
from recall_lint.linter.fingerprints import fingerprints
from recall_lint.reporters._text import sentence

NAME = "gitlab"

_SEVERITIES: Final = {"error": "major", "warning": "minor"}


def render(report: Report, *, color: bool, width: int) -> str:
    issues = [
        _issue(diagnostic, fingerprint, report)
        for diagnostic, fingerprint in zip(report.diagnostics, fingerprints(report), strict=True)
    ]
    return json_text(issues)


def _issue(diagnostic: Diagnostic, fingerprint: str, report: Report) -> dict[str, Any]:
    code, name, severity, problem = diagnostic
    source = report.source(problem.path)
    return {
        "type": "issue",
        "check_name": name,
        "description": f"{code} {name}: {sentence(problem)}",
        "categories": ["Bug Risk"],
        "severity": _SEVERITIES[severity],
        "fingerprint": fingerprint,
        "location": {
            "path": problem.path,
            "lines": {
                "begin": source.position(problem.span.start).line,
                "end": source.position(problem.span.end).line,
            },
        },
    }
