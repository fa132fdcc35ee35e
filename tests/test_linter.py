"""Selection, order and signatures."""

from __future__ import annotations

import pytest

from recall_lint.config import Config, ConfigError
from recall_lint.linter import lint, narrowed, selected_rules
from recall_lint.rules import RULES
from tests.literate import context, lint_texts, make_notebook


def codes(*, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[str]:
    return [rule.CODE for rule in selected_rules(Config(select=select, ignore=ignore))]


def test_everything_by_default() -> None:
    off = {"RL116", "RL305"}
    assert codes(select=("ALL",)) == codes(select=("RL",)) == [rule.CODE for rule in RULES]
    assert codes() == [rule.CODE for rule in RULES if rule.CODE not in off]


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (("RL20", "RL101"), (), ["RL101", "RL201"]),
        (("missing-file", "RL201"), (), ["RL101", "RL201"]),
        (("RL30",), ("RL302", "empty-question"), ["RL301", "RL304", "RL305"]),
        (("RL102",), ("RL1",), ["RL102"]),
    ],
)
def test_the_longer_selector_wins(
    select: tuple[str, ...], ignore: tuple[str, ...], expected: list[str]
) -> None:
    assert codes(select=select, ignore=ignore) == expected


def test_nothing_left_is_an_error() -> None:
    with pytest.raises(ConfigError, match="leave no rule to run"):
        codes(select=("RL1",), ignore=("RL1",))


@pytest.mark.parametrize(
    ("select", "ignore", "runs"),
    [
        ((), (), False),
        (("RL102",), (), True),
        (("RL1",), (), False),
        (("RL102",), ("RL102",), False),
        ((), ("RL3",), False),
    ],
)
def test_the_command_line_has_the_last_word(
    select: tuple[str, ...], ignore: tuple[str, ...], runs: bool
) -> None:
    config = narrowed(Config(ignore=("RL102",)), select, ignore)
    try:
        rules = selected_rules(config)
    except ConfigError:
        rules = ()
    assert ("RL102" in [rule.CODE for rule in rules]) is runs


@pytest.mark.parametrize("selector", ["RL8", "missing", "rl102", "R!"])
def test_an_unknown_selector_is_an_error(selector: str) -> None:
    with pytest.raises(ConfigError, match="no rule is called"):
        codes(ignore=(selector,))


def test_diagnostics_come_sorted_and_only_for_the_reported_documents() -> None:
    files = {"b.md": "[x](1.md) [y](#z)\n", "a.md": "[x](1.md)\n"}
    report = lint_texts(files)
    places = [(d.problem.path, d.problem.span.start, d.code) for d in report.diagnostics]
    assert places == [("a.md", 4, "RL101"), ("b.md", 4, "RL101"), ("b.md", 14, "RL102")]
    notebook = make_notebook(files)
    assert len(lint(context(notebook), ["a.md"]).diagnostics) == 1


def test_counts_speak_of_the_reported_documents() -> None:
    files = {"Recall/a.md": "1. a? [x](b.md)\n2. b? [y](https://e.org)\n", "Recall/b.md": "- c?\n"}
    report = lint_texts(files)
    assert (report.question_count, report.link_count) == (3, 1)
