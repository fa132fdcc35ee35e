"""One line for each problem, hint included: for grep, and for editors' problem lists."""

from __future__ import annotations

from recall_lint.report import Report
from recall_lint.reporters._text import printable

NAME = "concise"


def render(report: Report, *, color: bool, width: int) -> str:
    lines = []
    for code, name, _, problem in report.diagnostics:
        line, column = report.source(problem.path).position(problem.span.start)
        hint = f" ({problem.hint})" if problem.hint else ""
        text = f"{problem.path}:{line}:{column}: {code} {name}: {problem.message}{hint}"
        lines.append(f"{printable(text)}\n")
    return "".join(lines)
