"""Source → Document: every kind of heading, link, anchor and item, with its exact position."""

from __future__ import annotations

import pytest

from recall_lint.base.model import Document, Source
from recall_lint.markdown import parse


def document(text: str) -> Document:
    return parse(Source("case.md", text))


def headings(text: str) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in document(text).sections]


def links(text: str) -> list[tuple[str, str, str]]:
    """Each link's text, its destination, and the characters of its span."""
    return [
        (link.text, link.destination, text[link.span.start : link.span.end])
        for link in document(text).links
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n", [(1, "A")]),
        ("####### A\n#B\n", []),
        ("## A ##  \n", [(2, "A")]),
        ("##\n", [(2, "")]),
        ("A\nb\n===\nC\n---\n", [(1, "A\nb"), (2, "C")]),
        ("1. ### A\n   1. #### B\n", [(3, "A"), (4, "B")]),
        ("> ## A\n- # B\n", [(2, "A"), (1, "B")]),
        ("> ## Q\n- ## L\n# Z\n", [(2, "Q"), (2, "L"), (1, "Z")]),
        ("- a\n===\n", []),
        ("- a\n---\n", []),
        ("> <div>\n>\n> # A\n", [(1, "A")]),
        ("1.\n<span>\n# x\n", []),
        ("1.\n<span>\n\n# x\n", [(1, "x")]),
        ("- " * 40 + "# deep\n", [(1, "deep")]),
        ("> " * 40 + "# deep\n", [(1, "deep")]),
        ("<h2>Raw *x*</h2>\n", [(2, "Raw *x*")]),
        ("text <h3>Raw *x*</h3> more\n", [(3, "Raw x")]),
        ("<h1 align=center>\n\nLogo ![a](b)\n**c**\n\n</h1>\n", [(1, "\nLogo \nc\n")]),
        ("<!-- <h1>a</h1>\n# b\n-->\n# c\n", [(1, "c")]),
        ("<script>\n# a <h1>b</h1>\n</script>\n", []),
        ("<style>\n<h1>a</h1>\n</style>\n", []),
        ("- " * 99 + "# deep\n", [(1, "deep")]),
        ("> " + "- " * 99 + "# deep\n", []),
        ("- " * 90 + "a\n" + "  " * 90 + "- " * 90 + "# deep\n", [(1, "deep")]),
        ("```\n# a\n```\n    # b\n\t# c\n# d\n", [(1, "d")]),
        (
            "# `a_b` *c* **d** ~~e~~ [f](g) ![h](i) &amp; \\* $x_1$\n",
            [(1, "a_b c d e f  & * $x_1$")],
        ),
        ("# ~a~ ~~b~ c~ ~~~d~~~ ~~ e~~ `~f~` \\~g~\n", [(1, "a ~~b~ c~ ~~~d~~~ ~~ e~~ ~f~ ~g~")]),
        ("# [~~a](b)~~ ~~c *d~~*\n", [(1, "~~a~~ c d")]),
        ("- [ ] a\n  -\n- [x] `b`\n  ===\n", [(2, "a"), (1, "b")]),
        ("- a\n  - [ ] b\n    ===\n", [(1, "b")]),
        ("- [ ]\n  a\n  ===\n-\n  [ ] b\n  ===\n", [(1, "[ ]\na"), (1, "[ ] b")]),
        ("# ~~a ~~b~~\n# a~~(b)~~\n", [(1, "~~a b"), (1, "a~~(b)~~")]),
        ("# Note[^b] and[^a]\n\n[^a]: x\n[^b]: y\n", [(1, "Note1 and2")]),
        ("# a https://x.org/_b_ _c_\n", [(1, "a https://x.org/_b_ c")]),
        ("\ufeff# A\r\n\r\n## B\r# C\r\n", [(1, "A"), (2, "B"), (1, "C")]),
        ("-\t# A\n\n\t# B\n", [(1, "A"), (1, "B")]),
        ("| a |\n| - |\n# A\n", [(1, "A")]),
        ("a\x0b# no\u2028# no\n", []),
    ],
)
def test_headings(text: str, expected: list[tuple[int, str]]) -> None:
    assert headings(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b)", [("a", "b", "b")]),
        ("[a]( <b c> 't')", [("a", "b c", "b c")]),
        ("[a](<>)", [("a", "", "")]),
        ("[a]()", [("a", "", "")]),
        ("[a](b\\(c&amp;d%20e)", [("a", "b(c&d%20e", "b\\(c&amp;d%20e")]),
        ("[a](b(c(d)))", [("a", "b(c(d))", "b(c(d))")]),
        ("[a](\n  b\n  'c'\n)", [("a", "b", "b")]),
        ("[**a** `b`](c)", [("a b", "c", "c")]),
        ("[a [b](c)](d)", [("b", "c", "c")]),
        ("[![a](b)](c)", [("a", "c", "c"), ("a", "b", "b")]),
        ("[a][r] [r][] [r]\n\n[R]: <x y> 't'\n", [("a", "x y", "x y")] + 2 * [("r", "x y", "x y")]),
        ("[r]\n\n[r]:\n  x\n", [("r", "x", "x")]),
        ("[r]\n\n> [r]: x\n", [("r", "x", "x")]),
        ("[r]: x\n[r]: y\n[r]\n", [("r", "x", "x")]),
        ("<a href='b&amp;c'>*d*</a>", [("d", "b&c", "b&amp;c")]),
        ("<a href=b>[c](d)</a>", [("c", "b", "b"), ("c", "d", "d")]),
        ('<div>\n<A\n HREF="b">c</A>\n</div>', [("c", "b", "b")]),
        ("<a href=b href=c>d</a>", [("d", "b", "b")]),
        ("<a href=' b '>c</a>", [("c", "b", " b ")]),
        ("<img src=' b '>", [("", "b", " b ")]),
        ("<img alt='a' src='b'>", [("a", "b", "b")]),
        ("| a\\|[b](c) |\n| - |\n| [d](e\\|f) |\n", [("b", "c", "c"), ("d", "e|f", "e\\|f")]),
        # Only the first delimiter row is tried, even if it does not match its header.
        ("[a\n| - | - |\n| - | - |\nb](c)", [("a | - | - | | - | - | b", "c", "c")]),
        ("> [a](b\n> 'c')", [("a", "b", "b")]),
        ("- [a\n  b](c)", [("a b", "c", "c")]),
        ("[a](b)\r\n[c](d)\r\n", [("a", "b", "b"), ("c", "d", "d")]),
        ("x[^1]\n\n[^1]: [a](b)\n[^2]: [c](d)\n", [("a", "b", "b")]),
        ("x[^1]\n\n[^1]: [a](b)\n\n[^1]: [c](d)\n", [("a", "b", "b")]),
        ("x[^1]\n\n[^1]:\n\n    [a](b)\n", [("a", "b", "b")]),
        ("[^1]: a\n\n    [b](c)\n", []),
        ("[^1]: a\n\n   [b](c)\n", [("b", "c", "c")]),
        ("-    [a](b)\n", [("a", "b", "b")]),
        ("-     [a](b)\n", []),
        ("-    a\n\n        [b](c)\n", [("b", "c", "c")]),
        ("x[^1]\n\n[^1]: a\n \n    [a](b)\n", []),
        ("x[^1]\n\n[^1]:\n   [a](b)\n[^1]: [c](d)\n", [("a", "b", "b")]),
        ("`[a](b)` \\[a](b) <!-- [a](b) --> <a title='[a](b)'>", []),
        ("$[a](b)$ $`[a](b)`$ \\([a](b)\\) $$\n[a](b)\n$$", []),
        ("\\( $[a](b)$ $$ $`[a](b)`$", []),
        ("$5 [a](b) $6", [("a", "b", "b")]),
        ("\\[[1](b)\\]", [("1", "b", "b")]),
        ("<https://a.org> https://b.org/[a](b) <a@b.org>", []),
        ("[a](b\udce9)", [("a", "b\udce9", "b\udce9")]),
        ("[\udce9](b)", [("\ufffd", "b", "b")]),
        ("[a]\n\n[a]: b\udce9", [("a", "b\udce9", "b\udce9")]),
        ("<https://a.org/\udce9>", []),
    ],
)
def test_links(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert sorted(links(text)) == sorted(expected)


def test_html_anchors() -> None:
    text = "<a id='x'></a> <a name=\"y&amp;z\">\n\n<div ID=w>\n<!-- <p id=no> -->\n"
    found = [(a.name, text[a.span.start : a.span.end]) for a in document(text).html_anchors]
    assert found == [("x", "x"), ("y&z", "y&amp;z"), ("w", "w")]


def test_a_section_says_where_it_stands() -> None:
    text = "# A\n\n> 1. ## *B*\n>    text\n\n<h2 id=c>C</h2>\n\nD\n---\n"
    a, b, c, d = document(text).sections
    assert [s.style for s in (a, b, c, d)] == ["atx", "atx", "html", "setext"]
    assert b.markup == "*B*"
    assert b.containers == ("quote", "item")
    assert b.item is not None
    assert text[b.item.start : b.item.end] == "1. ## *B*\n>    text"
    assert text[b.body.start : b.body.end] == "\n>    text\n\n"
    assert b.excerpt == "text"
    assert c.html_id == "c"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1. a *b*?[c](d)\n   e\n", [("a b?", False), ("c", True), ("\ne", False)]),
        ("- [ ] todo\n", [("todo", False)]),
        ("1. ### A\n   b\n   - nested\n", [("A", False), ("b", False)]),
        ("1.\n", []),
    ],
)
def test_blocks_of_an_item(text: str, parts: list[tuple[str, bool]]) -> None:
    parsed = document(text)
    assert len(parsed.items) == 1
    own = [block for block in parsed.blocks if block.depth == 1]
    assert [part for block in own for part in block.parts] == parts
    assert all(block.item == 0 for block in parsed.blocks)


