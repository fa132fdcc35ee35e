"""Finding Jekyll sites, and cases that the tables cannot express."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from recall_lint import sites
from recall_lint.notebook.resolutions import Found, Mismatch, MissingFile, MissingSection
from recall_lint.sites import jekyll
from recall_lint.sites.files import Listed
from recall_lint.sites.model import (
    FRONT_MATTER,
    Elsewhere,
    File,
    Mount,
    Name,
    Page,
    Site,
    SiteError,
    Unknown,
    Url,
    Way,
)
from recall_lint.sites.publication import packed, unpacked
from tests.literate import make_notebook


def listed(texts: Mapping[str, str]) -> Listed:
    return Listed(texts, texts.get)


def site(settings: str = "", **texts: str) -> Site:
    found = jekyll.find("_config.yml", listed({"_config.yml": settings, **texts}))
    assert found is not None
    return found


def served(
    settings: str, pages: Mapping[str, Mapping[str, Any] | None], **texts: str
) -> dict[str, tuple[str, ...]]:
    """The URLs of pages; None stands for one without front matter."""
    known = [
        Page(path, {} if meta is None else {FRONT_MATTER: True, **meta})
        for path, meta in pages.items()
    ]
    files = listed(dict.fromkeys(pages, "") | texts)
    return dict(jekyll.serve(site(settings, **texts), known, files))


def url(settings: str, path: str, **meta: Any) -> str | None:
    """The URL of a page with front matter."""
    urls = served(settings, {path: meta}).get(path)
    return urls[0] if urls else None


def templates(settings: str, destination: str, urls: Sequence[str] = ("/x/a.html",)) -> list[Any]:
    return [*jekyll.templates(site(settings), "a.md", urls, destination)]


# Detection.


@pytest.mark.parametrize("root", ["", "docs/"])
@pytest.mark.parametrize("name", ["_config.yml", "_config.yaml", "_config.toml"])
def test_each_spelling_of_the_configuration(root: str, name: str) -> None:
    text = 'baseurl = "/x/"' if name.endswith("toml") else "baseurl: /x/"
    found = jekyll.find(root + name, listed({root + name: text}))
    assert found is not None
    assert (found.root, found.because) == (root.rstrip("/") or ".", root + name)
    assert found.content == found.static == (Mount(root.rstrip("/") or ".", "/x/"),)
    assert (found.base, found.github, found.syntax) == ("/x/", True, "liquid")


def test_the_first_configuration_counts() -> None:
    files = listed({"_config.toml": "[", "_config.yaml": "baseurl: /a", "_config.yml": ""})
    (found,) = sites.find(files).sites
    assert (found.because, found.base) == ("_config.yml", "/")


@pytest.mark.parametrize(
    "texts",
    [
        {"_config.yml": "title: x\nsource_dir: source\npublic_dir: public\n"},
        {"_config.yml": "menu: {}", "layout/index.ejs": ""},
        {"_config.yml": "title: x", "_toc.yml": "format: jb-book"},
        {"_config.yml": "title: x\nexecute:\n  execute_notebooks: force\n"},
    ],
)
def test_configurations_of_other_generators(texts: dict[str, str]) -> None:
    assert jekyll.find("_config.yml", listed(texts)) is None


def test_the_pages_may_lie_in_a_folder() -> None:
    assert site("source: src", **{"src/a.md": ""}).content == (Mount("src", "/"),)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("a: b: c", "_config.yml:1: invalid YAML"),
        ("- a", "_config.yml:1: expected a mapping"),
        ("a: b\nsource: [x]", "_config.yml:2: source must be a string"),
        ("a: b\nsource: gone", "_config.yml:2: source folder not found: gone"),
        ("a: b\nc: d\nexclude: x.md", "_config.yml:3: exclude must be a list"),
        ("include: {a: b}", "_config.yml:1: include must be a list"),
    ],
)
def test_bad_settings_are_told(settings: str, said: str) -> None:
    with pytest.raises(SiteError) as error:
        site(settings)
    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    "settings",
    [
        "source: ''",
        "baseurl: 3",
        "exclude:",
        "collections: x",
        "collections: {a: , 3: [x]}",
        "defaults: [1, {values: 2}]",
        "kramdown: no",
        "markdown: [x]",
        "plugins: x",
        "relative_links: yes",
    ],
)
def test_odd_settings_are_those_of_none(settings: str) -> None:
    assert site(settings).base == "/"
    assert url(settings, "b.md") == "/b.html"


def test_a_folder_without_a_configuration() -> None:
    found = jekyll.of("docs", listed({}))
    assert (found.content, found.because) == ((Mount("docs", "/"),), "docs")


@pytest.mark.parametrize(
    ("settings", "dialect"),
    [
        ("", "kramdown-gfm"),
        ("kramdown: {input: GFM}", "kramdown-gfm"),
        ("kramdown: {input: kramdown}", "kramdown"),
        ("kramdown: {auto_ids: false}", "kramdown-gfm?auto_ids=no"),
        (
            "kramdown: {auto_id_prefix: x-, parse_block_html: true}",
            "kramdown-gfm?prefix=x-&html=markdown",
        ),
        ("markdown: CommonMarkGhPages", "github"),
    ],
)
def test_the_dialect_is_that_of_the_markdown_processor(settings: str, dialect: str) -> None:
    assert site(settings).dialects == (dialect,)


def test_a_site_can_be_kept() -> None:
    settings = """
