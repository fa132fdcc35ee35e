"""A text → its rendered view: the same as from its document, or none."""

from __future__ import annotations

import random
import re
from collections import Counter
from urllib.parse import unquote

import pytest

from recall_lint import markdown
from recall_lint.base.model import Source
from recall_lint.markdown import reader
from recall_lint.slugs import github
from tests.differential import generate

pytest.importorskip("pyromark")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("# A *b* `c` &amp; <b>d</b>\n", ["A b c & d"]),
        ("Two\nlines\n---\n", ["Two\nlines"]),
        ("---\ntitle: a\n---\n# A\n", ["A"]),
        ("- # A\n\n> ## B\n", ["A", "B"]),
        ("## Agenda \t\n", ["Agenda"]),
        ("# ![alt](a.png) A\n", [" A"]),
        ("```\n# A\n```\n", []),
        ("<!-- # A -->\n", []),
    ],
)
def test_titles(text: str, titles: list[str]) -> None:
    view = reader.view(text)
    assert view is not None
    assert view.titles == titles


@pytest.mark.parametrize(
    ("text", "links", "images"),
    [
        ("[a](b.md#c) ![d](e.png)\n", ["b.md#c"], ["e.png"]),
        ("[a][b]\n\n[b]: <c d.md> 'e'\n", ["c%20d.md"], []),
        ("<a class=x href='b.md?c&amp;d'>a</a> <img alt='' src=e.png>\n", ["b.md?c&d"], ["e.png"]),
        ("[a](https://b.c) <mailto:a@b.c> [d](xref:e) <http:>\n", [], []),
        ("[a](http:/b) [c](https://{{d}})\n", ["http:/b", "https://%7B%7Bd%7D%7D"], []),
        ("`[a](b.md)` <!-- [a](b.md) <a href='c.md'> -->\n", [], []),
        ("[a]()\n", [""], []),
    ],
)
def test_links(text: str, links: list[str], images: list[str]) -> None:
    view = reader.view(text)
    assert view is not None
    assert (view.links, view.images) == (links, images)


def test_names() -> None:
    view = reader.view("<a id='A'></a> <p class=x name=b id=c>\n\n`<a id='d'>` <!-- <a id=e> -->\n")
    assert view is not None
    assert view.names == ["A", "c", "b"]


@pytest.mark.parametrize(
    "text",
    [
        "<h2>A</h2>\n",
        "A[^1]\n\n[^1]: b\n",
        "<!-- recall-lint-disable -->\n",
        "a\0\n",
        "\udcff\n",
        "<title>a</title>\n",
        "<Link to='/a'>b</Link>\n",
        "# See https://a.b/*c*\n",
        "[a] (b.md)\n",
        "[a](b *c*.md)\n",
        "a|b|c\n|---|---|\n|---|---|\nd\n---\n",
        "a|b|c\n|---|---|\nx|y\n|:--|--:|\nd\n---\n",
        '<b id=a></b> [b](c.md " id=d")\n',
        "![<a name=b]()\n",
        "(b.md)[a]\n",
        "[ab][c]\n",
        "*a*[*bc*][d]\n",
        "[[A]]\n",
        "a $b [c](d) e$\n",
        "# A $x_1$\n",
        "https://a.b/c[d](e.md)\n",
        "> a\n<e>\n# B\n",
        "<!-- a\n",
    ],
)
def test_what_has_to_be_parsed(text: str) -> None:
    assert reader.view(text) is None


@pytest.mark.parametrize(
    "text", ["a|b\n-|-\nc|-\n", "a|b\n-|-\n\nc|d\n-|-\n", "a\n\n---\n---\n", "- a\n- b|c\n"]
)
def test_tables_with_one_delimiter_row(text: str) -> None:
    view = reader.view(text)
    assert view is not None
    assert is_same(text, view)


@pytest.mark.parametrize("text", ["a[1][2] [x] (two words)\n", "`[[A]]` `$a` `$b`\n", "\\[a] b\n"])
def test_brackets_that_are_none(text: str) -> None:
    assert reader.view(text) is not None


@pytest.mark.parametrize(
    "text",
    ["$5 and $6\n", "$5 [a](b.md)\n\n$6\n", "- $5\n- [a](b.md) $6\n", "|$5|[a](b)|$6|\n|-|-|-|\n"],
)
def test_dollars_without_a_link_between(text: str) -> None:
    view = reader.view(text)
    assert view is not None
    assert is_same(text, view)


def test_a_text_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST", 3)
    assert reader.view("abc") is not None
    assert reader.view("abcd") is None


def is_same(text: str, view: reader.View) -> bool:
    """Whether a view has the same contents as the document of a text."""
    document = markdown.parse(Source("a.md", text))
    links = Counter(
        (unquote(link.destination), link.image)
        for link in document.links
        if not reader.is_elsewhere(link.destination)
    )
    seen = Counter((unquote(link), False) for link in view.links)
    seen.update((unquote(image), True) for image in view.images)
    return (
        github.names(view.titles) == github.names(section.title for section in document.sections)
        and view.names == [anchor.name for anchor in document.html_anchors]
        and seen == links
        and not document.lookalikes
        and not document.comments
    )


def test_a_view_is_what_the_document_has() -> None:
    rng = random.Random(7)
    texts = [generate(rng) for _ in range(2_000)]
    views = [(text, view) for text in texts if (view := reader.view(text)) is not None]
    assert len(views) > 800
    # A table row that is not one, a bare URL that runs into a link: one of a thousand corner cases.
    assert sum(not is_same(text, view) for text, view in views) <= len(views) / 500


class Counted:
    """A regular expression that counts its matches and the characters it is applied to."""

    def __init__(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.expression: re.Pattern[str] = getattr(reader, name)
        self.found = self.characters = 0
        monkeypatch.setattr(reader, name, self)

    def findall(self, text: str) -> list[str]:
        found = self.expression.findall(text)
        self.found += len(found)
        return found

    def sub(self, by: str, text: str) -> str:
        self.characters += len(text)
        return self.expression.sub(by, text)


@pytest.mark.parametrize(("piece", "name"), [("www.a", "_WWW"), ("http://", "_URL")])
def test_a_run_of_urls_is_looked_at_once(
    piece: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls = Counted(name, monkeypatch)
    assert reader.view(piece * 9) is not None
    assert urls.found == 1
    assert reader.view(f"{piece * 9}[a](b)") is None


def test_the_end_of_a_comment_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    comments = Counted("_COMMENT", monkeypatch)
    assert reader.view("<!-- b -->\n\n" + "<!-- a\n" * 9) is None
    assert comments.characters == 0


def test_the_end_of_a_tag_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tags = Counted("_TAG", monkeypatch)
    text = "[[a]]\n\n<div>\n" + "<div\n" * 999
    reader.view(text)
    assert 0 < tags.characters < 99
