"""One line per problem, including the hint, for grep and editors."""

from __future__ import annotations

from recall_lint.base.report import Report
from recall_lint.base.text import printable
from recall_lint.reporters._text import sentence

NAME = "concise"


def render(report: Report, *, color: bool, width: int) -> str:
    lines = []
    for code, name, severity, problem in report.diagnostics:
        line, column = report.source(problem.path).position(problem.span.start)
        place = printable(f"{problem.path}:{line}:{column}")
        lines.append(f"{place}: {severity}: {code} {name}: {sentence(problem)}\n")
    return "".join(lines)