def test_items_of_one_list_share_its_start() -> None:
    text = "1. a\n2. b\n\n3. c\n\ntext\n\n4. d\n- e\n* f\n\n> - g\n\n[^1]: - no\n"
    items = document(text).items
    assert [item.marker for item in items] == ["1.", "2.", "3.", "4.", "-", "*", "-"]
    starts = [item.list_start for item in items]
    assert starts[0] == starts[1] == starts[2]
    assert len(set(starts)) == 5


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\na: b\n---\n# A\n", "A"),
        ("---\na: b: c\n---\n# A\n", "A"),
        ("---\n# comment\n{a: b}\n---\n# A\n", "A"),
        ("\ufeff---\r\na: b\r\n---\r\n# A\r\n", "A"),
        ("---\n[broken\n---\n# A\n", "A"),
        ("---\n---\n# A\n", "A"),
        ("---\n- " + "[" * 5_000 + "\n---\n# A\n", "A"),
        ("---\n- 2026-99-99\n---\n# A\n", "A"),
        ("---\n- !!int ''\n---\n# A\n", "A"),
        ("---\n- !!bool x\n---\n# A\n", "A"),
        ("---\n- !!timestamp x\n---\n# A\n", "A"),
    ],
)
def test_front_matter_is_dropped(text: str, title: str) -> None:
    assert [section.label for section in document(text).sections] == [title]


