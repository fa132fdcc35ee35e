"""reviewdog's format against a schema, and its suggestions applied by byte offsets like reviewdog
does.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft7Validator

from recall_lint.base.model import Span
from recall_lint.base.problems import Edit, Fix
from recall_lint.base.report import Report
from tests.literate import Case, lint_texts
from tests.reporters.samples import CASES, SCHEMAS, demo, hostile, match, render

SCHEMA = Draft7Validator(json.loads((SCHEMAS / "rdjson.json").read_text("utf-8")))


def diagnostics(report: Report) -> list[Any]:
    result = json.loads(render("rdjson", report))
    SCHEMA.validate(result)
    found: list[Any] = result["diagnostics"]
    return found


def offset(data: bytes, position: dict[str, int]) -> int:
    lines = data.splitlines(keepends=True)
    return len(b"".join(lines[: position["line"] - 1])) + position["column"] - 1


def applied(text: str, suggestion: dict[str, Any]) -> str:
    data = text.encode()
    start, end = (offset(data, suggestion["range"][edge]) for edge in ("start", "end"))
    new: str = suggestion["text"]
    return (data[:start] + new.encode() + data[end:]).decode()


def test_snapshot(snapshot: Any) -> None:
    match(snapshot, render("rdjson", demo()), "rdjson.json")


@pytest.mark.parametrize("case", CASES)
def test_every_case_fits_the_schema(case: Case) -> None:
    diagnostics(case.report())


def test_hostile_text() -> None:
    assert len(diagnostics(hostile())) == len(hostile().diagnostics)


@pytest.mark.parametrize(
    "text",
    [
        "# A thing\n[x](#A-Thing)\n",
        "# A thing\né🔭 数 [x](#A-Thing) 🔭\n",
        "\ufeff[é](#A-Thing)\n\n# A thing\n",
        "\ufeff# A thing\r\n\r\né [x](#A-Thing)\r\n",
    ],
)
def test_suggestions_count_bytes(text: str) -> None:
    (diagnostic,) = diagnostics(lint_texts({"a.md": text}))
    (suggestion,) = diagnostic["suggestions"]
    assert diagnostic["location"]["range"] == suggestion["range"]
    assert applied(text, suggestion) == text.replace("#A-Thing", "#a-thing")


def with_fix(text: str, *edits: tuple[str, int, int, str]) -> list[Any]:
    report = lint_texts({"a.md": text, "b.md": text})
    diagnostic = next(d for d in report.diagnostics if d.problem.path == "a.md")
    made = tuple(Edit(path, Span(start, end), new) for path, start, end, new in edits)
    problem = diagnostic.problem._replace(fixes=(Fix("mend", made, safe=True),))
    return diagnostics(report._replace(diagnostics=(diagnostic._replace(problem=problem),)))


def test_a_fix_of_several_edits_is_one_suggestion() -> None:
    text = "é [a](gone.md)\nand more\n"
    (diagnostic,) = with_fix(text, ("a.md", 0, 1, "e"), ("a.md", 15, 18, "or no"))
    (suggestion,) = diagnostic["suggestions"]
    assert applied(text, suggestion) == "e [a](gone.md)\nor no more\n"


def test_what_is_no_suggestion() -> None:
    text = "[a](gone.md)\n"
    assert "suggestions" not in with_fix(text, ("a.md", 4, 6, "x"), ("b.md", 4, 6, "x"))[0]
    assert "suggestions" not in with_fix(text, ("a.md", 4, 6, "\udce9"))[0]
