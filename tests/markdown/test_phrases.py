"""Source → the texts in it that might have been headings."""

from __future__ import annotations

from typing import Any

import pytest

from recall_lint.base.model import Source
from recall_lint.markdown import tokens
from recall_lint.markdown.blocks import Blocks, parse_blocks
from recall_lint.markdown.front_matter import front_matter
from recall_lint.markdown.leaves import Places
from recall_lint.markdown.phrases import Phrase, Phrases, unread_phrases


def said(text: str) -> list[tuple[str, str]]:
    """The characters of each phrase, and what it looks like."""
    blocks = parse_blocks(text, front_matter(text)[1])
    places = {leaf: Places(leaf) for leaf in blocks.leaves}
    phrases = unread_phrases(blocks)
    return [(text[slice(*places[p.leaf].span(p.start, p.end))], p.kind) for p in phrases]


def spelling(words: str, text: str) -> list[Phrase]:
    return list(Phrases(Source("a.md", text)).spelling(words))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a *b*\n", [("a *b*", "plain")]),
        ("a: b\n", [("a: b", "plain"), ("a", "plain")]),
        ("# a\n\n```\nb\n```\n", []),
        ("---\na: b\n---\n", []),
        ("|a|\n|-|\n", [("a", "plain")]),
        ("#a: *b*\n", [("#a: *b*", "no-space")]),
        ("#\n#######a\n", [("#######a", "plain")]),
        ("<div>\n## *a*\n  ## b\n</div>\n", [("*a*", "in-html"), ("b", "in-html")]),
    ],
)
def test_lines(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "bold"),
    [
        ("**a** b __c d__", ["a", "c d"]),
        ("**a\nb**", ["a\nb"]),
        ("** a **b**", ["b"]),
        ("**a ** b**", ["a ** b"]),
        ("**a __b__ c**", ["a __b__ c"]),
        ("**a __b__", ["b"]),
        ("****", []),
        ("***a***", ["*a"]),
    ],
)
def test_bold(text: str, bold: list[str]) -> None:
    assert [part for part, kind in said(text) if kind == "bold"] == bold


@pytest.mark.parametrize(
    ("words", "text", "rendered"),
    [
        ("why-ex", "**why e<sup>x</sup>?**", ["why ex?", "why ex?"]),
        ("why-ex", "Why\n\nWhy *e*^x", ["Why e^x"]),
        ("why-ex", "WHY e^x: b", ["WHY e^x"]),
        ("qa", "Q&amp;A", ["Q&A"]),
        ("café", "Caf&eacute; A", []),
        ("résumé", "R&eacute;sum&eacute;", ["Résumé"]),
        ("+", "`+`\n\n**+**", ["+", "+", "+"]),
        ("b", "a b", []),
        ("a", "a b", []),
    ],
)
def test_found_by_letters(words: str, text: str, rendered: list[str]) -> None:
    found = [phrase.text for phrase in spelling(words, f"x\n\n{text}\n\ny\n")]
    assert found == rendered


@pytest.mark.parametrize(
    "text", ["[a](b)", "- [ ] **[a](b)**", "a [](b)", "<img src='a'> a", "[![b](c) **a**](d)"]
)
def test_a_link_is_no_phrase(text: str) -> None:
    assert not spelling("a", text)


@pytest.mark.parametrize("text", ["[a]", "a: [b](c)", "**a** [b](c)"])
def test_what_stands_beside_a_link_is_one(text: str) -> None:
    assert spelling("a", text)


@pytest.mark.parametrize(
    "text",
    ["**a " * 20_000, "**" * 30_000, "__a** " * 20_000, "a:\n" * 20_000, "~~a " * 10_000],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_come_to_an_end(text: str) -> None:
    assert len(said(text)) < 50_000
    assert len(spelling("a", text)) < 50_000


def test_definitions_are_known_once_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    known = []

    def environment(blocks: Blocks, length: int) -> dict[str, Any]:
        known.append(len(blocks.definitions))
        return tokens.environment(blocks, length)

    monkeypatch.setattr("recall_lint.markdown.builder.environment", environment)
    text = "".join(f"[a](b) word{n}\n\n" for n in range(9))
    phrases = Phrases(Source("a.md", text))
    assert not any(phrases.spelling(f"a word{n}") for n in range(9))
    assert len(known) == 1
