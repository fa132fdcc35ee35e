"""Every rule: its literate cases, its page, and that both are there."""

from __future__ import annotations

import re

import pytest

from recall_lint.rules import RULES, Rule
from tests.literate import FIXTURES, Case, found, headings, lint_texts, read_cases

CASES = [
    pytest.param(case, id=f"{rule.NAME}: {case.name}")
    for rule in RULES
    for case in read_cases((FIXTURES / "rules" / f"{rule.NAME}.md").read_text("utf-8"))
]


@pytest.mark.parametrize("engine", ["mistune", "pyromark"])
@pytest.mark.parametrize("case", CASES)
def test_case(case: Case, engine: str) -> None:
    report = case.report(engine)
    assert list(map(str, found(report))) == list(map(str, case.expected))
    said = dict(zip(found(report), report.diagnostics, strict=True))
    for expectation, words in case.words.items():
        problem = said[expectation].problem
        assert words in f"{problem.message} {problem.hint}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.NAME)
def test_cases_raise_the_rule(rule: Rule) -> None:
    cases = read_cases((FIXTURES / "rules" / f"{rule.NAME}.md").read_text("utf-8"))
    assert any(e.code == rule.CODE for case in cases for e in case.expected)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.NAME)
def test_page(rule: Rule) -> None:
    page = rule.__doc__ or ""
    assert page.startswith(f"# {rule.CODE} {rule.NAME}\n")
    assert [m[1] for m in headings(page)][:3] == ["Why it hurts", "Example", "Instead"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.NAME)
def test_example_raises_its_own_rule_and_instead_does_not(rule: Rule) -> None:
    cases = {case.name: case for case in read_cases(rule.__doc__ or "")}
    example = cases["Example"]
    assert {e.code for e in found(example.report())} == {rule.CODE}
    if "Instead" in cases:
        report = lint_texts(example.files | cases["Instead"].files, before=example.before)
        assert found(report) == []


def test_codes_and_names_are_one_to_one() -> None:
    codes = [rule.CODE for rule in RULES]
    assert codes == sorted(set(codes))
    for rule in RULES:
        assert re.fullmatch(r"RL[1-9]\d\d", rule.CODE)
        assert rule.__name__.rpartition(".")[2].replace("_", "-") == rule.NAME  # type: ignore[attr-defined]
