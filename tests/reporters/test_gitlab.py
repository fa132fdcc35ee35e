"""GitLab's Code Quality report against the types of a Code Climate issue."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator

from recall_lint.base.report import Report
from tests.literate import Case, lint_texts
from tests.reporters.samples import CASES, SCHEMAS, demo, hostile, match, render

SCHEMA = Draft7Validator(json.loads((SCHEMAS / "codeclimate-issue.json").read_text("utf-8")))


def issues(report: Report) -> list[Any]:
    found: list[Any] = json.loads(render("gitlab", report))
    for issue in found:
        SCHEMA.validate(issue)
        # Code Climate leaves these open, but GitLab does not.
        assert issue["severity"]
        assert issue["fingerprint"]
        assert "\n" not in issue["description"]
    assert len({issue["fingerprint"] for issue in found}) == len(found)
    return found


def test_snapshot(snapshot: Any) -> None:
    match(snapshot, render("gitlab", demo()), "gitlab.json")


@pytest.mark.parametrize("case", CASES)
def test_every_case_fits_the_schema(case: Case) -> None:
    issues(case.report())


def test_hostile_text() -> None:
    assert len(issues(hostile())) == len(hostile().diagnostics)


def test_a_clean_notebook_is_an_empty_list() -> None:
    assert render("gitlab", lint_texts({"a.md": "text\n"})) == "[]\n"
