"""Report → number of problems per rule, highest first."""

from __future__ import annotations

from typing import Final

from recall_lint.base.report import Report
from recall_lint.base.text import json_text
from recall_lint.reporters._summary import rows, table

FORMATS: Final = ("human", "concise", "json")
"""Formats of statistics; `human` and `concise` print the same."""


def render(report: Report, output_format: str) -> str:
    if output_format != "json":
        return "".join(f"{line}\n" for line in table(report))
    return json_text(
        [
            {"code": code, "name": name, "severity": severity, "count": n, "fixable": fixable}
            for code, name, severity, n, fixable in rows(report)
        ]
    )
