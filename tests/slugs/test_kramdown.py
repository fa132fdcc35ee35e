"""kramdown's IDs other than those of headings, and its dialects with other settings."""

from __future__ import annotations

import pytest

from recall_lint import slugs
from recall_lint.base.model import Source
from recall_lint.markdown import parse


def others(text: str) -> list[str]:
    document = parse(Source("a.md", text), syntax="liquid")
    return sorted({*slugs.others(slugs.dialect("kramdown-gfm"), document)})


def anchors(text: str, dialect: str = "kramdown-gfm") -> list[str | None]:
    return slugs.dialect(dialect).anchors(parse(Source("a.md", text), syntax="liquid"))


@pytest.mark.parametrize(
    "text",
    [
        "Text.\n{: #x}\n",
        "Text.\n{:#x}\n",
        'Text.\n{: .c id="x" d="e"}\n',
        "Text.\n{: id='x'}\n",
        "Text.\n{: #y .c #x}\n",
        "Text.\n{: .c#x}\n",
        "{: #x}\nText.\n",
        "One.\n\n{: #x}\n\nTwo.\n",
        "> Text.\n{: #x}\n",
        "> Text.\n> {: #x}\n",
        "```\ncode\n```\n{: #x}\n",
        "* a\n* b\n{: #x}\n",
        "* a\n  * b\n  {: #x}\n",
        "* a\n\n  b\n  {: #x}\n",
        "* {: #x} a\n",
        "1. {:#x} a\n",
        "a\n: {: #x} b\n",
        "[a](b){: #x}\n",
        "[a][b]{: #x}\n",
        "![a](b){:#x}\n",
        "`a`{: #x}\n",
        "**a**{: #x} _b_\n",
        "<https://a.example>{: #x}\n",
        "{:n: #x .c}\n\nText.\n{: n}\n",
        "Text.\n{: .c n}\n\n{:n: #x}\n",
    ],
)
def test_attribute_lists(text: str) -> None:
    assert others(text) == ["x"]


@pytest.mark.parametrize(
    "text",
    [
        "{: #x}\n",
        "{: #x}\n\nText.\n",
        "Text.\n\n{: #x}\n",
        "Text {: #x} more.\n",
        "Text{: #x}\n",
        "* a\n  {: #x}\n",
        "* a\n  b\n  {: #x}\n",
        "```\n{: #x}\n```\n",
        "~~~\na\n{: #x}\n~~~\n",
        "`{: #x}`\n",
        "{:n: #x}\n\nText.\n",
        "Text.\n{: .x}\n",
        "Text.\n{: #1}\n",
        "Text.\n{:: #x}\n",
    ],
)
def test_no_attribute_lists(text: str) -> None:
    assert "x" not in others(text)


def test_a_table_of_contents() -> None:
    assert others("* toc\n{:toc}\n") == ["markdown-toc"]
    assert others("* toc\n{:toc #x}\n") == ["x"]


def test_footnotes() -> None:
    text = "a[^1] b[^n] c[^n] d[^gone]\n\n```\n[^2]\n```\n\n[^1]: A\n[^n]: B\n[^2]: C\n"
    assert others(text) == ["fn:1", "fn:n", "fnref:1", "fnref:n", "fnref:n:1"]


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("# A\n{: #x}\n", "x"),
        ("# A {#x}\n", "x"),
        ("# A {#x}\n{: #y}\n", "y"),
        ("b\n\n{: #x}\n# A\n", "x"),
        ("b\n\n{: #x}\n\n# A\n", "x"),
        ("{: #x}\n\n# A\n", "a"),
        ("b\n{: #x}\n\n# A\n", "a"),
        ("# A\n{:x: #y}\n", "a"),
        ("# A\n> {: #x}\n", "a"),
        ("# A\n    {: #x}\n", "a"),
        ("> # A\n> {: #x}\n", "x"),
        ("b\n{% if x %}\nA\n---\n{% endif %}\n", "a"),
    ],
)
def test_headings(text: str, anchor: str) -> None:
    assert anchors(text) == [anchor]


@pytest.mark.parametrize("name", ["kramdown", "kramdown-gfm"])
def test_other_settings(name: str) -> None:
    text = "# A\n\n# B {#x}\n\n<div>\n\n# C\n\n</div>\n"
    assert anchors(text, name) == ["a", "x", None]
    assert anchors(text, f"{name}?prefix=p-") == ["p-a", "x", None]
    assert anchors(text, f"{name}?auto_ids=no") == [None, "x", None]
    assert anchors(text, f"{name}?html=markdown") == ["a", "x", "c"]
    assert anchors(text, f"{name}?html=markdown&prefix=p-") == ["p-a", "x", "p-c"]


def test_a_variant_has_all_that_its_dialect_has() -> None:
    variant = slugs.dialect("kramdown?prefix=p-")
    assert (variant.NAME, variant.key("A")) == ("kramdown", "A")
    document = parse(Source("a.md", "A[^1]\n\n[^1]: B\n"))
    assert [*slugs.others(variant, document)] == ["fnref:1", "fn:1"]