collections: {wells: {output: true, permalink: /:title}}
defaults: [{scope: {path: a}, values: {permalink: /b, date: 2020-01-02}}]
deep: {er: x}
"""
    publication = sites.find(listed({"_config.yml": settings}))
    kept = unpacked(json.loads(json.dumps(packed(publication))))
    assert repr(kept) == repr(publication)


# Plugins.


@pytest.mark.parametrize(
    ("texts", "has_plugins"),
    [
        ({}, True),
        ({"Gemfile": 'gem "github-pages"'}, True),
        ({"Gemfile": 'gem "jekyll"'}, False),
        ({"Gemfile": 'gem "jekyll"\n# gem "github-pages"'}, False),
        ({"Gemfile": "gemspec", "x.gemspec": 's.add_dependency "jekyll-readme-index"'}, True),
    ],
)
def test_a_gemfile_may_say_that_there_are_no_plugins(
    texts: dict[str, str], has_plugins: bool
) -> None:
    urls = served("", {"README.md": None}, **texts)["README.md"]
    assert urls == (("/", "/README.md") if has_plugins else ("/README.md",))


def test_the_gemfile_of_a_site_may_lie_above_it() -> None:
    texts = {"docs/_config.yml": "", "docs/a.md": "", "Gemfile": 'gem "jekyll"'}
    found = jekyll.find("docs/_config.yml", listed(texts))
    assert found is not None
    urls = jekyll.serve(found, [Page("docs/a.md", {})], listed(texts))
    assert urls == {"docs/a.md": ("/a.md",)}


def test_redirects_need_their_plugin() -> None:
    pages = {"a.md": {"redirect_from": ["/b/", "/c"]}}
    assert served("", pages) == {"a.md": ("/a.html",)}
    plugins = "plugins: [jekyll-redirect-from]"
    assert served(plugins, pages) == {"a.md": ("/a.html", "/b/", "/c", "/c.html")}


@pytest.mark.parametrize(
    ("settings", "path", "way"),
    [
        ("plugins: [jekyll-feed]", "/feed.xml", Elsewhere()),
        ("baseurl: /x\nplugins: [jekyll-feed]", "/x/feed.xml", Elsewhere()),
        ("baseurl: /x\nplugins: [jekyll-feed]", "/feed.xml", Url("/feed.xml")),
        ("", "/feed.xml", Url("/feed.xml")),
        ("plugins: [jekyll-archives]", "/tags/red/", Elsewhere()),
        ("paginate: 5", "/page2/", Elsewhere()),
        ("paginate: 5\npaginate_path: /blog/:num", "/blog/12", Elsewhere()),
        ("", "/page2/", Url("/page2/")),
    ],
)
def test_what_plugins_make_is_there(settings: str, path: str, way: Way) -> None:
    assert way in jekyll.ways(site(settings), "a.md", ["/a.html"], path, "link")


# Routes.


@pytest.mark.parametrize(
    ("style", "post", "page"),
    [
        ("", "/x/2020/01/02/a.html", "/b.html"),
        ("date", "/x/2020/01/02/a.html", "/b.html"),
        ("pretty", "/x/2020/01/02/a/", "/b/"),
        ("ordinal", "/x/2020/002/a.html", "/b.html"),
        ("weekdate", "/x/2020/W01/Thu/a.html", "/b"),
        ("none", "/x/a.html", "/b.html"),
        ("/:year-:short_year/:i_month:i_day/:title_/", "/2020-20/12/a_/", "/b/"),
        ("/:categories/:title", "/x/a", "/b"),
        ("/:gone/:title", None, "/b"),
    ],
)
def test_styles_of_permalinks(style: str, post: str | None, page: str) -> None:
    settings = f"permalink: {style}" if style else ""
    assert url(settings, "x/_posts/2020-01-02-a.md") == post
    assert url(settings, "b.md") == page


@pytest.mark.parametrize(
    ("name", "meta", "expected"),
    [
        ("20-1-2-a", {}, "/2020/01/02/a.html"),
        ("2020-01-02-a", {"date": "2021-02-03"}, "/2021/02/03/a.html"),
        ("2020-01-02-a", {"date": "2021-02-03T23:00:00-08:00"}, "/2021/02/04/a.html"),
        ("2020-01-02-a", {"date": "2021-02-03 23:00 -0800"}, "/2021/02/04/a.html"),
        ("2020-01-02-a", {"date": "soon"}, "/2020/01/02/a.html"),
        ("2020-01-02-a", {"date": "2021-02-31"}, "/2020/01/02/a.html"),
        ("2020-13-02-a", {}, None),
        ("2020-01-02-a", {"categories": "B c", "category": "d"}, "/b/c/d/2020/01/02/a.html"),
        ("2020-01-02-a", {"categories": ["B c", 3]}, "/b c/3/2020/01/02/a.html"),
        ("2020-01-02-a", {"slug": "B, c"}, "/2020/01/02/B,-c.html"),
        ("2020-01-02-a", {"permalink": "/:slugified_categories/%20x"}, "/ x"),
        ("2020-01-02-a", {"published": False}, None),
        ("a", {}, None),
    ],
)
def test_posts(name: str, meta: dict[str, Any], expected: str | None) -> None:
    assert url("", f"_posts/{name}.md", **meta) == expected


def test_an_unknown_time_zone_is_greenwich() -> None:
    meta = {"date": "2021-02-03T23:00:00"}
    assert url("timezone: Moon/Sea", "_posts/2020-01-02-a.md", **meta) == "/2021/02/03/a.html"


def test_a_document_whose_url_is_not_known_is_published() -> None:
    settings = "collections: {wells: {output: true, permalink: '/:year/:title'}}"
    assert served(settings, {"_wells/a.md": {}}) == {"_wells/a.md": ()}


def test_collections_may_be_a_list() -> None:
    assert served("collections: [wells]", {"_wells/a.md": {}}) == {}


@pytest.mark.parametrize(
    ("settings", "path", "expected"),
    [
        ("", "_a/b.md", None),
        ("", "a/_b.md", None),
        ("", "a/.b.md", None),
        ("", "vendor/bundle/b.md", None),
        ("include: [_a]", "_a/b.md", "/_a/b.html"),
        ("include: [_a/b.md]", "_a/b.md", "/_a/b.html"),
        ("exclude: [a]", "a/b.md", None),
        ("exclude: [a]", "ab.md", None),
        ("exclude: [/a/b.md]", "a/b.md", None),
        ("exclude: ['**/b.md']", "a/b.md", None),
        ("exclude: [b.md]", "a/b.md", "/a/b.html"),
        ("exclude: [a]\ninclude: [a]", "a/b.md", "/a/b.html"),
        ("exclude: ['']", "a/b.md", "/a/b.html"),
        ("", "_drafts/b.md", None),
        ("", "_a/_posts/2020-01-02-b.md", None),
        ("exclude: [_posts/b]", "_posts/b/2020-01-02-b.md", None),
        ("collections: {a: {output: true}}\nexclude: [_a/x]", "_a/x.md", None),
    ],
)
def test_which_files_are_read(settings: str, path: str, expected: str | None) -> None:
    assert url(settings, path) == expected


def test_defaults_with_longer_paths_go_first() -> None:
    settings = """
