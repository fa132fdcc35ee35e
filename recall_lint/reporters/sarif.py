"""SARIF 2.1.0, for code scanning on GitHub, in Azure DevOps and in editors."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from recall_lint import HOME, __version__
from recall_lint.base.model import Source, Span
from recall_lint.base.problems import Diagnostic, Edit, Fix
from recall_lint.base.report import Report
from recall_lint.base.text import is_encodable, json_text
from recall_lint.linter.fingerprints import fingerprints
from recall_lint.reporters._text import sentence
from recall_lint.rules import docs
from recall_lint.rules.docs import Page

NAME = "sarif"

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT: Final = "%SRCROOT%"
_INDEX: Final = {page.code: index for index, page in enumerate(docs.all_pages())}


def render(report: Report, *, color: bool, width: int) -> str:
    run = {
        "tool": {
            "driver": {
                "name": "recall-lint",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": HOME,
                "rules": [_rule(page) for page in docs.all_pages()],
            }
        },
        "originalUriBaseIds": {_ROOT: {"description": {"text": f"{report.base.capitalize()}."}}},
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [
            _result(diagnostic, fingerprint, report)
            for diagnostic, fingerprint in zip(
                report.diagnostics, fingerprints(report), strict=True
            )
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(log)


def _rule(page: Page) -> dict[str, Any]:
    # Viewers show the title themselves.
    text = docs.markdown(page).partition("\n\n")[2]
    harm = " ".join(page.sections[0].text.split())
    return {
        "id": page.code,
        "name": page.name,
        "shortDescription": {"text": page.summary},
        "fullDescription": {"text": f"{page.summary} {harm}"},
        "help": {"text": text, "markdown": text},
        "helpUri": page.url,
        "defaultConfiguration": {"enabled": page.default, "level": page.severity},
    }


def _result(diagnostic: Diagnostic, fingerprint: str, report: Report) -> dict[str, Any]:
    problem = diagnostic.problem
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": _INDEX[diagnostic.code],
        "level": diagnostic.severity,
        "message": {"text": f"{sentence(problem)}."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": _artifact(problem.path),
                    "region": _region(report.source(problem.path), problem.span),
                }
            }
        ],
        "partialFingerprints": {"recallLint/v1": fingerprint},
    }
    if problem.question is not None:
        result["properties"] = {"question": problem.question.text}
    fixes = [_fix(fix, report) for fix in problem.fixes if _is_writable(fix)]
    if fixes:
        result["fixes"] = fixes
    return result


def _is_writable(fix: Fix) -> bool:
    return all(is_encodable(edit.replacement) for edit in fix.edits)


def _fix(fix: Fix, report: Report) -> dict[str, Any]:
    paths = sorted({edit.path for edit in fix.edits})
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path),
                "replacements": [
                    _replacement(edit, report) for edit in fix.edits if edit.path == path
                ],
            }
            for path in paths
        ],
        "properties": {"safe": fix.safe},
    }


def _replacement(edit: Edit, report: Report) -> dict[str, Any]:
    return {
        "deletedRegion": _region(report.source(edit.path), edit.span),
        "insertedContent": {"text": edit.replacement},
    }


def _artifact(path: str) -> dict[str, str]:
    # Invalid UTF-8 in a file name is percent-encoded byte by byte.
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": _ROOT}


def _region(source: Source, span: Span) -> dict[str, int]:
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }
