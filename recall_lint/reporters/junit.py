"""JUnit XML for test reports, with a suite per file and a test per problem.

Consumers treat a failed test as a failed run, so a problem below the `--fail-on`
severity is a passed test whose output describes the problem.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from os.path import splitext
from xml.etree import ElementTree as ET

from recall_lint.base.problems import Diagnostic
from recall_lint.base.report import Report
from recall_lint.base.text import printable
from recall_lint.reporters._text import sentence

NAME = "junit"


def render(report: Report, *, color: bool, width: int) -> str:
    problems = {
        path: list(group)
        for path, group in groupby(report.diagnostics, key=lambda d: d.problem.path)
    }
    root = ET.Element("testsuites", name="recall-lint")
    total = 0
    # A file that could not be read has not been checked.
    for path in sorted({*report.files, *problems}):
        suite = _suite(path, problems.get(path, []), report)
        total += len(suite)
        root.append(suite)
    root.attrib.update(tests=str(total), failures=_failures(report.diagnostics, report), errors="0")
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(path: str, problems: list[Diagnostic], report: Report) -> ET.Element:
    suite = ET.Element("testsuite", name=printable(path))
    suite.attrib.update(
        tests=str(len(problems) or 1), failures=_failures(problems, report), errors="0"
    )
    # The part of a class name before the last dot would be read as its package.
    classname = printable(splitext(path)[0])
    if not problems:
        ET.SubElement(suite, "testcase", classname=classname, name="no problems")
    for diagnostic in problems:
        problem = diagnostic.problem
        line, column = report.source(path).position(problem.span.start)
        rule = f"{diagnostic.code} {diagnostic.name}"
        case = ET.SubElement(suite, "testcase", classname=classname, name=f"{rule} {line}:{column}")
        message = sentence(problem)
        if report.fails(diagnostic):
            output = ET.SubElement(case, "failure", type=diagnostic.severity, message=message)
        else:
            output = ET.SubElement(case, "system-out")
        lines = [f"{printable(path)}:{line}:{column}: {diagnostic.severity}: {rule}", message]
        if problem.question is not None and problem.question.text:
            lines.append(f"question: {printable(problem.question.text)}")
        output.text = "\n".join(lines)
    return suite


def _failures(problems: Sequence[Diagnostic], report: Report) -> str:
    return str(sum(map(report.fails, problems)))
