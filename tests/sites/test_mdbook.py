"""Finding books, and cases that the tables cannot express."""

from __future__ import annotations

import pytest

from recall_lint.sites import mdbook
from recall_lint.sites.files import Listed
from recall_lint.sites.model import File, Mount, Page, Site, SiteError, Unknown, Url
from tests.literate import lint_texts


def files(**texts: str) -> Listed:
    named = {name.replace("__", "/").replace("_", "."): text for name, text in texts.items()}
    return Listed(named, named.get)


def book(settings: str, folder: str = "src") -> Site:
    site = mdbook.find(
        "b/book.toml",
        Listed(
            ["b/book.toml", f"b/{folder}/SUMMARY.md".replace("/./", "/")],
            {"b/book.toml": settings}.get,
        ),
    )
    assert site is not None
    return site


@pytest.mark.parametrize(
    ("settings", "folder", "base"),
    [
        ("", "src", "/"),
        ("[book]\nsrc = 'text'", "text", "/"),
        ("[book]\nsrc = './text/'", "text", "/"),
        ("[output.html]\nsite-url = '/x/y'", "src", "/x/y/"),
        ("[output.html]\nsite-url = '/'", "src", "/"),
        ("[output.html]\nsite-url = 'https://books.example/x/'", "src", "/x/"),
    ],
)
def test_a_book_lies_where_its_settings_say(settings: str, folder: str, base: str) -> None:
    site = book(settings, folder)
    assert (site.root, site.because) == ("b", "b/book.toml")
    assert site.content == site.static == (Mount(f"b/{folder}", base),)


def test_a_book_may_be_its_own_folder() -> None:
    assert book("[book]\nsrc = '.'", ".").content == (Mount("b", "/"),)


def test_without_a_summary_there_is_no_book() -> None:
    assert mdbook.find("book.toml", files(book_toml="")) is None


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("[book", "b/book.toml:1: "),
        ("x = 1\ny = ", "b/book.toml:2: "),
        ("[book]\nsrc = 1", "b/book.toml: src "),
        ("output = 1", "b/book.toml: output "),
    ],
)
def test_bad_settings_are_told(settings: str, said: str) -> None:
    with pytest.raises(SiteError) as error:
        book(settings)
    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    ("settings", "dialect"),
    [
        ("", "mdbook?smart-punctuation=yes"),
        ("[output.html]\nsmart-punctuation = false", "mdbook"),
        ("[output.html]\ncurly-quotes = false", "mdbook"),
        (
            "[output.html]\nsmart-punctuation = false\ndefinition-lists = false",
            "mdbook?definition-lists=no",
        ),
    ],
)
def test_settings_choose_the_dialect(settings: str, dialect: str) -> None:
    assert book(settings).dialects == (dialect,)


def test_the_index_preprocessor_may_be_off() -> None:
    site = book("[build]\nuse-default-preprocessors = false")
    known = Listed(["b/src/SUMMARY.md"], lambda path: "- [a](README.md)\n<!-- [b](b.md) -->\n")
    pages = [Page("b/src/README.md", {}), Page("b/src/b.md", {})]
    assert mdbook.serve(site, pages, known)["b/src/README.md"] == ("/README.html", "/")
    assert "b/src/b.md" not in mdbook.serve(site, pages, known)


def test_names_are_a_preprocessors_where_a_book_has_its_own() -> None:
    plain, own = book(""), book("[preprocessor.names]\ncommand = 'x'")
    for site, last in ((plain, Url("/expr.closure")), (own, Unknown("preprocessor"))):
        found = [*mdbook.ways(site, "b/src/a.md", ("/a.html",), "expr.closure", "link")]
        assert found[-1] == last


def test_labels_are_a_preprocessors_where_a_book_has_its_own() -> None:
    page = {"src/SUMMARY.md": "- [a](a.md)\n", "src/a.md": "[one][items.struct]\n"}
    for settings, number in (("", 1), ("[preprocessor.spec]\ncommand = 'x'", 0)):
        report = lint_texts({"book.toml": settings, **page})
        assert [d.code for d in report.diagnostics] == ["RL105"] * number


def test_a_summary_names_files() -> None:
    found = [*mdbook.ways(book(""), "b/src/SUMMARY.md", (), "c/a b.md", "link")]
    assert found == [File("b/src/c/a b.md")]


def test_a_folder_without_settings() -> None:
    site = mdbook.of(".", files())
    assert site.content == (Mount("src", "/"),)
    assert mdbook.serve(site, [], files()) == {}
