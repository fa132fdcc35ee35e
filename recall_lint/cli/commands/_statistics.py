"""Report → number of problems per rule, highest first."""

from __future__ import annotations

from collections import Counter
from typing import Final

from recall_lint.base.report import Report
from recall_lint.cli.console import json_text

FORMATS: Final = ("human", "concise", "json")
"""Formats of statistics; `human` and `concise` print the same."""


def render(report: Report, output_format: str) -> str:
    rules = Counter((d.code, d.name, d.severity) for d in report.diagnostics)
    fixable = Counter(
        d.code for d in report.diagnostics if any(fix.safe for fix in d.problem.fixes)
    )
    rows = [
        {"code": code, "name": name, "severity": severity, "count": n, "fixable": fixable[code]}
        for (code, name, severity), n in sorted(rules.items(), key=lambda row: (-row[1], row[0]))
    ]
    if output_format == "json":
        return json_text(rows)
    counts = [f"{row['count']:,}" for row in rows]
    width = max(map(len, counts), default=0)
    names = max((len(str(row["name"])) for row in rows), default=0)
    lines = []
    for row, count in zip(rows, counts, strict=True):
        line = f"{count:>{width}}  {row['severity']:7}  {row['code']}  {row['name']:{names}}"
        if row["fixable"]:
            line += f"  {row['fixable']:,} fixable"
        lines.append(line.rstrip() + "\n")
    return "".join(lines)
