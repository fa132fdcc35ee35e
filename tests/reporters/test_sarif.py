"""SARIF against its schema, and requirements that the schema cannot express."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator

from recall_lint.base.model import Span
from recall_lint.base.problems import Edit
from recall_lint.base.report import Report
from recall_lint.fixes import patch
from recall_lint.rules import RULES
from tests.literate import Case, lint_texts
from tests.reporters.samples import CASES, HOSTILE, SCHEMAS, demo, hostile, match, render

SCHEMA = Draft202012Validator(
    json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8")),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)


def run(report: Report) -> Any:
    log = json.loads(render("sarif", report))
    SCHEMA.validate(log)
    (only,) = log["runs"]
    return only


def test_snapshot(snapshot: Any) -> None:
    log = json.loads(render("sarif", demo()))
    log["runs"][0]["tool"]["driver"]["rules"] = "the pages of the rules"
    match(snapshot, json.dumps(log, ensure_ascii=False, indent=2) + "\n", "sarif.json")


@pytest.mark.parametrize("case", CASES)
def test_every_case_fits_the_schema(case: Case) -> None:
    run(case.report())


def test_every_rule_brings_its_page() -> None:
    rules = run(lint_texts({"a.md": "text\n"}))["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.CODE for rule in RULES]
    for rule in rules:
        summary = rule["shortDescription"]["text"]
        assert summary.endswith(".")
        assert rule["fullDescription"]["text"].startswith(f"{summary} ")
        assert len(rule["fullDescription"]["text"]) > len(summary) + 20
        assert "## Why is this bad?" in rule["help"]["markdown"]
        assert not rule["help"]["markdown"].startswith("#")


def test_results_name_their_rules() -> None:
    only = run(demo())
    for result in only["results"]:
        rule = only["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["defaultConfiguration"]["level"] == result["level"]


def test_paths_are_uris_from_the_root() -> None:
    only = run(hostile())
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in only["results"]
    }
    assert uris == {
        "Notes/a%20b%23c%2C%20d%3A%20%C3%BC%2520%7C%60%E6%95%B0.md",
        "Recall/%FF%01%0A%E2%80%AE.md",
    }
    assert {unquote(uri, errors="surrogateescape") for uri in uris} == set(HOSTILE)


def test_columns_are_code_points_and_a_byte_order_mark_is_none() -> None:
    only = run(lint_texts({"a.md": "\ufeffé🔭 [x](gone.md)\n"}))
    assert only["columnKind"] == "unicodeCodePoints"
    region = only["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 8, "endLine": 1, "endColumn": 15}


def test_fingerprints_survive_a_moved_line() -> None:
    text = "[a](gone.md)\n\n[b](#none)\n"

    def prints(text: str) -> list[str]:
        return [r["partialFingerprints"] for r in run(lint_texts({"a.md": text}))["results"]]

    assert prints("# New\n\n" + text) == prints(text)


def test_fixes_say_what_they_do() -> None:
    text = "\ufeff# A thing\n\n🔭 [x](#A-Thing)\n"
    report = lint_texts({"a.md": text})
    (result,) = run(report)["results"]
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    line = report.source("a.md").line(region["startLine"])
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "#A-Thing"
    start = text.index("#A-Thing")
    edit = Edit("a.md", Span(start, start + 8), replacement["insertedContent"]["text"])
    assert patch.apply(text, [edit]) == text.replace("#A-Thing", "#a-thing")
    assert fix["properties"] == {"safe": True}


def test_a_fix_that_could_not_be_written_as_text_is_left_out() -> None:
    (result,) = run(lint_texts({"d\udce9/A.md": "# A\nText.\n", "b.md": "[x](<d\udce9/a.md>)\n"}))[
        "results"
    ]
    assert "fixes" not in result
