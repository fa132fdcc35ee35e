"""Selection, order and signatures."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint.base.config import Choices, Config, ConfigError
from recall_lint.linter.linter import check_selectors, lint, narrowed, selected_rules
from recall_lint.rules import RULES
from tests.literate import context, lint_texts, make_notebook


def codes(*, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[str]:
    return [rule.CODE for rule in selected_rules(Config(select=select, ignore=ignore))]


def test_everything_by_default() -> None:
    off = {"RL116", "RL119", "RL305", "RL306"}
    assert codes(select=("ALL",)) == codes(select=("RL",)) == [rule.CODE for rule in RULES]
    assert codes() == [rule.CODE for rule in RULES if rule.CODE not in off]


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (("RL20", "RL101"), (), ["RL101", "RL201"]),
        (("missing-file", "RL201"), (), ["RL101", "RL201"]),
        (("RL30",), ("RL302", "empty-question"), ["RL301", "RL304", "RL305", "RL306"]),
        (("RL102",), ("RL1",), ["RL102"]),
    ],
)
def test_the_longer_selector_wins(
    select: tuple[str, ...], ignore: tuple[str, ...], expected: list[str]
) -> None:
    assert codes(select=select, ignore=ignore) == expected


def test_nothing_left_is_an_error() -> None:
    with pytest.raises(ConfigError, match="exclude all rules"):
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
    config = narrowed(Config(ignore=("RL102",)), Choices(select=select, ignore=ignore))
    try:
        rules = selected_rules(config)
    except ConfigError:
        rules = ()
    assert ("RL102" in [rule.CODE for rule in rules]) is runs


@pytest.mark.parametrize(
    ("config", "line", "runs"),
    [
        (Config(), Choices(), False),
        (Config(), Choices(extend_select=("RL305",)), True),
        (Config(), Choices(extend_select=("stale-question",)), True),
        (Config(), Choices(extend_select=("RL3",)), True),
        (Config(extend_select=("RL305",)), Choices(), True),
        (Config(extend_select=("RL3",), ignore=("RL30",)), Choices(), False),
        (Config(select=("RL1",), extend_select=("RL305",)), Choices(), True),
        (Config(extend_select=("RL305",)), Choices(select=("RL1",)), False),
        (Config(extend_select=("RL305",)), Choices(ignore=("RL3",)), False),
        (Config(select=("RL305", "RL1")), Choices(ignore=("RL3",)), False),
        (Config(select=("RL1",)), Choices(select=("RL305",), ignore=("RL3",)), True),
        (Config(ignore=("RL305",)), Choices(extend_select=("RL305",)), True),
        (Config(ignore=("RL305",)), Choices(extend_select=("RL3",)), False),
        (Config(ignore=("RL3",)), Choices(select=("ALL",)), False),
    ],
)
def test_what_runs_beside_the_rest(config: Config, line: Choices, runs: bool) -> None:
    rules = selected_rules(narrowed(config, line))
    assert ("RL305" in [rule.CODE for rule in rules]) is runs


selectors = st.lists(
    st.sampled_from(
        ["ALL", "RL", "RL1", "RL10", "RL3", "RL30", "RL305", "RL101", "stale-question", "RL116"]
    ),
    max_size=3,
).map(tuple)


@given(selectors, selectors, selectors, selectors, selectors, selectors)
def test_the_last_word_whatever_is_configured(
    select: tuple[str, ...],
    extend: tuple[str, ...],
    ignore: tuple[str, ...],
    line_select: tuple[str, ...],
    line_extend: tuple[str, ...],
    line_ignore: tuple[str, ...],
) -> None:
    def running(config: Config, line: Choices) -> set[str]:
        try:
            return {rule.CODE for rule in selected_rules(narrowed(config, line))}
        except ConfigError:
            return set()

    config = Config(select=select, extend_select=extend, ignore=ignore)
    line = Choices(select=line_select, extend_select=line_extend, ignore=line_ignore)
    runs = running(config, line)
    # A rule ignored on the command line does not run, unless a longer selector there selects it.
    assert not runs & {
        code
        for code in running(Config(select=line_ignore or ("RL8",)), Choices())
        if code not in running(line_as_configuration(line), Choices())
    }
    # A rule selected there by its code runs, unless its code is also ignored there.
    codes = {word for word in (*line_select, *line_extend) if word in ("RL305", "RL101", "RL116")}
    ignored = {"RL305" if word == "stale-question" else word for word in line_ignore}
    assert codes - runs <= ignored


def line_as_configuration(line: Choices) -> Config:
    """The command line alone, without a configuration."""
    chosen = (*line.select, *line.extend_select)
    return Config(select=chosen or ("RL8",), ignore=line.ignore)


def test_to_extend_leaves_the_rest_as_it_is() -> None:
    with_it = selected_rules(Config(extend_select=("RL305",)))
    assert {rule.CODE for rule in with_it} == {*codes(), "RL305"}


@pytest.mark.parametrize("selector", ["RL8", "missing", "rl102", "R!", " RL1", "RL1,RL2", "\x00"])
@pytest.mark.parametrize(
    ("where", "config", "line"),
    [
        ("`--select`", {}, {"select": 0}),
        ("`--extend-select`", {}, {"extend_select": 0}),
        ("`--ignore`", {}, {"ignore": 0}),
        ("x.toml: `select`", {"select": 0}, {}),
        ("x.toml: `extend-select`", {"extend_select": 0}, {}),
        ("x.toml: `ignore`", {"ignore": 0}, {}),
    ],
)
def test_an_unknown_selector_is_an_error(
    where: str, config: dict[str, int], line: dict[str, int], selector: str
) -> None:
    words: Any = ("RL101", selector)
    wrong = Config(**dict.fromkeys(config, words)), Choices(**dict.fromkeys(line, words))
    with pytest.raises(ConfigError) as caught:
        check_selectors("x.toml", *wrong)
    assert str(caught.value).startswith(f"{where}: unknown rule `{selector}`; ")


def test_an_unknown_selector_for_some_files_is_an_error() -> None:
    config = Config(per_file_ignores=(("a/", ("RL1",)), ("b/", ("missing-fil",))))
    with pytest.raises(ConfigError) as caught:
        check_selectors("x.toml", config, Choices())
    assert str(caught.value) == (
        "x.toml: `per-file-ignores` for 'b/': unknown rule `missing-fil`; "
        "did you mean `missing-file`?"
    )


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
