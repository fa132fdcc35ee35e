"""Finding books of HonKit, and what their table cannot hold."""

from __future__ import annotations

import pytest

from recall_lint.sites import honkit
from recall_lint.sites.files import Listed
from recall_lint.sites.model import File, Mount, Page, Site, SiteError


def book(texts: dict[str, str], marker: str = "b/book.json") -> Site | None:
    return honkit.find(marker, Listed(texts, texts.get))


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        ("", "b"),
        ("{}", "b"),
        ('{"root": "text"}', "b/text"),
        ('{"root": "./text/"}', "b/text"),
        ('{"root": "../text"}', "text"),
    ],
)
def test_a_book_lies_where_its_settings_say(settings: str, folder: str) -> None:
    site = book({"b/book.json": settings, f"{folder}/SUMMARY.md": ""})
    assert site is not None
    assert (site.root, site.because) == ("b", "b/book.json")
    assert site.content == site.static == (Mount(folder, "/"),)


def test_the_summary_may_have_another_name() -> None:
    texts = {"book.json": '{"structure": {"summary": "toc.md"}}', "toc.md": "* [a](x/a.md)"}
    site = book(texts, "book.json")
    assert site is not None
    pages = [Page("toc.md", {}), Page("x/a.md", {}), Page("x/b.md", {})]
    served = honkit.serve(site, pages, Listed(texts, texts.get))
    assert served == {"x/a.md": ("/x/a.html",), "x/b.md": ("/x/b.md",)}


def test_without_a_summary_there_is_no_book() -> None:
    assert book({"book.json": "{}"}, "book.json") is None


def test_each_language_is_a_book() -> None:
    texts = {
        "book.json": "{}",
        "LANGS.md": "* [English](en/)\n* [Deutsch](de)\n",
        "en/SUMMARY.md": "* [a](a.md)",
        "de/SUMMARY.md": "* [a](a.md)",
    }
    site = book(texts, "book.json")
    assert site is not None
    pages = [Page(path, {}) for path in ("LANGS.md", "en/a.md", "de/a.md", "de/README.md")]
    served = honkit.serve(site, pages, Listed(texts, texts.get))
    assert served == {
        "LANGS.md": ("/",),
        "en/a.md": ("/en/a.html",),
        "de/a.md": ("/de/a.html",),
        "de/README.md": ("/de/",),
    }
    ways = honkit.ways(site, "de/a.md", ("/de/a.html",), "/a.md", "link")
    assert next(ways) == File("de/a.md")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("{", "b/book.json:1: "),
        ('{"x": 1,\n"y"}', "b/book.json:2: "),
        ("[]", "b/book.json:1: "),
        ('{"root": 1}', "b/book.json: root "),
        ('{"structure": "x"}', "b/book.json: structure "),
    ],
)
def test_bad_settings_are_told(settings: str, said: str) -> None:
    with pytest.raises(SiteError) as error:
        book({"b/book.json": settings, "b/SUMMARY.md": ""})
    assert str(error.value).startswith(said)


def test_a_folder_without_settings() -> None:
    assert honkit.of("b", Listed((), lambda path: None)).content == (Mount("b", "/"),)
