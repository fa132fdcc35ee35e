"""JUnit XML against Jenkins' schema, and read by a program that merges such reports."""

from __future__ import annotations

from typing import Any

import pytest
import xmlschema
from junitparser import Failure, JUnitXml

from recall_lint.base.report import Report
from tests.literate import Case, lint_texts
from tests.reporters.samples import CASES, SCHEMAS, demo, hostile, match, render

SCHEMA = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))


def read(report: Report) -> Any:
    text = render("junit", report)
    SCHEMA.validate(text)
    return JUnitXml.fromstring(text.encode())


def test_snapshot(snapshot: Any) -> None:
    match(snapshot, render("junit", demo()), "junit.xml")


@pytest.mark.parametrize("case", CASES)
def test_every_case_fits_the_schema(case: Case) -> None:
    read(case.report())


@pytest.mark.parametrize("fail_on", ["error", "warning", "never"])
@pytest.mark.parametrize("report", [demo(), hostile()], ids=["demo", "hostile"])
def test_a_suite_for_each_file_and_a_test_for_each_problem(report: Report, fail_on: str) -> None:
    report = report._replace(fail_on=lambda path: fail_on)
    suites = read(report)
    assert len(suites) == len(report.files)
    cases = [case for suite in suites for case in suite if case.name != "no problems"]
    assert len(cases) == len(report.diagnostics)
    for case, diagnostic in zip(cases, report.diagnostics, strict=True):
        assert case.is_passed is not report.fails(diagnostic)
        if case.is_passed:
            assert f": {diagnostic.severity}: {diagnostic.code}" in case.system_out
        else:
            assert case.result[0].type == diagnostic.severity
    told = (suites.tests, suites.failures, suites.errors)
    suites.update_statistics()
    assert told == (suites.tests, suites.failures, suites.errors)


def test_names_of_a_suite_s_tests_differ() -> None:
    for suite in read(demo()):
        names = [(case.classname, case.name) for case in suite]
        assert len(set(names)) == len(names)


def test_a_clean_file_is_a_test_that_passed() -> None:
    (suite,) = read(lint_texts({"Notes/v1.2/a.md": "text\n"}))
    (case,) = suite
    assert suite.name == "Notes/v1.2/a.md"
    assert (case.classname, case.name, case.is_passed) == ("Notes/v1.2/a", "no problems", True)


def test_a_problem() -> None:
    (suite,) = read(lint_texts({"a.md": "[a](gone.md)\n"}))
    (case,) = suite
    (failure,) = case.result
    assert isinstance(failure, Failure)
    assert case.name == "RL101 missing-file 1:5"
    assert failure.text.startswith("a.md:1:5: error: RL101 missing-file\nfile not found: gone.md")


def test_no_files() -> None:
    assert len(read(lint_texts({}))) == 0
