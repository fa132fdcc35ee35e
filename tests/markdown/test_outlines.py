"""A source → its sections, and the requested links without the others."""

from __future__ import annotations

from collections import Counter
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recall_lint import markdown
from recall_lint.base.model import Link, Source
from recall_lint.markdown import blocks, outlines
from recall_lint.markdown.blocks import Blocks
from recall_lint.markdown.outlines import links_to, word

PAGE = """\
---
# no heading: 1
---
[before](one.md)

# First

[a](one.md) and [b](two.md)

```
# code
```

## Second

[c](three.md) ![d](one.md)

1. ### Third

   [e](<fo ur.md>) <a href="five.md">f</a>
"""
HEADINGS = 3


@pytest.fixture(params=[50, -1], ids=["few", "many"])
def words(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words are searched for one by one, or all in one pass."""
    monkeypatch.setattr(outlines, "_MANY_WORDS", request.param)


def linked(text: str, *destinations: str) -> tuple[tuple[Link, ...], tuple[Link, ...] | None]:
    """The requested links of the whole text, and the result of `links_to`."""
    document = markdown.parse(Source("a.md", text), blocks=False)
    wanted = tuple(link for link in document.links if unquote(link.destination) in destinations)
    numbers = Counter(unquote(link.destination) for link in wanted)
    return wanted, links_to(document.source, numbers, len(document.sections))


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    "destinations",
    [("one.md",), ("two.md",), ("three.md", "one.md"), ("fo ur.md",), ("five.md", "two.md")],
)
def test_links_have_their_places(destinations: tuple[str, ...]) -> None:
    wanted, found = linked(PAGE, *destinations)
    assert wanted
    assert found == wanted


@pytest.mark.usefixtures("words")
@pytest.mark.parametrize(
    "text",
    [
        "[x](b%20c.md)\n",
        "[x](<b c.md>)\n",
        "[x](b\\_c.md)\n",
        "[x](a&amp;b.md)\n",
        "[x][r]\n\n[r]: bad.md\n",
        "[r]\n\n# A\n\n[r]: bad.md\n",
        "# A\n\n> # B\n> [x](bad.md)\n",
        "<div>\n# A\n<a href='bad.md'>x</a>\n</div>\n",
        "<div><a href='bad.md'>\n\nmore words\n\n</a></div>\n",
        "| a |\n| --- |\n| [x](bad.md) |\n",
        "A\n===\n\n[x](bad.md)\n",
        "# A [x](bad.md)\n",
        "[x](100%25bad.md)\n",
    ],
)
def test_however_a_destination_is_written(text: str) -> None:
    document = markdown.parse(Source("a.md", text), blocks=False)
    names = [unquote(link.destination) for link in document.links]
    wanted, found = linked(text, *names)
    assert wanted
    assert found == wanted


def test_others_are_not_found() -> None:
    source = Source("a.md", PAGE)
    assert links_to(Source("a.md", "[x](&#98;ad.md)\n"), {"bad.md": 1}, 0) is None
    assert links_to(source, {"one.md": 2}, HEADINGS) is None
    assert links_to(source, {"six.md": 1}, HEADINGS) is None


@pytest.mark.usefixtures("words")
def test_only_the_parts_that_hold_a_word_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def parse_blocks(text: str, start: int) -> Blocks:
        read.append(text)
        return blocks.parse_blocks(text, start)

    monkeypatch.setattr(outlines, "parse_blocks", parse_blocks)
    text = "# A\n\n[x](one.md)\n\n# B\n\n[y](two.md)\n\n# C\n"
    assert links_to(Source("a.md", text), {"two.md": 1}, 3)
    assert read == ["# B\n\n[y](two.md)\n\n"]
    read.clear()
    # One apparent heading is not one: the end of a part is unknown.
    assert links_to(Source("a.md", text), {"two.md": 1}, 2)
    assert read == [text]


@pytest.mark.parametrize(
    ("destination", "found"),
    [
        ("../a/long-name.md#x", "long"),
        ("%C3%BCn%C3%AF.md", "md"),
        ("b%20cd", "cd"),
        ("", ""),
        ("#-", ""),
        ("ünï", "n"),
    ],
)
def test_words(destination: str, found: str) -> None:
    assert word(destination) == found


LINES = st.sampled_from(
    [
        "# A",
        "## B [x](one.md)",
        "- # C",
        "- [x](two.md)",
        "  [y](one.md) b",
        "> [q](one.md#a)",
        "```",
        "~~~",
        "    # code",
        "<div>",
        "</div>",
        "<!-- # D",
        "-->",
        "| [x](one.md) | b |",
        "| --- | --- |",
        "text `[x](one.md)` and ![i](two.md)",
        "<a href='one.md'>z</a>",
        "<a href='two.md'>",
        "<a href='two.md'>",
        "[r]",
        "[r]: two.md",
        "===",
        "---",
        "",
        "",
    ]
)


@example(["```", "# A", "- [x](two.md)", "```", "- # C", "- [x](two.md)"])
@given(st.lists(LINES, max_size=14))
@settings(max_examples=300, deadline=None)
def test_what_is_found_is_what_the_whole_document_has(lines: list[str]) -> None:
    wanted, found = linked("\n".join(lines), "one.md", "two.md")
    assert found in (wanted, None)


@example(["```", "# A", "- [x](two.md)", "```", "- # C", "- [x](two.md)"])
@given(st.lists(LINES, max_size=14))
@settings(max_examples=200, deadline=None)
def test_an_outline_has_all_sections_and_anchors(lines: list[str]) -> None:
    source = Source("a.md", "\n".join(lines))
    document, outline = markdown.parse(source, blocks=False), markdown.outline(source)
    assert outline.sections == document.sections
    assert outline.html_anchors == document.html_anchors
    assert outline.comments == document.comments
