"""A report and an earlier one → the problems that have come in between.

A problem is known again by its fingerprint.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from recall_lint.base.report import Report
from recall_lint.linter.fingerprints import fingerprints


def known(report: Report, moved: Mapping[str, str]) -> frozenset[str]:
    """What stands for the problems of a report, whatever else is there.

    Problems of a file that has moved since, `moved` has its name now and that of the report,
    are those of the file as it is called now.
    """
    now = {then: name for name, then in moved.items()}
    told = (
        d._replace(problem=d.problem._replace(path=now.get(d.problem.path, d.problem.path)))
        for d in report.diagnostics
    )
    source = report.source
    renamed = report._replace(
        diagnostics=tuple(told), source=lambda path: source(moved.get(path, path))
    )
    return frozenset(fingerprints(renamed))


def new(report: Report, changed: Collection[str], before: Collection[str]) -> Report:
    """The problems of files that have changed, and those of others that are not known."""
    told = zip(report.diagnostics, fingerprints(report), strict=True)
    kept = (d for d, mark in told if d.problem.path in changed or mark not in before)
    return report._replace(diagnostics=tuple(kept))
