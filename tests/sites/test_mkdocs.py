"""MkDocs cases that the tables cannot express: detection, and links that are not checked."""

from __future__ import annotations

import pytest

from recall_lint import sites
from recall_lint.base.model import Source
from recall_lint.markdown import parse
from recall_lint.notebook.resolutions import (
    Found,
    MissingFile,
    MissingSection,
    Resolution,
    Unjudged,
)
from recall_lint.sites.files import Listed
from recall_lint.sites.model import Mount, Site
from recall_lint.sites.publication import Publication
from recall_lint.slugs import dialect
from tests.literate import lint_texts, make_notebook


def published(files: dict[str, str]) -> Publication:
    return sites.find(Listed(files, files.get))


def site(configuration: str, **files: str) -> Site:
    """The site of a configuration in the root, with one page."""
    every = {"mkdocs.yml": configuration, "docs/index.md": "", **files}
    (found,) = published(every).sites
    return found


def resolved(configuration: str, destination: str, **files: str) -> Resolution:
    """The resolution of a link on the index; in file names, `__` is `/` and `_` a dot."""
    named = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    every = {"mkdocs.yml": configuration, "docs/index.md": f"[x]({destination})", **named}
    (use,) = make_notebook(every).uses("docs/index.md")
    return use.resolution


@pytest.mark.parametrize(
    "marker", ["mkdocs.yml", "mkdocs.yaml", "a/b/mkdocs.yml", "mkdocs-online.yml", "mkdocs.en.yml"]
)
def test_a_site_is_found_by_its_configuration(marker: str) -> None:
    folder = marker.rpartition("/")[0]
    docs = f"{folder}/docs" if folder else "docs"
    files = {marker: "site_name: x\n", f"{docs}/index.md": ""}
    (found,) = published(files).sites
    assert (found.root, found.because) == (folder or ".", marker)
    assert found.content == (Mount(docs, "/"),)


def test_a_part_of_a_configuration_tells_of_no_site() -> None:
    files = {"mkdocs-nav.yml": "nav: []\n", "docs/index.md": ""}
    assert published(files).sites == ()
    files |= {"mkdocs-online.yml": "site_name: y\n", "mkdocs.yml": "site_name: x\n"}
    assert [site.because for site in published(files).sites] == ["mkdocs.yml"]


def test_without_pages_there_is_no_site() -> None:
    assert published({"mkdocs.yml": "site_name: x\n", "README.md": ""}).sites == ()


def test_a_folder_that_is_not_there_is_said_with_its_line() -> None:
    found = published({"mkdocs.yml": "site_name: x\ndocs_dir: pages\n"})
    assert found.problems == ("mkdocs.yml:2: docs_dir not found: pages",)


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"mkdocs.yml": "a: [\n"}, "mkdocs.yml:2: invalid YAML: "),
        ({"mkdocs.yml": "- a\n"}, "mkdocs.yml:1: expected a mapping"),
        ({"mkdocs.yml": "a: 1\nINHERIT: b.yml\n"}, "mkdocs.yml:2: INHERIT file not found: b.yml"),
        ({"mkdocs.yml": "INHERIT: mkdocs.yml\n"}, "mkdocs.yml:1: circular INHERIT: mkdocs.yml"),
        (
            {"mkdocs.yml": "INHERIT: b.yml\n", "b.yml": "\nINHERIT: ./mkdocs.yml\n"},
            "b.yml:2: circular INHERIT: mkdocs.yml",
        ),
    ],
)
def test_bad_configuration_is_one_problem(files: dict[str, str], problem: str) -> None:
    (said,) = published({**files, "docs/index.md": ""}).problems
    assert said.startswith(problem)


def test_what_is_inherited_is_merged() -> None:
    files = {
        "mkdocs.yml": "INHERIT: b.yml\nvalidation: {links: {absolute_links: relative_to_docs}}\n",
        "b.yml": "site_url: https://x.org/y\nvalidation: {nav: {}}\nmarkdown_extensions: [extra]\n",
        "docs/index.md": "",
    }
    (found,) = published(files).sites
    assert (found.base, found.options["from_docs"]) == ("/y/", True)
    assert found.dialects == ("python-markdown?footnotes=yes&md_in_html=yes",)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://x.org", "/"),
        ("https://x.org/a/b", "/a/b/"),
        ("!ENV [URL, 'https://x.org/c/']", "/c/"),
        ("!ENV URL", "/"),
        ("''", "/"),
        ("[1]", "/"),
    ],
)
def test_the_base_is_the_path_of_the_site_s_url(url: str, base: str) -> None:
    assert site(f"site_url: {url}\n").base == base


