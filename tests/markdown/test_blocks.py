"""Text → blocks: the fast path finds the same as the scanner."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recall_lint.base.lines import split_lines
from recall_lint.markdown.blocks import Blocks, parse_blocks
from recall_lint.markdown.cursor import Line
from recall_lint.markdown.leaves import Container, Leaf
from recall_lint.markdown.scanner import Scanner
from tests.differential import generate

_LINES = (
    "word", "two words", "- a", "* b", "+ c", "1. d", "2. e", "10) f", "- ", "-", "1.", "-     g",
    "# A", "## B ##", "#", "#c", "- # C", "3. ### D", "**bold**", "*", "***", "* * *", "---", "===",
    "_a_", "___", "`code`", "``", "```", "~~~", "> q", "[a](b)", "[a]: b", "[^n]: c", "[^n]",
    "| a |", "|-|", ": -", "<b>", "<!--", "12", "1234567890. a", "$x$", "\\", "\xa0", "\x0c", "é",
    "[ ] x",
)  # fmt: skip


def by_the_scanner(text: str) -> Blocks:
    """The blocks of a text, with every line read by the scanner."""
    scanner = Scanner()
    for at, line in split_lines(text):
        scanner.feed(Line(at, line))
    scanner.finish()
    return Blocks(scanner.leaves, scanner.items, scanner.definitions, scanner.footnotes)


def written(blocks: Blocks) -> Any:
    """Blocks as values for comparison."""

    def chain(container: Container | None) -> list[Any]:
        found = []
        while container is not None:
            c = container
            found.append((c.kind, c.start, c.end, c.marker, c.list_start, c.width))
            container = c.parent
        return found

    def told(leaf: Leaf) -> list[Any]:
        found = [leaf.kind, leaf.level, leaf.start, leaf.end, leaf.pieces, leaf.joint, leaf.setext]
        return [*found, chain(leaf.parent)]

    return (
        [told(leaf) for leaf in blocks.leaves],
        [chain(item) for item in blocks.items],
        blocks.definitions,
        {label: chain(footnote) for label, footnote in blocks.footnotes.items()},
    )


@st.composite
def texts(draw: st.DrawFn) -> str:
    indent = st.sampled_from(
        ["", "", " ", "  ", "   ", "    ", "      ", "\t", "\t\t", " \t", "     \t"]
    )
    end = st.sampled_from(["\n", "\n", "\n\n", " \n", "\n \n\n", "  \n"])
    lines = st.lists(st.tuples(indent, st.sampled_from(_LINES), end), max_size=12)
    return "".join("".join(line) for line in draw(lines)).removesuffix(draw(st.just("\n")))


@given(
    st.one_of(
        texts(),
        st.text("#-*+1.>`[]()<|_~:= \t\nab"),
        st.integers(0, 2**32).map(lambda seed: generate(random.Random(seed))),
    )
)
@settings(max_examples=1500)
def test_a_glance_finds_what_the_scanner_finds(text: str) -> None:
    assert written(parse_blocks(text)) == written(by_the_scanner(text))


@pytest.mark.parametrize(
    "text",
    [
        "word\n\n" * 50,
        "- a\n" * 50,
        "- # A\n\n  b\n" * 50,
        "- a\n\t- b\n\t\t- c\n" * 50,
        "```\na\n\n```\n" * 50,
    ],
    ids=repr,
)
def test_the_scanner_sees_few_lines(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fed = []
    feed = Scanner.feed

    def count(self: Scanner, line: Line) -> None:
        fed.append(line)
        feed(self, line)

    monkeypatch.setattr(Scanner, "feed", count)
    parse_blocks(text)
    assert len(fed) == 2 * text.count("```\na")
