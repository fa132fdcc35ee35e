"""MDX masked for a Markdown parser, with the same positions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint.base.model import Document, Source
from recall_lint.markdown import parse
from recall_lint.markdown.javascript import expression_end, statements_end
from recall_lint.markdown.masks import unmask
from recall_lint.markdown.mdx import mask

PIECES = (
    "import a from 'b'", "export const a = {", "}", "{", "`", "```", "~~~", "<A", "<A b={c}>", ">",
    "/>", "</A>", "<>", "</>", "<!--", "-->", "\n", "\n\n", "    ", "- ", "> ", "# a", "[a](b)",
    "'", '"', "\\", "{/* a */}", "a", " ", "<a href='b'>", "<Link to={'c'}>", "${", "$", "\r\n",
    "=",
)  # fmt: skip
MDX = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


def document(text: str) -> Document:
    return parse(Source("a.mdx", text), syntax="mdx")


def links(text: str) -> list[str]:
    return [link.destination for link in document(text).links]


def titles(text: str) -> list[str]:
    return [section.title for section in document(text).sections]


@given(MDX)
def test_places_stay(text: str) -> None:
    assert len(mask(text)) == len(text)
    for link in document(text).links:
        if "\\" not in text and "&" not in text:
            assert text[slice(*link.span)].strip() == link.destination


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a from 'b'\n\n[a](b)", ["b"]),
        ("import {\n  a,\n} from '[a](b)'\n\n[c](d)", ["d"]),
        ("export const a = () => {\n\n  return '[a](b)'\n\n}\n\n[c](d)", ["d"]),
        ("export const a = `\n\n[a](b) ${c}\n`\n\n[c](d)", ["d"]),
        ("important [a](b)", ["b"]),
        ("  import [a](b)", ["b"]),
        ("{/* [a](b) */}", []),
        ("{a && '[a](b)'} [c](d)", ["d"]),
        ("{\n\n[a](b)\n\n}\n\n[c](d)", ["d"]),
        ("{`}`} [c](d)", ["d"]),
        ("{'}'} [c](d)", ["d"]),
        ("{f(/}/)} [c](d)", ["d"]),
        ("{/* don't */} [c](d)", ["d"]),
        ("`{` [c](d)", ["d"]),
        ("``{ ` `` [c](d) }", ["d"]),
        ("\\{ [c](d)", ["d"]),
        ("{ [c](d)", ["d"]),
        ("```\n{[a](b)\n```\n[c](d) }", ["d"]),
        ("- ~~~\n  {\n  ~~~\n\n[c](d)", ["d"]),
        ("[a {b}\nc](d)", ["d"]),
        ("[a](b{1}c)", ["b{1}c"]),
        ("    [a](b)", ["b"]),
        ("- a\n\n      [a](b)", ["b"]),
        ("<A>\n[a](b)\n</A>", ["b"]),
        ("<A>\n      [a](b)\n</A>", ["b"]),
        ("<div>[a](b)</div>", ["b"]),
        ("<A.B c='d' {...e} f g={h}>[a](b)</A.B>", ["b"]),
        ("<A\n  b={{c: '>'}}\n>\n\n[a](b)\n\n</A>", ["b"]),
        ("<A\n\n  b\n/>\n[a](b)", ["b"]),
        ("<A b={<C/>} />\n[a](b)", ["b"]),
        ("<>[a](b)</>", ["b"]),
        ("<$a>[a](b)</$a>", ["b"]),
        ("a < b [a](b)", ["b"]),
        ("<A b=c>[a](b)", ["b"]),
        ("<!-- [a](b) -->\n\n[c](d)", ["d"]),
        ("<a href='b'>a</a>", ["b"]),
        ("<a\n  href='b'\n>a</a>", ["b"]),
        ("<a href={'b'}>a</a> <a href={`c`}>a</a>", ["b", "c"]),
        ("<a href={b}>a</a>", ["{b}"]),
        ("<img src={require('./b.png').default} />", ["{require('./b.png').default}"]),
        ("<Link to='b'>a</Link> <Link href='c'>a</Link>", ["b", "c"]),
        ("| a | {1 | 2} |\n| - | - |\n| [a](b) | c |", ["b"]),
        (":::note[A [a](b)]\n\n[c](d)\n\n:::", ["b", "d"]),
    ],
)
def test_links(text: str, expected: list[str]) -> None:
    assert links(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("    # A", ["A"]),
        ("<A>\n## B\n</A>", ["B"]),
        ("# A {#a}", ["A {#a}"]),
        ("# A {/* #a */}", ["A {/* #a */}"]),
        ("# A {b} c", ["A {b} c"]),
        ("<A>\n\n    ## B\n\n    ```\n    # no\n    ```\n\n</A>", ["B"]),
        ("{/*\n# A\n*/}\n\n# B", ["B"]),
    ],
)
def test_headings(text: str, expected: list[str]) -> None:
    assert titles(text) == expected


def test_ids_of_tags_are_anchors() -> None:
    found = document("<A id='a' /> <b id={'c'} />\n\n<div\n  id={`d`}\n/>\n\n<e id={f} />")
    assert [anchor.name for anchor in found.html_anchors] == ["a", "c", "d", "{f}"]


def test_a_link_component_is_no_html() -> None:
    link, html = document("<Link to='a'>b</Link> <a href='c'>d</a>").links
    assert (link.text, link.component, link.html) == ("b", True, False)
    assert (html.text, html.component, html.html) == ("d", False, True)


def test_comments_for_us_are_seen() -> None:
    text = "{/* recall-lint-disable RL101 */}\n\n[a](b) {/*recall-lint-enable*/} {/* other */}"
    assert [text[slice(*span)] for span in document(text).comments] == [
        "{/* recall-lint-disable RL101 */}"
    ]


@pytest.mark.parametrize("text", ["{", "{`", "<A b={", "{/*", "{(/[", "`a``", "{`${", "<A {..."])
def test_what_is_open_is_not_searched_for_its_end_for_ever(text: str) -> None:
    assert len(mask(text * 20_000)) == len(text) * 20_000


def test_a_text_with_characters_of_the_masks_is_left() -> None:
    text = "{a} \U0010f041"
    assert mask(text) == text


def test_what_is_masked_can_be_read_again() -> None:
    text = "a {b\n\tc} `d`"
    assert unmask(mask(text)) == text


def test_front_matter_is_no_mdx() -> None:
    text = "---\na: {b: [c](d)}\n---\n\n[e](f)"
    assert document(text).front_matter == "a: {b: [c](d)}\n"


def test_where_javascript_ends() -> None:
    assert expression_end("{a: [`${'}'}`]} b", 0) == 15
    assert expression_end("{a", 0) is None
    assert expression_end("{`" + "${`" * 200, 0) is None
    assert statements_end("a\n\nb", 0) == 2
    assert statements_end("a(\n\n)\n", 0) == 6
