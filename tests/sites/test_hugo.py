"""Hugo's sites: where they are found, and what a page takes in; the tables hold the rest."""

from __future__ import annotations

import pytest

from recall_lint import sites
from recall_lint.notebook.resolutions import Found, MissingFile, MissingSection, Unjudged
from recall_lint.sites.files import Listed
from recall_lint.sites.model import Mount
from tests.literate import make_notebook

PAGE = {"content/a.md": "# A\n"}


def found(files: dict[str, str]) -> tuple[tuple[Mount, ...], ...]:
    """The content of each site that is found."""
    publication = sites.find(Listed(files, files.get))
    return tuple(site.content for site in publication.sites)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hugo.toml", "title = 'x'\n"),
        ("hugo.yaml", "title: x\n"),
        ("hugo.json", '{"title": "x"}'),
        ("config.toml", "baseURL = 'https://example.org/'\ntitle = 'x'\n"),
        ("config/_default/hugo.toml", "title = 'x'\n"),
    ],
)
def test_every_spelling(name: str, text: str) -> None:
    assert found({name: text, **PAGE}) == ((Mount("content", "/"),),)


@pytest.mark.parametrize(
    "files",
    [
        {"hugo.toml": "title = 'x'\n", "docs/a.md": ""},
        {"config.toml": "[server]\nport = 1\n", **PAGE},
        {"config.toml": "base_url = 'x'\ntitle = 'x'\nbuild_search_index = true\n", **PAGE},
        {"config.toml": "base_url = 'x'\ntitle = 'x'\ntheme = 'y'\n", **PAGE},
    ],
)
def test_what_is_no_site(files: dict[str, str]) -> None:
    assert found(files) == ()


def test_a_broken_configuration_is_named_with_its_line() -> None:
    files = {"hugo.toml": "title = 'x'\n[markup\n", **PAGE}
    (problem,) = sites.find(Listed(files, files.get)).problems
    assert problem.startswith("hugo.toml:2:")


def test_a_language_without_a_folder_of_its_own_has_the_common_one() -> None:
    text = "contentDir: content/en\nlanguages:\n  en: {}\n  no:\n    contentDir: content/no\n"
    files = {"hugo.yaml": text, "content/en/a.md": "", "content/no/a.md": ""}
    assert found(files) == ((Mount("content/no", "/no/"), Mount("content/en", "/")),)


def test_a_word_of_a_link_render_hook_is_left_to_it() -> None:
    hook = '{{ if eq (urls.Parse .Destination).String "g" }}{{ end }}'
    files = {
        "hugo.toml": "title = 'x'\n",
        "layouts/_markup/render-link.html": hook,
        "content/a.md": "[glob](g) [gone](h)\n",
    }
    notebook = make_notebook(files)
    word, dead = (use.resolution for use in notebook.uses("content/a.md"))
    assert isinstance(word, Unjudged)
    assert isinstance(dead, MissingFile)


def test_the_sections_of_a_file_that_is_taken_in_are_the_page_s() -> None:
    files = {
        "hugo.toml": "title = 'x'\n",
        "content/a.md": '{{% include "/_common/part.md" %}}\n\n[x](#shared) [y](#none)\n',
        "content/_common/part.md": "# Shared\n",
    }
    notebook = make_notebook(files)
    alive, dead = (use.resolution for use in notebook.uses("content/a.md"))
    assert isinstance(alive, Found)
    assert isinstance(dead, MissingSection)
