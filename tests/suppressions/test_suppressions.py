"""Which comment applies to which line, and what is removed with one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recall_lint import markdown
from recall_lint.base.model import Document, Source
from recall_lint.cli import main
from recall_lint.facts import packing
from recall_lint.fixes.apply import apply_fixes
from recall_lint.linter.linter import lint
from recall_lint.rules import RULES, needs_history
from recall_lint.suppressions.comments import Suppression, parse
from tests.differential import generate
from tests.disk import session
from tests.fixes.test_apply import relinter
from tests.literate import context, found, lint_texts, make_notebook


def document(text: str) -> Document:
    return markdown.parse(Source("a.md", text))


def only(text: str) -> Suppression:
    (suppression,) = parse(document(text))
    return suppression


def silent(text: str) -> set[int]:
    """The lines of `[x](gone.md)` without a report."""
    said = {e.line for e in found(lint_texts({"a.md": text})) if e.code == "RL101"}
    links = {n for n, line in enumerate(text.split("\n"), 1) if "gone.md" in line}
    return links - said


@pytest.mark.parametrize(
    ("comment", "kind", "words", "reason"),
    [
        ("<!-- recall-lint-disable -->", "disable", [""], ""),
        ("<!--recall-lint-disable-->", "disable", [""], ""),
        ("<!-- recall-lint-disable-line RL101,RL102 -->", "disable-line", ["RL101", "RL102"], ""),
        ("<!-- recall-lint-disable\n RL1 ,\n  -- it\n  is -->", "disable", ["RL1"], "it is"),
        ("<!-- recall-lint-disable -- all -->", "disable", [""], "all"),
        ("<!-- recall-lint-disable a--b -- c -- d -->", "disable", ["a--b"], "c -- d"),
        ("<!-- recall-lint-disable RL101--why -->", "disable", ["RL101--why"], ""),
        ("<!-- recall-lint-disable RL101 --->", "disable", ["RL101"], ""),
        ("<!-- recall-lint- -->", "", [""], ""),
        ("<!-- recall-lint->", ">", [""], ""),
        ("<!-- recall-lint-disable RL101", "disable", ["RL101"], ""),
        ("<!-- recall-lint-disabled: RL101 -->", "disabled:", ["RL101"], ""),
    ],
)
def test_what_a_comment_says(comment: str, kind: str, words: list[str], reason: str) -> None:
    read = only(comment)
    assert (read.kind, [s.word for s in read.selectors], read.reason) == (kind, words, reason)
    for selector in read.selectors:
        if selector.word:
            assert comment[slice(*selector.span)] == selector.word


def test_a_comment_of_mdx() -> None:
    text = "{/* recall-lint-disable RL101 -- why */}"
    (found,) = parse(markdown.parse(Source("a.mdx", text), syntax="mdx"))
    assert (found.kind, found.selectors[0].word, found.reason) == ("disable", "RL101", "why")
    assert text[slice(*found.span)] == text


def test_a_comment_in_a_quote_has_a_mark_before_each_line() -> None:
    assert only("> <!--\n> recall-lint-disable\n> RL1 -->\n").selectors[0].word == "RL1"


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- recall-lint-disable -->`",
        "    <!-- recall-lint-disable -->",
        "```\n<!-- recall-lint-disable -->\n```",
        "\\<!-- recall-lint-disable -->",
        "<!-- recall-lint disable -->",
        "<!-- a recall-lint-disable -->",
        "<!RECALL recall-lint-disable>",
        "---\na: <!-- recall-lint-disable -->\n---\n",
        "<script>\n'<!-- recall-lint-disable -->'\n</script>",
        "$<!-- recall-lint-disable -->$",
    ],
)
def test_what_is_no_comment(text: str) -> None:
    assert document(text).comments == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- recall-lint-disable -->", True),
        ("a <!-- recall-lint-disable --> b", True),
        ("# a <!-- recall-lint-disable -->", True),
        ("a <!-- recall-lint-disable -->\n===", True),
        ("- 1. > <!-- recall-lint-disable -->", True),
        ("| a <!-- recall-lint-disable --> |\n| - |", True),
        ("<div>\n<!-- recall-lint-disable -->\n</div>", True),
        ("[a <!-- recall-lint-disable -->](b)", True),
        ("*a <!-- recall-lint-disable -->*", True),
        ("![a <!-- recall-lint-disable -->](b)", False),
        ("a[^1]\n\n[^1]: <!-- recall-lint-disable -->", True),
    ],
)
def test_where_a_comment_may_stand(text: str, expected: bool) -> None:
    spans = document(text).comments
    assert [text[slice(*span)] for span in spans] == ["<!-- recall-lint-disable -->"] * expected


L = "[x](gone.md)"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([L, f"{L} <!-- recall-lint-disable-line -->", L], {2}),
        (
            [
                f"{L} <!-- recall-lint-disable-line",
                "-->",
                "a <!-- recall-lint-disable-line",
                f"--> {L}",
            ],
            {1, 4},
        ),
        (["<!-- recall-lint-disable-next-line -->", L, L], {2}),
        (["<!-- recall-lint-disable-next-line -->", "", " \t", L, L], {4}),
        (["> <!-- recall-lint-disable-next-line -->", ">", f"> {L}", L], {3}),
        ([f"{L} <!-- recall-lint-disable-next-line -->"], set()),
        ([L, "<!-- recall-lint-disable -->", L, "# a", f"- {L}"], {3, 5}),
        (["<!-- recall-lint-disable -->", L, "<!-- recall-lint-enable -->", L], {2}),
        ([f"a <!-- recall-lint-disable --> {L} <!-- recall-lint-enable -->", L], {1}),
        (["<!-- recall-lint-disable -->", "<!-- recall-lint-enable RL102 -->", L], {3}),
        (["<!-- recall-lint-disable -->", "<!-- recall-lint-enable RL101 -->", L], set()),
        (
            ["<!-- recall-lint-disable RL1 -->", "<!-- recall-lint-enable missing-file -->", L],
            set(),
        ),
        (["<!-- recall-lint-disable-file -->", "<!-- recall-lint-enable -->", L], {3}),
        ([L, "<!-- recall-lint-disable-file RL101 -->"], {1}),
        (["<!-- recall-lint-disable-file RL2, RL301 -->", L], set()),
        (["<!-- recall-lint-disable-file ALL -->", L], {2}),
        (["<!-- recall-lint-disable-file rl101 -->", L], set()),
        (["<!-- recall-lint-disabel -->", L], set()),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines(lines: list[str], expected: set[int], newline: str) -> None:
    assert silent(newline.join([*lines, ""])) == expected


def mended(text: str, *, unsafe: bool = False) -> str:
    files = {"a.md": text}
    fix_result = apply_fixes(lint_texts(files), relinter(make_notebook(files)), unsafe=unsafe)
    assert not fix_result.refused
    return fix_result.texts.get("a.md", text)


C = "<!-- recall-lint-disable-line RL102 -->"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"a {C}\nb\n", "a\nb\n"),
        (f"a {C} b\n", "a b\n"),
        (f"a {C}b\n", "a b\n"),
        (f"a{C} b\n", "a b\n"),
        (f"a  {C}\r\nb\r\n", "a\r\nb\r\n"),
        (f"a {C}  \nb\n", "a  \nb\n"),
        (f"a\n{C}\nb\n", "a\nb\n"),
        (f"a\n\n{C}\n\nb\n", "a\n\nb\n"),
        (f"a\r\n\r\n{C}\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
        (f"{C}\n\nb\n", "b\n"),
        (f"\ufeff{C}\n\nb\n", "\ufeffb\n"),
        (f"a\n\n{C}\n", "a\n"),
        (f"a\n\n{C}", "a\n"),
        (f"a\n{C}", "a\n"),
        (C, ""),
        (f"- a\n  {C}\n- b\n", "- a\n- b\n"),
        (f"> {C}\n> a\n", ">\n> a\n"),
        (f"| a {C} |\n| - |\n", "| a |\n| - |\n"),
        (f"# a {C}\n", "# a\n"),
        (f"a\n\n{C}\n---\n", "a\n\n---\n"),
        ("<!-- recall-lint-disable -->\na\n<!-- recall-lint-enable -->\nb\n", "a\nb\n"),
        (
            "[a](gone.md) <!-- recall-lint-disable-line RL102, RL101 RL103, RL104 -- why -->\n",
            "[a](gone.md) <!-- recall-lint-disable-line RL101 -- why -->\n",
        ),
        (
            f"<!-- recall-lint-disable RL101 RL2 -->\n{L}\n\n<!-- recall-lint-enable RL2 RL101 -->",
            f"<!-- recall-lint-disable RL101 -->\n{L}\n\n<!-- recall-lint-enable RL101 -->",
        ),
    ],
)
def test_what_goes_with_a_comment(before: str, after: str) -> None:
    assert mended(before) == after
    assert lint_texts({"a.md": after}).diagnostics == ()


@pytest.mark.parametrize(
    "before", [f"{C} b\n", f"> 1. {C} b\n", f"- {C}\n", f"a\n{C}\n---\n", f"> a\n> {C}\n> ==\n"]
)
def test_a_comment_that_changes_how_its_text_reads_is_not_deleted_unasked(before: str) -> None:
    assert mended(before) == before
    assert C not in mended(before, unsafe=True)


def test_problems_that_are_suppressed_are_not_mended() -> None:
    text = "# One\nText [x](#ONE) <!-- recall-lint-disable-line RL104 -->\n"
    assert mended(text) == text


def test_only_rules_that_could_find_something_are_judged() -> None:
    text = "a <!-- recall-lint-disable-line RL111 --> <!-- recall-lint-disable-line RL1 -->\n"
    notebook = make_notebook({"a.md": text})
    without = lint(context(notebook)._replace(asks_history=False), ["a.md"])
    assert without.diagnostics == ()
    assert len(lint(context(notebook), ["a.md"]).diagnostics) == 2


def test_rules_without_history_find_nothing_without_it() -> None:
    told = {rule.CODE for rule in RULES if needs_history(rule)}
    assert told == {"RL111", "RL112", "RL113", "RL114", "RL115", "RL305"}


def test_a_run_without_history_leaves_its_comments(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("a <!-- recall-lint-disable-line RL111 -->\n")
    with session(tmp_path, history=False) as run:
        assert run.report().diagnostics == ()
    with session(tmp_path, history=True) as run:
        assert [d.code for d in run.report().diagnostics] == ["RL901"]


def test_a_rule_that_is_not_selected_is_not_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("a <!-- recall-lint-disable-line RL101 -->\n")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["--select", "RL9,RL102"]).exit_code == 0
    assert (
        CliRunner().invoke(main, ["--select", "RL9,RL101", "--fail-on", "warning"]).exit_code == 1
    )


PIECES = [
    "<!-- recall-lint-disable{} -->",
    "<!-- recall-lint-enable{} -->",
    "<!-- recall-lint-disable-line{} -- why -->",
    "<!-- recall-lint-disable-next-line{} -->",
    "<!-- recall-lint-disable-file{} -->",
    "<!-- recall-lint-{}",
    "[x](gone.md)",
    "[x](#gone)",
    "[x] (gone.md)",
    "# A",
    "- ",
    "> ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "words",
    "```\n",
]
TEXT = st.lists(
    st.tuples(
        st.sampled_from(PIECES),
        st.sampled_from(["", " RL101", " RL1, RL102", " almost-link", " RL9", "  RL7 RL106 ,,"]),
    ).map(lambda pair: pair[0].format(pair[1])),
    max_size=14,
).map("".join)


@given(
    st.one_of(
        TEXT,
        st.text(alphabet="<!->recall-lint-disable \nR1`"),
        st.integers(0, 2**32).map(lambda seed: generate(random.Random(seed))),
    )
)
@settings(max_examples=400)
def test_reading_comments_never_raises(text: str) -> None:
    read = document(text)
    for suppression in parse(read):
        assert text.startswith("<!--", suppression.span.start)
    assert packing.unpack(packing.pack(read), read.source).comments == read.comments


@given(TEXT)
@settings(max_examples=200)
def test_a_file_that_is_disabled_says_nothing_but_of_comments(text: str) -> None:
    files = {"Recall/a.md": f"<!-- recall-lint-disable-file -->\n\n{text}"}
    assert {d.code for d in lint_texts(files).diagnostics} <= {"RL901"}


@example("<!-- recall-lint-disable-next-line -->```\n<!-- recall-lint-enable -->\n[x](gone.md)")
@given(TEXT)
@settings(max_examples=300)
def test_deleting_what_is_unused_changes_nothing_else(text: str) -> None:
    files = {"Recall/a.md": text}
    before = lint_texts(files)
    fix_result = apply_fixes(before, relinter(make_notebook(files)), unsafe=False)
    after = lint_texts(files | dict(fix_result.texts))
    rest = [(d.code, d.problem.message) for d in before.diagnostics if d.code != "RL901"]
    assert rest == [(d.code, d.problem.message) for d in after.diagnostics if d.code != "RL901"]
    assert len(after.diagnostics) <= len(before.diagnostics) - len(fix_result.applied)
