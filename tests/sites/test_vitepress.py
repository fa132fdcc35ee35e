"""Finding VitePress sites, and cases that the tables cannot express."""

from __future__ import annotations

import pytest

from recall_lint import sites
from recall_lint.sites import vitepress
from recall_lint.sites._path_patterns import rewriter
from recall_lint.sites.files import Listed
from recall_lint.sites.model import File, Kind, Mount, Page, Site, SiteError, Unknown, Url, Way

MARKER = "d/.vitepress/config.ts"


def site(config: str, *names: str) -> Site:
    files = {MARKER: config, **dict.fromkeys(names, "")}
    found = vitepress.find(MARKER, Listed(files, files.get))
    assert found is not None
    return found


def served(config: str, *names: str) -> dict[str, tuple[str, ...]]:
    files = Listed(names, lambda path: "")
    return dict(vitepress.serve(site(config, *names), [Page(name, {}) for name in names], files))


def ways(config: str, path: str, kind: Kind = "link", *names: str) -> list[Way]:
    return [*vitepress.ways(site(config, *names), "d/g/a.md", ("/g/a.html",), path, kind)]


@pytest.mark.parametrize("folder", ["", "docs/", "a/b/"])
@pytest.mark.parametrize("name", ["config", "config/index"])
@pytest.mark.parametrize("suffix", ["js", "mjs", "cjs", "ts", "mts", "cts"])
def test_every_spelling_of_a_configuration_is_known(folder: str, name: str, suffix: str) -> None:
    path = f"{folder}.vitepress/{name}.{suffix}"
    publication = sites.find(Listed([path], {path: "export default {}"}.get))
    assert [(found.generator, found.root) for found in publication.sites] == [
        ("vitepress", folder.rstrip("/") or ".")
    ]


@pytest.mark.parametrize("path", [".vitepress/config.json", ".vitepress/config/nav.ts"])
def test_other_files_tell_of_no_site(path: str) -> None:
    assert vitepress.find(path, Listed([path], {path: "export default {}"}.get)) is None


@pytest.mark.parametrize(
    ("config", "content", "static"),
    [
        ("export default {}", Mount("d", "/"), Mount("d/public", "/")),
        ("export default {srcDir: './src'}", Mount("d/src", "/"), Mount("d/src/public", "/")),
        ("export default {srcDir: '..'}", Mount(".", "/"), Mount("public", "/")),
        ("export default {base: '/b'}", Mount("d", "/b/"), Mount("d/public", "/b/")),
        ("export default {base: './'}", Mount("d", "/"), Mount("d/public", "/")),
        (
            "export default {base: process.env.CI ? '/b/' : '/'}",
            Mount("d", "/"),
            Mount("d/public", "/"),
        ),
    ],
)
def test_folders_lie_where_the_configuration_says(
    config: str, content: Mount, static: Mount
) -> None:
    found = site(config)
    assert (found.content, found.static) == ((content,), (static,))


def test_without_a_configuration_all_is_as_by_default() -> None:
    found = vitepress.of("docs", Listed((), lambda path: None))
    assert found.content == (Mount("docs", "/"),)
    assert found.notices == ()


def test_a_configuration_that_is_no_javascript_is_an_error() -> None:
    with pytest.raises(SiteError, match=r"^d/\.vitepress/config\.ts:1: invalid JavaScript"):
        site("export default {{")


@pytest.mark.parametrize(
    ("config", "notice"),
    [
        ("export default f()", ":1: cannot read the configuration: f()"),
        ("export default {\nsrcDir: f() }", ":2: cannot read srcDir: f()"),
        ("export default {\nbase: f() }", ":2: cannot read base: f()"),
        ("export default {\nrewrites(id) { }}", ":2: cannot read rewrites: rewrites(id) { }"),
        ("export default {\nmarkdown: f()}", ":2: cannot read markdown: f()"),
        (
            "export default {markdown: {anchor: {\nslugify: (s) => s}}}",
            ":2: cannot read markdown.anchor.slugify: (s) => s",
        ),
    ],
)
def test_what_cannot_be_read_is_said(config: str, notice: str) -> None:
    assert site(config).notices == (MARKER + notice,)


@pytest.mark.parametrize(
    ("config", "dialect"),
    [
        ("export default {}", "vitepress"),
        ("export default {markdown: {anchor: {level: 2}}}", "vitepress"),
        ("export default {markdown: {anchor: {slugify}}}", "vitepress?slug=unknown"),
        ("export default {markdown: {attrs: {disable: true}}}", "vitepress?attrs=no"),
        (
            "export default {markdown: {attrs: {leftDelimiter: '%{', rightDelimiter: '}%'}}}",
            "vitepress?attrs=%25%7B+%7D%25",
        ),
        (
            "import f from 'markdown-it-footnote'; export default {markdown: {config: g(f)}}",
            "vitepress?footnotes=yes",
        ),
    ],
)
def test_the_dialect_is_the_one_that_the_configuration_makes(config: str, dialect: str) -> None:
    assert site(config).dialects == (dialect,)