defaults:
  - scope: {path: a/b}
    values: {permalink: "/2/:basename"}
  - scope: {path: ""}
    values: {permalink: "/1/:basename"}
  - scope: {path: a/b, type: page}
    values: {permalink: "/3/:basename"}
  - scope: {path: "x/*/y"}
    values: {permalink: "/4/:basename"}
"""
    paths = ("c.md", "a/c.md", "a/b/c.md", "x/1/y/c.md")
    assert [url(settings, path) for path in paths] == ["/1/c", "/1/c", "/3/c", "/4/c"]


def test_other_files_with_front_matter() -> None:
    texts = {
        "a.html": "---\npermalink: /b/\n---\n",
        "c.html": "---\npublished: false\n---\n",
        "d.html": "<p>",
        "e.scss": "---\n---\n",
    }
    assert served("", {}, **texts) == {"a.html": ("/b/",), "c.html": (), "e.scss": ("/e.css",)}


# Destinations.


@pytest.mark.parametrize(
    ("destination", "ways"),
    [
        ("{% link b.md %}", [File("b.md")]),
        ("{%- link /b.md -%}#c%20d", [File("b.md", "c d")]),
        ("{{ site.baseurl }}{% link b.md %}", [File("b.md")]),
        ("{{ page.root }}{% link b.md %}?x#c", [File("b.md", "c")]),
        ("{% link b.md %}/c", [Unknown("template")]),
        ("{% link b.md %}#{{ c }}", [Unknown("template")]),
        ("{% link {{ b }} %}", [Unknown("template")]),
        (
            "{% post_url 2020-01-02-a %}#b",
            [File("_posts/2020-01-02-a.md", "b"), Name("2020-01-02-a", "b")],
        ),
        ("{{ site.baseurl }}/b#c", [Url("/x/b", "c")]),
        ("{{ site.url }}/b", [Url("/b")]),
        ("{{ site.deep.er }}", [Elsewhere()]),
        ("{{ site.gone }}/b", [Unknown("template")]),
        ("{{ page.url }}#c", [Url("/a.html", "c")]),
        ("{{ page.title }}", [Unknown("template")]),
        ("b/{{ 'c' }}.html", [Url("/x/b/c.html")]),
        ("{{ 'b' | upcase }}", [Unknown("template")]),
        ("{{ 'b' | prepend: page.x }}", [Unknown("template")]),
        ("{{ 'b' relative_url }}", [Unknown("template")]),
        ("{{ 'b", [Unknown("template")]),
        ("{{ }}", [Unknown("template")]),
        ("{% if x %}", [Unknown("template")]),
    ],
)
def test_templates(destination: str, ways: list[object]) -> None:
    settings = "baseurl: /x\nurl: https://a.example\ndeep: {er: 'https://b.example'}"
    assert templates(settings, destination) == ways


def test_a_page_that_is_not_published_has_no_url() -> None:
    assert templates("", "{{ page.url }}", urls=()) == [Unknown("template")]


def test_files_of_templates_lie_below_the_source() -> None:
    texts = {"docs/_config.yml": "collections_dir: all\ncollections: [wells]"}
    found = jekyll.find("docs/_config.yml", listed(texts))
    assert found is not None
    tags = ("{% link a.md %}", "{% link _wells/a.md %}", "{% post_url 2020-01-02-a %}")
    paths = [next(jekyll.templates(found, "docs/a.md", (), tag)) for tag in tags]
    assert paths == [
        File("docs/a.md"),
        File("docs/all/_wells/a.md"),
        File("docs/all/_posts/2020-01-02-a.md"),
    ]


# Both surfaces.


def resolutions(texts: dict[str, str], path: str) -> list[object]:
    """The resolutions of a page's links, on GitHub and on the site."""
    notebook = make_notebook({"_config.yml": "", **texts})
    return [use.resolution for use in notebook.uses(path)]


