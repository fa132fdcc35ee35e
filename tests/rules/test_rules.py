"""Every rule: its literate cases, its page, and that both exist."""

from __future__ import annotations

import inspect
import re
from types import ModuleType
from typing import cast

import pytest

from recall_lint.config.load import KEYS
from recall_lint.rules import RULES, Rule, docs, is_default
from tests.literate import FIXTURES, Case, found, headings, lint_texts, read_cases


def cases_of(rule: Rule) -> list[Case]:
    return read_cases((FIXTURES / "rules" / f"{rule.NAME}.md").read_text("utf-8"))


CASES = [
    pytest.param(case, id=f"{rule.NAME}: {case.name}") for rule in RULES for case in cases_of(rule)
]


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case) -> None:
    report = case.report()
    assert list(map(str, found(report))) == list(map(str, case.expected))
    said = dict(zip(found(report), report.diagnostics, strict=True))
    for expectation, words in case.words.items():
        problem = said[expectation].problem
        assert words in f"{problem.message} {problem.hint}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.NAME)
def test_cases_raise_the_rule(rule: Rule) -> None:
    assert any(e.code == rule.CODE for case in cases_of(rule) for e in case.expected)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.NAME)
def test_page(rule: Rule) -> None:
    page = rule.__doc__ or ""
    assert page.startswith(f"# {rule.CODE} {rule.NAME}\n\n")
    told = [m[1] for m in headings(page)]
    assert told in (list(docs.SECTIONS), list(docs.SECTIONS[:-1]))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.NAME)
def test_example_raises_its_own_rule_and_instead_does_not(rule: Rule) -> None:
    cases = {case.name: case for case in read_cases(rule.__doc__ or "")}
    example = cases["Example"]
    assert {e.code for e in found(example.report())} == {rule.CODE}
    instead = example.files | cases["Use instead"].files
    report = lint_texts(instead, before=example.before, committed=example.files)
    assert found(report) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.NAME)
def test_a_page_says_what_configures_its_rule(rule: Rule) -> None:
    code = inspect.getsource(cast("ModuleType", rule)).partition('"""\n\nfrom ')[2]
    keys = {f"`{key}`" for key, field in KEYS.items() if f"context.config.{field}" in code}
    if "notebook.questions" in code or "is_recall_page" in code:
        keys.add("`recall`")
    if "context.broken_links(" in code or "section_when_written(" in code:
        keys.add("`--no-history`")
    if not is_default(rule):
        keys.add("Off by default")
    (told,) = [s.text for s in docs.page(rule).sections if s.title == "Configuration"] or [""]
    assert {key for key in keys if key not in told} == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.NAME)
def test_a_page_argues_for_what_the_rule_mends(rule: Rule) -> None:
    (fix,) = [s.text for s in docs.page(rule).sections if s.title == "Fix"]
    offered = {
        fix.safe
        for case in (*read_cases(rule.__doc__ or ""), *cases_of(rule))
        for d in case.report().diagnostics
        if d.code == rule.CODE
        for fix in d.problem.fixes
    }
    assert ("The fix is safe" in " ".join(fix.split())) == (True in offered)
    assert fix.startswith("No fix is available") == (not offered)


def test_codes_and_names_are_one_to_one() -> None:
    codes = [rule.CODE for rule in RULES]
    assert codes == sorted(set(codes))
    for rule in RULES:
        assert re.fullmatch(r"RL[1-9]\d\d", rule.CODE)
        assert rule.__name__.rpartition(".")[2].replace("_", "-") == rule.NAME  # type: ignore[attr-defined]
