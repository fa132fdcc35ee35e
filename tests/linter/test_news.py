"""Two reports → the new problems, and rules that may report the same problem."""

from __future__ import annotations

from recall_lint import rules
from recall_lint.base.model import Link, Source, Span
from recall_lint.base.problems import Diagnostic, Problem
from recall_lint.base.report import Report
from recall_lint.linter.fingerprints import DEAD
from recall_lint.linter.news import known, new


def report(*told: tuple[str, str, str]) -> Report:
    """A report on links, each with its code, path and destination."""
    diagnostics = []
    for code, path, destination in told:
        link = Link("", destination, Span(0, 1), Span(0, 1))
        problem = Problem(path, Span(0, 1), "", "", None, (), link)
        diagnostics.append(Diagnostic(code, "", "error", problem))
    return Report(tuple(diagnostics), {}, (), lambda path: Source(path, "text"))


def codes(report: Report) -> list[str]:
    return [diagnostic.code for diagnostic in report.diagnostics]


def test_all_problems_of_what_has_changed_and_new_ones_of_the_rest() -> None:
    before = known(report(("RL102", "a.md", "x"), ("RL201", "b.md", "y")), {})
    now = report(("RL102", "a.md", "x"), ("RL201", "b.md", "y"), ("RL103", "b.md", "y"))
    assert codes(new(now, {"a.md"}, before)) == ["RL102", "RL103"]
    assert codes(new(now, (), before)) == ["RL103"]


def test_the_second_of_two_equal_problems_is_new() -> None:
    twice = [("RL102", "a.md", "x")] * 2
    assert len(new(report(*twice), (), known(report(*twice[:1]), {})).diagnostics) == 1


def test_a_target_that_is_gone_is_gone_whatever_is_said_of_it() -> None:
    before = known(report(("RL102", "a.md", "x"), ("RL104", "b.md", "x")), {})
    now = report(("RL112", "a.md", "x"), ("RL102", "b.md", "x"))
    assert [d.problem.path for d in new(now, (), before).diagnostics] == ["b.md"]


def test_a_file_that_moved_brings_its_problems_along() -> None:
    before = known(report(("RL102", "old.md", "x")), {"new.md": "old.md"})
    now = report(("RL102", "new.md", "x"), ("RL102", "old.md", "x"))
    assert [d.problem.path for d in new(now, (), before).diagnostics] == ["old.md"]


def test_the_rules_of_what_is_gone_are_rules() -> None:
    assert {rule.CODE for rule in rules.RULES} >= DEAD