def test_a_link_that_github_alone_follows_is_alive() -> None:
    texts = {"Gemfile": 'gem "jekyll"', "a.md": "---\n---\n[b](b.md)\n", "b.md": "---\n---\n# B\n"}
    (found,) = resolutions(texts, "a.md")
    assert isinstance(found, Found)


def test_a_folder_may_be_another_page_on_either() -> None:
    texts = {
        "a.md": "[b](b/#one) [c](b/#two) [d](b/#three)\n",
        "b/README.md": "# One\n",
        "c.md": "---\npermalink: /b/\n---\n# Zero\n## Two\n",
    }
    one, two, three = resolutions(texts, "a.md")
    assert (type(one), type(two), type(three)) == (Found, Found, MissingSection)


@pytest.mark.parametrize(("count", "verdict"), [(9, Mismatch), (10, Found)])
def test_ids_by_hand_are_for_the_site_where_there_are_many(count: int, verdict: type) -> None:
    blocks = "\n".join(f"Text.\n{{: #id-{n}}}\n" for n in range(count))
    (found,) = resolutions({"a.md": f"[x](#id-3)\n\n{blocks}"}, "a.md")
    assert isinstance(found, verdict)


@pytest.mark.parametrize(
    ("include", "anchor", "verdict"),
    [
        ("note.html", "noted", Found),
        ("note.html", "note", MissingSection),
        ("deep.html", "noted", Found),
        ("gone.html", "noted", MissingSection),
    ],
)
def test_anchors_of_included_files(include: str, anchor: str, verdict: type) -> None:
    texts = {
        "a.md": f"[x](#{anchor})\n\n{{% include {include} %}}\n",
        "_includes/note.html": '<p id="noted">',
        "_includes/deep.html": "{% include note.html %}",
    }
    (found,) = resolutions(texts, "a.md")
    assert isinstance(found, verdict)


def test_a_post_that_is_not_there() -> None:
    texts = {"a.md": "[x]({% post_url 2020-01-02-a %})\n", "_posts/2020-01-03-a.md": ""}
    (found,) = resolutions(texts, "a.md")
    assert isinstance(found, MissingFile)
    assert found.target.path == "_posts/2020-01-02-a.md"
