"""The sites of a notebook, their documents, and their configured settings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from recall_lint import sites
from recall_lint.base.config import Choice
from recall_lint.sites.files import Listed
from recall_lint.sites.model import Mount
from recall_lint.sites.publication import packed, unpacked
from recall_lint.sites.unsupported import UNSUPPORTED

ROOT = Path(__file__).parents[2]


def listed(*names: str, **texts: str) -> Listed:
    return Listed([*names, *texts], lambda path: texts.get(path, ""))


BOOK = {"book.toml": "[book]\n", "src/SUMMARY.md": "- [A](a.md)\n", "src/a.md": "# A\n"}


def book(folder: str = "") -> dict[str, str]:
    return {folder + name: text for name, text in BOOK.items()}


def test_files_below_a_folder() -> None:
    files = listed("a/b.md", "a.md", "a-b/c.md", "a/c/d.md", "b.md")
    assert [*files.below("a")] == ["a/b.md", "a/c/d.md"]
    assert [*files.below(".")] == sorted(["a/b.md", "a.md", "a-b/c.md", "a/c/d.md", "b.md"])
    assert [*files.below("none")] == []


def test_a_file_is_read_once_and_only_if_it_is_there() -> None:
    read = []
    files = Listed(["a"], lambda path: read.append(path) or path)  # type: ignore[func-returns-value]
    assert [files.read("a"), files.read("a"), files.read("b")] == ["a", "a", None]
    assert read == ["a"]
    assert files.asked == ("a",)


@pytest.mark.parametrize("generator", sites.MARKERS)
def test_every_generator_is_a_module_that_says_where_its_rules_come_from(generator: str) -> None:
    module = sites.generator(generator)
    assert generator == module.NAME
    assert "Source" in (module.__doc__ or "")


def test_markers_of_outer_folders_come_first_and_none_within_a_name() -> None:
    names = ["b/c/book.toml", "book.toml", "a/mybook.toml", "a/book.toml.bak"]
    assert [*sites.markers(names)] == [("book.toml", "mdbook"), ("b/c/book.toml", "mdbook")]


def test_the_innermost_site_has_a_document() -> None:
    publication = sites.find(listed("README.md", **book(), **book("src/deep/")))
    roots = {
        path: site and site.root
        for path in ("README.md", "src/a.md", "src/deep/src/a.md")
        for site in [publication.site_of(path)]
    }
    assert roots == {"README.md": None, "src/a.md": ".", "src/deep/src/a.md": "src/deep"}


def test_what_is_excluded_tells_of_no_site() -> None:
    files = listed(**book("fixtures/"))
    assert sites.find(files, excluded=lambda path: path.startswith("fixtures/")).sites == ()


def test_a_configuration_that_cannot_be_read_is_one_line_and_the_rest_is_found() -> None:
    broken = book("a/") | {"a/book.toml": "[book\n"}
    publication = sites.find(listed(**broken, **book("b/")))
    assert [site.root for site in publication.sites] == ["b"]
    (problem,) = publication.problems
    assert problem.startswith("a/book.toml:1:")


def test_the_owner_has_the_last_word() -> None:
    choice = Choice("mdbook", ".", content="pages", static=("files",), base="x/y")
    (site,) = sites.find(listed(**book()), chosen=[choice]).sites
    assert site.base == "/x/y/"
    assert site.content == (Mount("pages", "/x/y/"),)
    assert site.static == (Mount("files", "/x/y/"),)


def test_the_owner_may_name_a_site_that_nothing_tells_of() -> None:
    (site,) = sites.find(listed("guide/a.md"), chosen=[Choice("mdbook", "guide")]).sites
    assert (site.generator, site.root) == ("mdbook", "guide")


@pytest.mark.parametrize("name", [".gitlab-ci.yml", "README.md"])
def test_the_forge_shows_what_no_site_publishes(name: str) -> None:
    forge = "gitlab" if name == ".gitlab-ci.yml" else "github"
    assert [view.dialect for view in sites.find(listed(name)).views("a.md")] == [forge]


def test_configured_surfaces_are_those_of_every_document() -> None:
    publication = sites.find(listed("README.md", **book()), ["github", "mdbook"])
    views = {path: publication.views(path) for path in ("README.md", "src/a.md")}
    names = {
        path: [view.dialect.partition("?")[0] for view in each] for path, each in views.items()
    }
    assert [*names.values()] == [["github", "mdbook"]] * 2
    assert [view.site is None for view in views["README.md"]] == [True, True]
    assert [view.site is None for view in views["src/a.md"]] == [True, False]


def test_a_publication_can_be_kept() -> None:
    publication = sites.find(listed("README.md", ".gitlab-ci.yml", **book("b/")))
    kept = unpacked(json.loads(json.dumps(packed(publication))))
    assert repr(kept) == repr(publication)
    assert kept.because == publication.because == (".gitlab-ci.yml", "b/book.toml")


def test_the_documentation_names_every_generator_that_is_not_supported() -> None:
    row = re.sub(r"[\W_]", "", (ROOT / "docs/sites.md").read_text(encoding="utf-8").lower())
    assert [name for name in UNSUPPORTED if name not in row] == []