PYMDOWNX = "!!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower, percent_encode: 1}}"


@pytest.mark.parametrize(
    ("extensions", "expected"),
    [
        ("[]", "?attr_list=no"),
        ("[attr_list]", ""),
        ("[markdown.extensions.attr_list]", ""),
        ("{attr_list: {}}", ""),
        ("[pymdownx.extra]", "?footnotes=yes&md_in_html=yes"),
        ("[extra, toc: {separator: _}]", "?separator=_&footnotes=yes&md_in_html=yes"),
        ("[attr_list, toc: {slugify: !!python/name:x.uslugify }]", "?slug=pymdownx-lower"),
        ("[attr_list, toc: {slugify: !!python/name:a.b }]", "?slug=other"),
        ("[attr_list, toc: {slugify: !!python/name:toc.slugify_unicode }]", "?slug=unicode"),
        (f"[attr_list, toc: {{slugify: {PYMDOWNX}}}]", "?slug=pymdownx-lower-percent"),
        ("[attr_list, pymdownx.tabbed: {separator: _}]", "?tabs=number&tab_separator=_"),
        ("[attr_list, pymdownx.blocks.tab]", "?blocks=yes&block_tabs=number"),
        ("[attr_list, 5, {a: {}, b: 1}]", ""),
    ],
)
def test_extensions_make_the_dialect(extensions: str, expected: str) -> None:
    (name,) = site(f"markdown_extensions: {extensions}\n").dialects
    assert name == f"python-markdown{expected}"
    assert dialect(name).NAME == "python-markdown"


def test_what_has_the_wrong_type_says_nothing() -> None:
    found = site(
        "docs_dir: [a]\ntheme: 1\nplugins: 2\nextra: 3\nvalidation: 4\nexclude_docs: 5\n"
        "hooks: 6\nmarkdown_extensions: 7\nuse_directory_urls: x\n"
    )
    assert found.content == (Mount("docs", "/"),)


def test_a_pattern_that_is_none_is_left_out() -> None:
    assert "/a/" in site("exclude_docs: |\n  !\n  /a/\n").options["exclude"]


def test_versions_of_mike_lie_below_the_base() -> None:
    configuration = "site_url: https://x.org/y/\nplugins: [mike]\n"
    assert isinstance(resolved(configuration, "/y/latest/a/", docs__a_md=""), Found)
    assert isinstance(resolved(configuration, "/y/1.2/b/", docs__a_md=""), MissingFile)
    assert isinstance(
        resolved("site_url: https://x.org/\n", "/latest/a/", docs__a_md=""), MissingFile
    )


@pytest.mark.parametrize(
    ("configuration", "destination"),
    [
        ("plugins: [api-autonav]", "reference/pkg/"),
        ("plugins: [api-autonav: {api_root_uri: api}]", "api/pkg.md"),
        ("plugins: [gen-files: {scripts: [gen.py]}]", "made/pkg.md"),
        ("plugins: [gen-files: {scripts: [gen.py]}]", "list.md"),
        ("hooks: [gen.py]", "list/"),
        ("plugins: [material/blog]", "blog/2024/01/02/first/"),
        ("plugins: [redirects: {redirect_maps: {away.md: 'https://x.org/'}}]", "away/"),
        ("", "kept/x.md"),
        ("", "kept/x/"),
        ("", "sitemap.xml"),
    ],
)
def test_what_is_made_is_not_judged(configuration: str, destination: str) -> None:
    files = {"gen_py": "open('made', 'list.md')", "docs/.gitignore": "/kept/\n"}
    every = {name.replace("_", "."): text for name, text in files.items()}
    every |= {"mkdocs.yml": f"{configuration}\n", "docs/index.md": f"[x]({destination})"}
    (use,) = make_notebook(every).uses("docs/index.md")
    assert isinstance(use.resolution, Unjudged)


@pytest.mark.parametrize(
    ("configuration", "destination"),
    [
        ("plugins: [api-autonav]", "references/pkg/"),
        ("plugins: [gen-files: {scripts: [none.py]}]", "made/pkg.md"),
        ("hooks: [gen.py]", "lists/"),
        ("plugins: [material/blog]", "blog/posts/first.md"),
    ],
)
def test_what_is_not_made_is_judged(configuration: str, destination: str) -> None:
    assert isinstance(resolved(f"{configuration}\n", destination, gen_py="'list.md'"), MissingFile)


