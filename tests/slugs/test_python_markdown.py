"""Python-Markdown with settings other than its truth table's, and the IDs of its extensions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint.base.model import Document, Source
from recall_lint.markdown import parse
from recall_lint.slugs import dialect, is_opaque, others

EVERY = "footnotes=yes&blocks=yes&tabs=number&block_tabs=number&directives=yes&md_in_html=yes"
LINES = (
    "# A {#a}", "text", "", "{#b}", "{: #c .d }", "* item", "  {: #e }", "> q", "[x](y){#f}", "```",
    "``` { .p #g }", "~~~", "/// tab | T", "///", "//// html | i#h", "    attrs: {id: j}",
    '=== "T"', '    === "U"', '===! "V"', "    text", "a[^1] b[^1]", "[^1]: note", "::: a.b",
    "| a {: #k } |", "term {#l}", ":   definition", "<div markdown>", "</div>", "\t", "`x`{#m}",
)  # fmt: skip


def document(text: str) -> Document:
    return parse(Source("a.md", text))


def ids(text: str, options: str = EVERY) -> list[str]:
    """The IDs other than those of headings."""
    return list(others(dialect(f"python-markdown?{options}"), document(text)))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", "ete-a-b"),
        ("?slug=unicode", "été-a-b"),
        ("?slug=pymdownx", "Été--a-B"),
        ("?slug=pymdownx-lower", "été--a-b"),
        ("?slug=pymdownx-lower-ascii", "Été--a-b"),
        ("?slug=pymdownx-fold", "été--a-b"),
        ("?slug=pymdownx-lower-percent", "%C3%A9t%C3%A9--a-b"),
        ("?separator=_", "ete_a_b"),
        ("?slug=pymdownx-lower&separator=_", "été__a_b"),
    ],
)
def test_headings_are_named_by_a_function(options: str, expected: str) -> None:
    found = dialect(f"python-markdown{options}").anchors(document("# Été & a B\n"))
    assert found == [expected]


@pytest.mark.parametrize("tag", ["address", "details", "h2", "video"])
def test_a_heading_in_a_block_of_html_is_text(tag: str) -> None:
    text = document(f"<{tag}>\n\n# A\n\n</{tag}>\n\n# B\n")
    assert dialect("python-markdown").anchors(text)[-2:] == [None, "b"]


def test_without_attr_list_a_list_is_text() -> None:
    text = "# A {#b}\n\ntext\n{#c}\n"
    assert dialect("python-markdown?attr_list=no").anchors(document(text)) == ["a-b"]
    assert ids(text, "attr_list=no") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a paragraph\n{#b}\n", ["b"]),
        ("{#b}\n", []),
        ("a\n\n{#b}\n", []),
        ("a\n{#b}\nc\n", []),
        ("```\na\n{#b}\n\n```\n", []),
        ("a `{#b}` and `c`{#d}\n", ["d"]),
        ("[x](y(z)){: #b .c }\n", ["b"]),
        ("[x][y]{#b} *c*{#d} :e:{#f}\n", ["b", "d", "f"]),
        ("a {#b}\n", []),
        ("| a {: #b } | c |\n", ["b"]),
        ("``` { .python #b }\n```\n", ["b"]),
        ("a\n{ #b id='c' }\n", ["c"]),
    ],
)
def test_attribute_lists_give_ids(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_footnotes_and_their_uses_have_ids() -> None:
    found = ids("a[^1] b[^1] c[^2]\n\n[^1]: d\n", "footnotes=yes")
    assert found == ["fn:1", "fnref:1", "fnref2:1"]


def test_tabs_are_numbered_by_set() -> None:
    text = '=== "A"\n\n    === "B"\n\n=== "C"\n\ntext\n\n=== "D"\n\n===! "E"\n'
    numbers = ["1_1", "2_1", "1_2", "3_1", "4_1"]
    assert ids(text, "tabs=number") == [f"__tabbed_{number}" for number in numbers]


def test_tabs_are_named_like_headings() -> None:
    text = '# A\n\n=== "B *c*"\n\n## D\n\n=== "B c"\n'
    assert ids(text, "tabs=pymdownx-lower") == ["b-c", "b-c_1"]
    assert ids(text, "tabs=pymdownx-lower&tab_headings=yes") == ["a-b-c", "d-b-c"]


def test_blocks_have_the_ids_of_their_options() -> None:
    text = "/// note | x\n    attrs: {class: c, id: a}\n\n///\n\n/// html | div#b.c\n///\n"
    assert ids(text, "blocks=yes") == ["a", "b"]


def test_tabs_may_be_blocks() -> None:
    text = "/// tab | A\n\n//// tab | B\n////\n///\n\n/// tab | C\n///\ntext\n/// tab | D\n///\n"
    numbers = ["1_1", "2_1", "1_2", "3_1"]
    assert ids(text, "blocks=yes&block_tabs=number") == [f"__tabbed_{n}" for n in numbers]


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("::: a.b\n", "directives=yes", True),
        ("```\n::: a.b\n```\n", "directives=yes", False),
        ("::: a.b\n", "directives=no", False),
        ("a\n", "slug=other", True),
        ('=== "A"\n', "tabs=other", True),
        ("a\n", "tabs=other", False),
    ],
)
def test_what_only_the_generator_knows(text: str, options: str, expected: bool) -> None:
    assert is_opaque(dialect(f"python-markdown?{options}"), document(text)) is expected


def test_an_id_that_is_taken_is_not_a_heading_s() -> None:
    assert dialect("python-markdown").anchors(document("text\n{#a}\n\n# A\n")) == ["a_1"]


@given(st.lists(st.sampled_from(LINES), max_size=12).map("\n".join))
def test_nothing_raises(text: str) -> None:
    assert all(isinstance(each, str) for each in ids(text))
