"""Source → the texts in it that might have been headings."""

from __future__ import annotations

import pytest

from recall_lint.markdown.phrases import Phrases
from recall_lint.model import Source


def said(text: str) -> list[tuple[str, str, str]]:
    """Each phrase, the characters that it stands in, and what it looks like."""
    return [
        (p.text, text[slice(*p.span)], p.kind) for p in Phrases(Source("a.md", text)).holding("")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b*\n", [("a b", "a *b*", "plain")]),
        ("a: b\n", [("a: b", "a: b", "plain"), ("a", "a", "plain")]),
        ("# a\n\n```\nb\n```\n", []),
        ("---\na: b\n---\n", []),
        ("|a|\n|-|\n", [("a", "a", "plain")]),
        ("#a: *b*\n", [("a: b", "#a: *b*", "no-space")]),
        ("#\n#######a\n", [("#######a", "#######a", "plain")]),
        ("<div>\n## *a*\n  ## b\n</div>\n", [("a", "*a*", "in-html"), ("b", "b", "in-html")]),
    ],
)
def test_lines(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("**a** b __c d__", ["a", "c d"]),
        ("**a\nb**", ["a b"]),
        ("** a **b**", ["b"]),
        ("**a ** b**", ["a ** b"]),
        ("**a __b__ c**", ["a b c"]),
        ("**a __b__", ["b"]),
        ("****", []),
        ("***a***", ["*a"]),
    ],
)
def test_bold(text: str, bold: list[str]) -> None:
    assert [
        " ".join(p.text.split())
        for p in Phrases(Source("a.md", text)).holding("")
        if p.kind == "bold"
    ] == bold


@pytest.mark.parametrize("text", ["**why e<sup>x</sup>?**", "Why\n*e*^x", "WHY e^x: b"])
def test_found_by_letters(text: str) -> None:
    found = [p.text for p in Phrases(Source("a.md", f"a\n\n{text}\n\nb\n")).holding("ex")]
    assert found
    assert "a" not in found


@pytest.mark.parametrize(
    "text",
    ["**a " * 20_000, "**" * 30_000, "__a** " * 20_000, "a:\n" * 20_000, "~~a " * 10_000],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_come_to_an_end(text: str) -> None:
    assert len(list(Phrases(Source("a.md", text)).holding(""))) < 50_000