def test_pages_are_served_where_rewrites_put_them() -> None:
    config = "export default {srcExclude: ['x/**'], rewrites: {'en/:rest*': ':rest*'}}"
    names = ["d/index.md", "d/en/a.md", "d/en/b/index.md", "d/x/c.md", "d/.y/d.md", "d/e[f].md"]
    assert served(config, *names, "d/dist/g.md", "d/node_modules/h/README.md", "d/[i].md") == {
        "d/index.md": ("/",),
        "d/en/a.md": ("/a.html",),
        "d/en/b/index.md": ("/b/",),
    }


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("b", "link", [Url("/g/b.html")]),
        ("b.md", "link", [Url("/g/b.html")]),
        ("../b/INDEX.md", "link", [Url("/b/")]),
        ("../../../b", "link", [Url("/b.html")]),
        ("/b", "link", [Url("/b.html")]),
        ("v1.2", "link", [Url("/g/v1.2.html")]),
        ("a.PDF", "link", [Url("/g/a.PDF")]),
        ("b.svg", "image", [File("d/g/b.svg"), Url("/g/b.svg")]),
        ("/b.svg", "image", [File("d/public/b.svg"), File("d/b.svg"), Url("/b.svg")]),
        ("./b.svg", "html", [File("d/g/./b.svg"), Url("/g/b.svg")]),
        ("b.svg", "html", [Url("/g/b.svg")]),
        ("b.md", "html", [Url("/g/b.md")]),
        ("/b", "html", [Url("/b")]),
    ],
)
def test_ways(path: str, kind: Kind, expected: list[Way]) -> None:
    assert ways("export default {}", path, kind) == expected


def test_what_data_or_a_function_may_make_is_not_known() -> None:
    made = [Url("/p/x.html"), Unknown("dynamic route")]
    assert ways("export default {}", "/p/x", "link", "d/p/[name].md") == made
    other = [Url("/q/x.html")]
    assert ways("export default {}", "/q/x", "link", "d/p/[name].md") == other
    rewritten = [Url("/p/x.html"), Unknown("rewrites")]
    assert ways("export default {rewrites: (id) => id}", "/p/x") == rewritten


def test_included_files_lie_beside_the_page_or_below_the_source() -> None:
    text = (
        "<!--@include: ./b.md-->\n<!-- @include: @/c/d.md#part -->\n<!--@include: ../e.md{1,2}-->"
    )
    found = site("export default {srcDir: 's'}")
    assert [*vitepress.includes(found, "d/s/a/f.md", text, Listed((), lambda path: None))] == [
        "d/s/a/b.md",
        "d/s/c/d.md",
        "d/s/e.md",
    ]


@pytest.mark.parametrize(
    ("old", "new", "path", "expected"),
    [
        ("a.md", "b.md", "a.md", "b.md"),
        ("a.md", "b.md", "A.md", "b.md"),
        ("a.md", "b.md", "axmd", "axmd"),
        (":x/a.md", "b/:x.md", "c/a.md", "b/c.md"),
        (":x/a.md", "b/:x.md", "c/d/a.md", "c/d/a.md"),
        ("en/:rest*", ":rest*", "en/a/b.md", "a/b.md"),
        ("en/:rest+", "x/:rest+", "en/a/b.md", "x/a/b.md"),
        (":a?/b.md", "c/:a?/b.md", "b.md", "b.md"),
        ("/:a?/b.md", "c/:a?/b.md", "/b.md", "c/b.md"),
        (r":x(\d+).md", "n-:x.md", "12.md", "n-12.md"),
        (r":x(\d+).md", "n-:x.md", "ab.md", "ab.md"),
        ("(.*)/README.md", "(.*)/index.md", "a/b/README.md", "a/b/index.md"),
        ("(a|b)/(.*)", "(.*)/x/:1", "a/c.md", "a/x/c.md"),
        (":name.:ext", ":ext/:name", "a.md", "md/a"),
        (r"a\:b", "c", "a:b", "c"),
        (r"^p/(?<n>\w+)/(.*)$", ":n/:0", "p/a/b.md", "a/b.md"),
        ("(", "a", "b", "b"),
        ("^(", "a", "b", "b"),
    ],
)
def test_patterns_of_paths(old: str, new: str, path: str, expected: str) -> None:
    assert rewriter(((old, new),))(path) == expected


def test_the_first_pattern_counts() -> None:
    assert rewriter((("a/:x", "b/:x"), ("a/c", "d"), ("e", "f")))("a/c") == "b/c"
