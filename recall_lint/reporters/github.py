"""Workflow commands, shown as annotations in GitHub Actions; the default there."""

from __future__ import annotations

from recall_lint.base.model import Source
from recall_lint.base.problems import Diagnostic
from recall_lint.base.report import Report
from recall_lint.base.text import printable
from recall_lint.reporters._text import sentence

NAME = "github"


def render(report: Report, *, color: bool, width: int) -> str:
    return "".join(_annotation(d, report.source(d.problem.path)) for d in report.diagnostics)


def _annotation(diagnostic: Diagnostic, source: Source) -> str:
    problem = diagnostic.problem
    line, column = source.position(problem.span.start)
    end_line, end_column = source.position(problem.span.end)
    places: dict[str, str | int] = {"file": printable(problem.path), "line": line}
    if line == end_line:
        places |= {"col": column, "endLine": end_line, "endColumn": end_column}
    else:
        # GitHub rejects columns for a region of several lines.
        places["endLine"] = end_line
    rule = f"{diagnostic.code} {diagnostic.name}"
    # The log shows only the message, so it repeats the position.
    message = f"{printable(problem.path)}:{line}:{column}: {rule}: {sentence(problem)}"
    if problem.question is not None and problem.question.text:
        message += f"\nquestion: {printable(problem.question.text)}"
    return command(diagnostic.severity, {**places, "title": rule}, message)


def command(name: str, properties: dict[str, str | int], message: str) -> str:
    """A workflow command on its own line."""
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {given}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