def test_ignoring_all_pages_says_nothing() -> None:
    every = {"mkdocs.yml": "", ".gitignore": "docs\n", "docs/index.md": "[x](a.md)"}
    (use,) = make_notebook(every).uses("docs/index.md")
    assert isinstance(use.resolution, MissingFile)


def test_a_page_with_directives_is_not_fully_known() -> None:
    configuration = "plugins: [mkdocstrings]\n"
    page = {"docs__api_md": "# Api\n\n::: pkg.mod\n"}
    assert isinstance(resolved(configuration, "api.md#pkg.mod.f", **page), Unjudged)
    assert isinstance(resolved(configuration, "api.md#pkg.mod", **page), Found)
    assert isinstance(resolved("", "api.md#pkg.mod.f", **page), MissingSection)


@pytest.mark.parametrize(
    ("configuration", "defined"),
    [
        ("", []),
        ("plugins: [mkdocstrings]\n", ["a", "other"]),
        ("markdown_extensions: [pymdownx.snippets: {auto_append: [inc/r.md]}]\n", ["a"]),
        (
            "markdown_extensions: [pymdownx.snippets: {auto_append: [r.md], base_path: [inc]}]\n",
            ["a"],
        ),
        ("markdown_extensions: [pymdownx.snippets: {auto_append: [none.md]}]\n", []),
    ],
)
def test_references_that_the_generator_defines(configuration: str, defined: list[str]) -> None:
    files = {
        "mkdocs.yml": configuration,
        "docs/a.md": "[one][A] [two][other]\n",
        "inc/r.md": "[a]: https://example.org\n",
    }
    notebook = make_notebook(files)
    labels = ("A", "other")
    found = [each.lower() for each in labels if notebook.sites.defines_reference("docs/a.md", each)]
    assert found == defined
    assert len(notebook.uses("docs/a.md")) == len(defined)
    codes = [d.problem.span for d in lint_texts(files).diagnostics if d.code == "RL105"]
    assert len(codes) == len(labels) - len(defined)


def test_a_site_without_configuration_has_all_defaults() -> None:
    found = sites.generator("mkdocs").of("a", Listed([], lambda path: None))
    assert found.content == (Mount("a/docs", "/"),)
    assert found.dialects == ("python-markdown?attr_list=no",)


def test_the_pages_may_be_those_of_the_root() -> None:
    files = {"mkdocs.yml": "docs_dir: .\n", "a.md": "[x](b.md) [y](../b/) [z](c.md)", "b.md": ""}
    uses = make_notebook(files).uses("a.md")
    assert [type(use.resolution) for use in uses] == [Found, Found, MissingFile]


def test_links_of_what_is_taken_in_elsewhere_are_not_judged() -> None:
    files = {
        "mkdocs.yml": "plugins: [exclude: {glob: ['parts/*']}]\n",
        "docs/parts/a.md": "[x](b.md) [y](../c.md)",
        "docs/c.md": "",
    }
    uses = make_notebook(files).uses("docs/parts/a.md")
    assert [type(use.resolution) for use in uses] == [Unjudged, Found]


def test_blocks_of_python_markdown_are_read() -> None:
    text = '!!! note\n\n    [a](b.md)\n\n=== "T"\n\n    ## H\n\n<div markdown>\n[c](d.md)\n</div>\n'
    document = parse(Source("a.md", text), "python-markdown")
    assert [link.destination for link in document.links] == ["b.md", "d.md"]
    assert [section.title for section in document.sections] == ["H"]
    assert text[document.links[1].span.start :].startswith("d.md")


@pytest.mark.parametrize(
    ("index", "destination", "verdict"),
    [
        ("", "../assets/a.png", Unjudged),
        ("", "../docs/b.md", Unjudged),
        ("", "gone.md", MissingFile),
        ("docs/README.md", "../assets/a.png", MissingFile),
        ("docs/de/index.de.md", "../assets/a.png", MissingFile),
    ],
)
def test_without_an_index_a_script_puts_the_pages_together(
    index: str, destination: str, verdict: type
) -> None:
    files = {
        "mkdocs.yml": "site_name: x\n",
        "docs/a.md": f"[x]({destination})\n",
        "docs/b.md": "",
        "assets/a.png": "",
    }
    (use,) = make_notebook(files | ({index: ""} if index else {})).uses("docs/a.md")
    assert isinstance(use.resolution, verdict)
