"""Cases outside VitePress' truth table: attribute lists, footnotes and other settings."""

from __future__ import annotations

import pytest

from recall_lint import slugs
from recall_lint.base.model import Source
from recall_lint.markdown import parse


def others(text: str, options: str = "") -> list[str]:
    dialect = slugs.dialect(f"vitepress{options}")
    return [*slugs.others(dialect, parse(Source("a.md", text)))]


def anchors(text: str, options: str = "") -> list[str | None]:
    return slugs.dialect(f"vitepress{options}").anchors(parse(Source("a.md", text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a {#b}", ["b"]),
        ("a {#b .c}", ["b"]),
        ("a {id=b}", ["b"]),
        ('a {id="b c"}', ["b c"]),
        ("a {.b}", []),
        ("a {#b}\nc", []),
        ("a {#b} c", []),
        ("a\n{#b}", ["b"]),
        ("a {#b}\n- c {#d}\n- e", ["b", "d"]),
        ("*a*{#b} c", ["b"]),
        ("a[b](c){#d} e", ["d"]),
        ("a * {#b} c", []),
        ("`a {#b}`", []),
        ("`a`{#b} c", ["b"]),
        (r"a \{#b}", []),
        ("a {{ #b }}", []),
        ("```\na {#b}\n```", []),
        ("a\n\n    b {#c}", []),
        ("- a\n\n    b {#c}", ["c"]),
        ("<!-- a {#b} -->", []),
        ("<!--\na {#b}\n-->", []),
        ("| a {#b} | c |\n|-|-|", ["b"]),
        ("| a |\n|-|\n\n{#b}", []),
        ("- a\n\n{#b}", ["b"]),
        ("::: tip {#a}\nb\n:::", ["a"]),
    ],
)
def test_attribute_lists(text: str, expected: list[str]) -> None:
    assert others(text) == expected
    assert others(text, "?attrs=no") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A {#b}", ["b"]),
        ("# A {id=b}", ["b"]),
        ("# `A`{#b}", ["a"]),
        ("# [A](c){#b}", ["a"]),
        ("# A (c){#b}", ["b"]),
        ("# A{.b}", ["a"]),
        ("# A {#b} c", ["a-b-c"]),
        ("# A {#a}\n# A", ["a", "a-1"]),
    ],
)
def test_ids_of_headings(text: str, expected: list[str]) -> None:
    assert anchors(text) == expected


def test_lists_may_be_text() -> None:
    assert anchors("# A {#b}", "?attrs=no") == ["a-b"]


def test_lists_may_have_other_delimiters() -> None:
    options = "?attrs=%25%7B+%7D%25"
    assert anchors("# A %{#b}%\n# A {#c}\n# A %{.d}%", options) == ["b", "a-c", "a"]
    assert others("e %{#f}%\n\ng {#h}", options) == ["f"]


def test_footnotes_are_numbered_by_their_first_references() -> None:
    text = "a[^x] b[^1] c[^x] ^[d] e[^gone]\n\n[^1]: f[^y]\n[^x]: g\n[^y]: h\n"
    assert others(text) == []
    assert others(text, "?footnotes=yes") == [
        "fn1", "fnref1", "fn2", "fnref2", "fn1", "fnref1:1", "fn3", "fnref3", "fn4", "fnref4",
    ]  # fmt: skip


def test_ids_of_a_function_of_the_sites_are_not_known() -> None:
    document = parse(Source("a.md", "# A\n# B {#c}"))
    dialect = slugs.dialect("vitepress?slug=unknown")
    assert dialect.anchors(document) == [None, "c"]
    assert slugs.is_opaque(dialect, document)
    assert not slugs.is_opaque(slugs.dialect("vitepress"), document)
