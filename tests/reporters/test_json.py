"""The JSON report against its schema, by an independent validator."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from recall_lint.reporters import json as reporter
from tests.literate import ROOT, Case, lint_texts
from tests.reporters.samples import CASES, hostile

SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))


def rendered(files: dict[str, str]) -> Any:
    return json.loads(reporter.render(lint_texts(files), color=False, width=80))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("case", CASES)
def test_every_case_fits_the_schema(case: Case) -> None:
    Draft202012Validator(SCHEMA).validate(
        json.loads(reporter.render(case.report(), color=False, width=80))
    )


def test_a_hostile_notebook_fits_it_too() -> None:
    shown = json.loads(reporter.render(hostile(), color=False, width=80))
    Draft202012Validator(SCHEMA).validate(shown)
    assert len(shown["diagnostics"]) == len(hostile().diagnostics)


def test_what_a_dead_link_says() -> None:
    page = "# Q\n\n7. What? [Reread](../Notes/A.md#one)\n"
    report = rendered({"Notes/A.md": "# One thing\nText.\n", "Recall/A.md": page})
    (diagnostic,) = report["diagnostics"]
    assert diagnostic["question"] == {"number": 7, "text": "What?", "section": "Q"}
    assert diagnostic["destination"] == "../Notes/A.md#one"
    assert diagnostic["severity"] == "error"
    assert (diagnostic["line"], diagnostic["column"]) == (3, 19)
    assert (diagnostic["end_line"], diagnostic["end_column"]) == (3, 36)
    (candidate,) = diagnostic["candidates"]
    assert candidate["target"] == "Notes/A.md#one-thing"
    (fix,) = diagnostic["fixes"]
    assert not fix["safe"]
    assert fix["edits"][0]["replacement"] == "../Notes/A.md#one-thing"
    assert report["summary"] == {
        "questions": 1,
        "links": 1,
        "files": 2,
        "problems": 1,
        "errors": 1,
        "warnings": 0,
        "unjudged": {},
    }
