"""Finding Docusaurus' sites, and what their tables cannot hold."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recall_lint import sites
from recall_lint.sites import docusaurus
from recall_lint.sites._docusaurus_made import kebab
from recall_lint.sites._docusaurus_routes import route, unnumbered
from recall_lint.sites._docusaurus_settings import Root
from recall_lint.sites.files import Listed
from recall_lint.sites.model import File, Mount, Page, Site, SiteError, Unknown, Url
from recall_lint.sites.publication import Publication, packed, unpacked

DOCS = Mount("w/docs", "/docs/")
BLOG = Mount("w/blog", "/blog/")
PAGES = Mount("w/src/pages", "/")


def listed(config: str, *names: str, **texts: str) -> Listed:
    files = {"w/docusaurus.config.js": config, **dict.fromkeys(names, ""), **texts}
    return Listed(files, files.get)


def site(config: str, *names: str, **texts: str) -> Site:
    found = docusaurus.find("w/docusaurus.config.js", listed(config, *names, **texts))
    assert found is not None
    return found


def served(config: str, *names: str, **metadata: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """What is served of the documents `names`, each with the metadata of its name."""
    files = listed(config, *names)
    pages = [
        Page(name, metadata.get(name.rpartition("/")[2].partition(".")[0], {})) for name in names
    ]
    found = dict(docusaurus.serve(site(config, *names), pages, files))
    made = found.pop("w/docusaurus.config.js", ())
    return {**found, "": made}


@pytest.mark.parametrize("suffix", ["js", "mjs", "cjs", "ts", "mts", "cts"])
def test_every_spelling_of_a_configuration_is_known(suffix: str) -> None:
    path = f"a/docusaurus.config.{suffix}"
    text = "export default {baseUrl: '/x/'}" if "c" not in suffix else "module.exports = {}"
    publication = sites.find(Listed([path], {path: text}.get))
    assert [found.generator for found in publication.sites] == ["docusaurus"]


@pytest.mark.parametrize(
    ("config", "content"),
    [
        ("export default {}", (DOCS, BLOG, PAGES)),
        ("export default {baseUrl: '/a'}", None),
        ("export default {presets: [], plugins: []}", ()),
        ("export default {presets: ['classic']}", (DOCS, BLOG, PAGES)),
        ("export default {presets: [['x', {docs: false, blog: false}]]}", (PAGES,)),
        ("export default {plugins: ['@docusaurus/plugin-content-docs']}", (DOCS,)),
        ("export default {plugins: ['content-pages', f()]}", (PAGES,)),
        (
            "export default {plugins: [['./src/my-blog', {path: 'news', routeBasePath: '/'}]]}",
            (Mount("w/news", "/"),),
        ),
        (
            "export default {plugins: [['content-docs', {path: '../text', routeBasePath: 'a/b'}]]}",
            (Mount("text", "/a/b/"),),
        ),
    ],
)
def test_content_lies_where_the_configuration_says(
    config: str, content: tuple[Mount, ...] | None
) -> None:
    found = site(config)
    if content is None:
        content = tuple(mount._replace(url=f"/a{mount.url}") for mount in (DOCS, BLOG, PAGES))
    assert found.content == content


def test_a_folder_without_a_configuration_has_all_defaults() -> None:
    found = docusaurus.of("w", Listed([], lambda path: None))
    assert (found.root, found.content, found.base) == ("w", (DOCS, BLOG, PAGES), "/")
    assert found.static == (Mount("w/static", "/"),)


def test_without_a_readable_configuration_documents_may_be_at_the_root() -> None:
    urls = served("", "w/docs/a.md")
    assert urls["w/docs/a.md"] == ("/docs/a", "/docs/a/", "/a", "/a/")


def test_bad_configuration_is_an_error_with_its_line() -> None:
    with pytest.raises(SiteError) as error:
        site("const a = 1\nexport defult {{")
    assert str(error.value).startswith("w/docusaurus.config.js:2: ")


@pytest.mark.parametrize(
    ("config", "notice"),
    [
        ("export default make(1)", "w/docusaurus.config.js:1: cannot read the configuration"),
        ("export default {\n  a: ],\n}", "w/docusaurus.config.js:2: invalid JavaScript"),
        ("export default {\n baseUrl: f()}", "w/docusaurus.config.js:2: cannot read baseUrl"),
        (
            "export default {plugins: [['content-docs', {path: 'none'}]]}",
            "w/docusaurus.config.js: the path of ",
        ),
    ],
)
def test_what_is_not_as_it_says_is_noted(config: str, notice: str) -> None:
    (found,) = site(config).notices
    assert found.startswith(notice)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("01-a", "a"),
        ("1 - a b", "a b"),
        ("2_a", "a"),
        ("003.a", "a"),
        ("7", "7"),
        ("2021-05-a", "2021-05-a"),
        ("1.5-a", "1.5-a"),
        ("a-1", "a-1"),
        ("1a", "1a"),
    ],
)
def test_numbers_that_put_names_in_order(name: str, expected: str) -> None:
    assert unnumbered(name) == expected


@pytest.mark.parametrize(
    ("part", "name", "meta", "expected"),
    [
        ("docs", "a.md", {"id": 3}, "/3"),
        ("docs", "b/a.md", {"slug": "./c"}, "/b/c"),
        ("docs", "b/a.md", {"slug": "c%20d"}, "/b/c d"),
        ("docs", "b/100%.md", {}, "/b/100%"),
        ("docs", "Guide/guide.md", {}, "/Guide/"),
        ("docs", "readme.md", {"id": "a"}, "/"),
        ("blog", "2024-1-2-a.md", {}, "/2024/1/2/a"),
        ("blog", "x/2024-01-02-a/index.md", {}, "/2024/01/02/x/a"),
        ("blog", "2024-01-02.md", {}, "/2024/01/02/"),
        ("blog", "a/index.mdx", {}, "/a"),
        ("pages", "a/Index.md", {}, "/a/"),
        ("pages", "a.tsx", {"slug": "b"}, "/a"),
    ],
)
def test_routes(part: Any, name: str, meta: dict[str, Any], expected: str) -> None:
    assert route(Root(part, "p", "f", "r", {}, {}), name, meta) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ice Age", "ice-age"),
        ("fooBar2000", "foo-bar-2000"),
        ("HTMLPages", "html-pages"),
        ("what's new", "whats-new"),
        ("星", "星"),
    ],
)
def test_tags_in_urls(text: str, expected: str) -> None:
    assert kebab(text) == expected


def test_a_version_that_is_not_in_the_notebook_is_the_current_one() -> None:
    config = "export default {presets: [['classic', {docs: {includeCurrentVersion: false}}]]}"
    found = site(
        config,
        **{"w/versions.json": '["2", "1"]', "w/versioned_docs/version-1/a.md": ""},
    )
    assert found.content[:2] == (DOCS, Mount("w/versioned_docs/version-1", "/docs/1/"))


def test_versions_that_are_no_list_are_none() -> None:
    assert site("export default {}", **{"w/versions.json": "{"}).content[0] == DOCS


def test_pages_of_another_plug_in_within_a_folder_are_its_own() -> None:
    config = """export default {presets: ['classic'], plugins: [
      ['content-docs', {id: 'x', path: 'docs/inner', routeBasePath: 'x'}]]}"""
    urls = served(config, "w/docs/a.md", "w/docs/inner/b.md")
    assert urls["w/docs/inner/b.md"] == ("/x/b", "/x/b/")


def test_an_unread_sidebar_follows_the_folders() -> None:
    config = "export default {presets: [['classic', {docs: {sidebarPath: './s.js'}}]]}"
    files = listed(
        config,
        "w/docs/a/b.md",
        **{
            "w/s.js": "export default make()",
            "w/docs/a/_category_.json": '{"link": {"type": "generated-index"}}',
        },
    )
    found = docusaurus.find("w/docusaurus.config.js", files)
    assert found is not None
    urls = docusaurus.serve(found, [Page("w/docs/a/b.md", {})], files)
    assert "/docs/category/a" in urls["w/docusaurus.config.js"]


def test_sidebars_in_short() -> None:
    config = "export default {presets: [['classic', {docs: {sidebarPath: 's.json'}}]]}"
    sidebars = {
        "one": {"Label": ["a", {"type": "category", "label": "In", "link": {"type": "doc"}}]},
        "two": [
            {"Short": [{"type": "category", "label": "C", "link": {"type": "generated-index"}}]}
        ],
    }
    text = f"module.exports = {json.dumps(sidebars)}"
    files = listed(config.replace("s.json", "s.js"), "w/docs/a.md", **{"w/s.js": text})
    found = docusaurus.find("w/docusaurus.config.js", files)
    assert found is not None
    made = docusaurus.serve(found, [Page("w/docs/a.md", {})], files)["w/docusaurus.config.js"]
    assert [url for url in made if "category" in url] == ["/docs/category/c", "/docs/category/c/"]


@pytest.mark.parametrize(
    ("destination", "way"),
    [
        ("{require('./a.png').default}", File("w/docs/b/a.png")),
        ('{require("!!url-loader!./a.png?x").default}', File("w/docs/b/a.png")),
        ("{require('@site/static/a.png').default}", File("w/static/a.png")),
        ("{require('package/a.png').default}", Unknown("template")),
        ("{useBaseUrl('/a.png')}", Url("/a.png")),
        ("{useBaseUrl('a.png#b')}", Url("/a.png")),
        ("{props.href}", Unknown("template")),
    ],
)
def test_expressions_as_destinations(destination: str, way: object) -> None:
    ways = docusaurus.templates(site(""), "w/docs/b/c.mdx", ("/docs/b/c",), destination)
    assert next(ways) == way


def test_a_partial_has_no_url_to_start_from() -> None:
    found = site("")
    for kind, path, ways in [
        ("link", "beside", [Unknown("included")]),
        ("html", "beside", [Unknown("included")]),
        ("link", "./beside.md", [File("w/docs/beside.md")]),
        ("link", "/docs/a", [Url("/docs/a")]),
    ]:
        assert [*docusaurus.ways(found, "w/docs/_a.md", (), path, kind)] == ways  # type: ignore[arg-type]


def test_partials_that_a_page_shows() -> None:
    files = listed("", "w/docs/_a.mdx", "w/src/_b.mdx")
    text = """import A from './_a.mdx';
import B from '@site/src/_b.mdx';
import C from './_c.mdx';
import D from 'package/d.mdx';
import E from './_a.mdx';

<A/> <B/> <C/> <D/>
"""
    found = docusaurus.includes(site(""), "w/docs/x.md", text, files)
    assert [*found] == ["w/docs/_a.mdx", None, "w/docs/_c.mdx", None]


def test_a_site_that_was_written_as_json_is_the_same() -> None:
    found = site("export default {baseUrl: '/a/', i18n: {locales: ['en', 'fr']}}", "w/docs/b.md")
    (again,) = unpacked(json.loads(json.dumps(packed(Publication([found]))))).sites
    files = listed("", "w/docs/b.md")
    pages = [Page("w/docs/b.md", {})]
    assert docusaurus.serve(again, pages, files) == docusaurus.serve(found, pages, files)
    assert again.content == found.content
