"""Laws that hold for any text, not only for examples."""

from __future__ import annotations

import random
from contextlib import suppress

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from recall_lint import markdown
from recall_lint.base import destinations
from recall_lint.base.model import Document, HtmlAnchor, Link, Section, Source
from recall_lint.base.problems import Target
from recall_lint.linter.linter import lint
from recall_lint.markdown.front_matter import front_matter
from recall_lint.notebook.resolutions import Found
from tests.differential import generate
from tests.literate import context, make_notebook

MARKDOWN = st.one_of(
    st.text(),
    # Surrogates are the result of `surrogateescape` for invalid UTF-8.
    st.text(st.characters(categories=["L", "N", "P", "Z", "Cs"])),
    st.text(alphabet="#-*+1.>`[]()<>!|_~$\\&;:= \t\r\nabé\u0130\ufeff\udcff"),
    st.integers(0, 2**32).map(lambda seed: generate(random.Random(seed))),
)
PATH = st.text("abcé %#?()[]&'\"*_\\", min_size=1, max_size=8).filter(
    lambda name: name.strip(" .") == name
)


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(MARKDOWN)
@settings(max_examples=800)
def test_parsing_never_raises_and_spans_are_what_they_name(text: str) -> None:
    check_spans(markdown.parse(Source("x.md", text)))


def check_spans(document: Document) -> None:
    """Hold that each span of a document is the text that it names."""
    text = document.source.text
    everything: list[Section | Link | HtmlAnchor] = [
        *document.sections,
        *document.links,
        *document.html_anchors,
    ]
    for thing in everything:
        assert 0 <= thing.span.start <= thing.span.end <= len(text)
    for section in document.sections:
        assert text[section.span.start : section.span.end] == section.markup
        assert section.span.end <= section.body.start <= section.body.end <= len(text)
    for link in document.links:
        assert 0 <= link.whole.start < link.whole.end <= len(text)
        written = text[link.span.start : link.span.end]
        if not set(written) & set("\\&\n\r "):
            assert written == link.destination
    for item in document.items:
        assert text.startswith(item.marker, item.span.start)
        assert item.span.start < item.span.end <= len(text)
    for block in document.blocks:
        assert 0 <= block.span.start <= block.span.end <= len(text)
        if block.item is not None and block.kind != "code":
            around = document.items[block.item].span
            assert around.start < block.span.start <= block.span.end <= around.end


@given(
    st.sampled_from(["", "a: b\n", "a:", "# c", "\n", "- "]),
    st.text("ab1-_.:#'\"[]{},&*!|>? \t\r\n\x85\xa0\u2028", max_size=12),
)
@settings(max_examples=400)
def test_front_matter_is_what_yaml_takes_for_a_mapping_or_for_broken(first: str, rest: str) -> None:
    block, _ = front_matter(f"---\n{first}{rest}\n---\n")
    if block:
        with suppress(yaml.YAMLError, ValueError, LookupError, AttributeError):
            assert isinstance(yaml.safe_load(block), dict)


@given(MARKDOWN)
def test_line_endings_and_a_byte_order_mark_change_nothing(text: str) -> None:
    text = _newlines(text).lstrip("\ufeff")
    plain = markdown.parse(Source("x.md", text))
    marked = markdown.parse(Source("x.md", "\ufeff" + text.replace("\n", "\r\n")))
    assert [s.title for s in plain.sections] == [s.title for s in marked.sections]
    assert [k.destination for k in plain.links] == [k.destination for k in marked.links]
    assert [i.marker for i in plain.items] == [i.marker for i in marked.items]
    assert [b.parts for b in plain.blocks] == [b.parts for b in marked.blocks]
    first = [plain.source.position(k.span.start) for k in plain.links]
    assert first == [marked.source.position(k.span.start) for k in marked.links]


@given(st.lists(st.text("ab é1-_.`*&", max_size=6), min_size=1, max_size=6), PATH, PATH)
def test_a_link_written_to_any_section_resolves_to_it(
    titles: list[str], note: str, page: str
) -> None:
    path = f"Notes/{note}.md"
    text = "".join(f"# {title}\n\n" for title in titles)
    notebook = make_notebook({path: text})
    for anchor, named in notebook.anchors.index(path).items():
        assert named.place is not None
        written = destinations.write(f"Recall/{page}.md", Target(path, anchor))
        pages = make_notebook({path: text, f"Recall/{page}.md": f"1. a? [b]({written})\n"})
        (use,) = pages.uses(f"Recall/{page}.md")
        assert isinstance(use.resolution, Found)
        assert use.resolution.target == Target(path, anchor)


@given(st.dictionaries(PATH.map(lambda p: f"Recall/{p}.md"), MARKDOWN, max_size=4), st.randoms())
def test_the_report_does_not_depend_on_the_order_of_files(
    files: dict[str, str], rng: random.Random
) -> None:
    shuffled = list(files.items())
    rng.shuffle(shuffled)
    one, other = make_notebook(files), make_notebook(dict(shuffled))
    assert lint(context(one), files).diagnostics == lint(context(other), files).diagnostics


@given(MARKDOWN)
def test_nothing_is_reported_twice(text: str) -> None:
    notebook = make_notebook({"Recall/a.md": text})
    report = lint(context(notebook), notebook.documents)
    places = [(d.problem.path, d.problem.span, d.code) for d in report.diagnostics]
    assert len(places) == len(set(places))


@given(MARKDOWN, st.integers(0, 60))
def test_a_position_names_its_character(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    line, column = Source("x.md", text).position(offset)
    assert line == _newlines(text[:offset]).count("\n") + 1 - text[:offset].endswith("\r") * (
        text[offset : offset + 1] == "\n"
    )
    assert column >= 1
