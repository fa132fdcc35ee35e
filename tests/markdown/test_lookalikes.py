"""Text → what looks like a link in it but is not one."""

from __future__ import annotations

import pytest

from recall_lint.base.model import Source
from recall_lint.markdown import parse


def seen(text: str) -> list[tuple[str, str]]:
    """Each lookalike's kind and destination."""
    return [(x.kind, x.destination) for x in parse(Source("a.md", text)).lookalikes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[R](#foo bar)", [("space", "#foo bar")]),
        ("[R](a.md#b c)", [("space", "a.md#b c")]),
        ("[R](a b.md)", [("space", "a b.md")]),
        ("[R](a.md 'b)", []),
        ("[R](a.md", [("unclosed", "a.md")]),
        ("[R](a.md b\nc)", [("unclosed", "a.md")]),
        ("[R](a.md b)", []),
        ("[R] (a.md)", [("gap", "a.md")]),
        ("(a.md)[R]", [("reversed", "a.md")]),
        ("[Rs][a]", [("reference", "a")]),
        ("[Rs][a](b.md", [("unclosed", "b.md")]),
        ("[[a]]", [("wiki", "a")]),
        ("`[R](#foo bar)` \\[R](#foo bar) $[R](#foo bar)$", []),
        ("[R](a.md)", []),
        ("[R](#a" + " " * 1_200 + "b)", [("space", "#a" + " " * 1_200 + "b")]),
        ("[1](see below)", []),
    ],
)
def test_lookalikes(text: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(seen(text)) == sorted(expected)


def test_spans_cover_the_destination_and_the_whole() -> None:
    text = "x [R](#foo bar) y"
    (found,) = parse(Source("a.md", text)).lookalikes
    assert text[slice(*found.span)] == "#foo bar"
    assert text[slice(*found.whole)] == "[R](#foo bar)"


@pytest.mark.parametrize(
    "text",
    ["[a](#b c" * 5_000, "[a](b.md " * 10_000, "[a](#b" + " c" * 50_000 + ")", "(a.md)[" * 10_000],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_come_to_an_end(text: str) -> None:
    assert len(seen(text)) <= 10_000