@pytest.mark.parametrize("block", ["text", "- a\n- b", "12", "a:\xa0b"])
def test_a_block_that_is_no_mapping_stays_markdown(block: str) -> None:
    assert document(f"---\n{block}\n---\n").sections or "-" in block
    assert len(document(f"---\n{block} [a](b)\n---\n").links) == 1


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "]" * 50_000,
        "](" * 30_000,
        "[a](<b" * 10_000,
        "![[]()" * 10_000,
        "*a_" * 20_000,
        "$a " * 30_000,
        "$$a " * 30_000,
        "\\(" * 30_000,
        "`" * 50_000,
        "`a``" * 20_000,
        "<a " * 30_000,
        "<!--" * 30_000,
        "<a b='" * 20_000,
        "> " * 5_000 + "a\n" * 100,
        "- " * 5_000 + "a\n" * 100,
        "1. a\n" * 20_000,
        "[a]: b\n" * 10_000 + "[a]" * 10_000,
        "[^a]" * 10_000 + "\n\n[^a]: b\n",
        "| a " * 20_000 + "|\n" + "| - " * 20_000 + "|\n",
        "www." * 30_000,
        "http://" * 20_000,
        "&" * 50_000,
        "# " + "a " * 100_000 + "\n",
        "# a" + " " * 100_000 + "b\n",
        "a" + " " * 100_000 + "b\n\n| a" + " " * 100_000 + "|\n",
        "- [ ]" + " " * 100_000 + "a\n",
        "- a\n\n" + "  [ ] b\n\n" * 20_000,
        "- a\n\n" + "  <p>b\n\n" * 20_000,
        "[a](b" + " " * 100_000 + ")",
        "*a" + " " * 100_000 + "*\n===\n",
        "<a" + " " * 100_000,
        "\t" * 50_000,
        "\\" * 50_000,
        "<h1>" * 5_000,
        "~~" * 30_000,
        "# " + "~~a " * 10_000,
        "- " + "~a~~ " * 10_000,
        "{:" * 30_000,
        "---\n" * 20_000,
        "===\n" * 20_000,
        "- " + "word " * 200_000,
        "- " + "\\(" * 30_000,
        "- " + "\\(" * 30_000 + "[a](b)",
        "- " + "[" * 30_000 + "a](b)",
        "- " + "[a](" * 30_000,
        "- " + "[a](b) " * 20_000,
        "- " + "[`a` *b*](c) **[d](e)** " * 5_000 + "<",
        "- " + "**a " * 30_000,
        "- " + "*a* " * 30_000,
        "- " + "$a" * 30_000,
        "- " + "`a" * 30_000,
        "- " + "a_" * 30_000,
        "> " * 5_000 + "# a\n",
        "".join("  " * n + "- a\n" for n in range(300)),
        "- a\n" * 20_000 + "\n" * 50_000 + "  b\n",
        "```\n" + "  a\n" * 20_000 + "``\n" * 20_000,
        "- ```\n" + "  ```a\n" * 20_000,
        "| a " * 100 + "|\n" + "| - " * 100 + "|\n" + "| a " * 10_000 + "|\n",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_come_to_an_end(text: str) -> None:
    document(text)


@pytest.mark.parametrize("written", ["<a b.md>", "a.md", "data:image/png;base64,AAAA", "<>"])
def test_a_definition_is_not_read_one_character_after_the_other(
    written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This is how mistune reads, and images may have destinations of a million characters."""
    monkeypatch.delattr("mistune.helpers._parse_link_href")
    document = parse(Source("a.md", f"[x][a]\n\n[a]: {written}\n"))
    assert [link.destination for link in document.links] == [written.strip("<>")]
