"""A report and an earlier one → the problems introduced in between.

Problems are identified by their fingerprints.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from recall_lint.base.report import Report
from recall_lint.linter.fingerprints import fingerprints


def known(report: Report, moved: Mapping[str, str]) -> frozenset[str]:
    """The identities of the problems of a report.

    `moved` maps old to new paths: problems of moved files are identified by the current path.
    """
    now = {then: name for name, then in moved.items()}
    diagnostics = (
        d._replace(problem=d.problem._replace(path=now.get(d.problem.path, d.problem.path)))
        for d in report.diagnostics
    )
    source = report.source
    renamed = report._replace(
        diagnostics=tuple(diagnostics), source=lambda path: source(moved.get(path, path))
    )
    return frozenset(fingerprints(renamed))


def new(report: Report, changed: Collection[str], before: Collection[str]) -> Report:
    """The problems of changed files, and the unknown problems of others."""
    diagnostics = zip(report.diagnostics, fingerprints(report), strict=True)
    found = (d for d, mark in diagnostics if d.problem.path in changed or mark not in before)
    return report._replace(diagnostics=tuple(found))
