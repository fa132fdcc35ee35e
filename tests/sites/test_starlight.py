"""Finding Starlight sites, and cases that the tables cannot express."""

from __future__ import annotations

from typing import Any

import pytest

from recall_lint import sites
from recall_lint.sites import _astro, starlight
from recall_lint.sites.files import Listed
from recall_lint.sites.model import File, Kind, Mount, Page, Site, SiteError, Unknown, Url, Way

MARKER = "w/astro.config.mjs"
IMPORT = "import starlight from '@astrojs/starlight'\n"
DOCS = "w/src/content/docs"


def listed(config: str, *names: str, **texts: str) -> Listed:
    named = {name.replace("__", "."): text for name, text in texts.items()}
    files = {MARKER: IMPORT + config, **dict.fromkeys(names, "")}
    files |= {f"w/{name}": text for name, text in named.items()}
    return Listed(files, files.get)


def site(config: str, *names: str, **texts: str) -> Site:
    found = starlight.find(MARKER, listed(config, *names, **texts))
    assert found is not None
    return found


def served(config: str, *names: str, **meta: Any) -> dict[str, tuple[str, ...]]:
    """The URLs of the documents `names`, all with the same metadata."""
    files = listed(config, *names)
    pages = [Page(name, meta) for name in names if name.endswith(_astro.MARKDOWN)]
    found = dict(starlight.serve(site(config, *names), pages, files))
    made = found.pop(MARKER)
    return {**found, "": made}


def ways(config: str, path: str, kind: Kind = "link", *names: str, **texts: str) -> list[Way]:
    found = site(config, *names, **texts)
    return [*starlight.ways(found, f"{DOCS}/g/a.md", ("/g/a/",), path, kind)]


@pytest.mark.parametrize("suffix", ["js", "mjs", "cjs", "ts", "mts", "cts"])
def test_every_spelling_of_a_configuration_is_known(suffix: str) -> None:
    path = f"a/astro.config.{suffix}"
    text = f"{IMPORT}export default defineConfig({{integrations: [starlight()]}})"
    publication = sites.find(Listed([path], {path: text}.get))
    assert [(found.generator, found.root) for found in publication.sites] == [("starlight", "a")]


def test_a_site_of_astros_without_starlight_is_none() -> None:
    text = "export default defineConfig({})"
    assert starlight.find(MARKER, Listed([MARKER], {MARKER: text}.get)) is None


@pytest.mark.parametrize(
    ("config", "content", "static"),
    [
        ("export default {}", Mount(DOCS, "/"), Mount("w/public", "/")),
        (
            "export default {srcDir: './a', publicDir: '../b', base: 'c'}",
            Mount("w/a/content/docs", "/c/"),
            Mount("b", "/c/"),
        ),
        ("export default {base: '/c/d/'}", Mount(DOCS, "/c/d/"), Mount("w/public", "/c/d/")),
    ],
)
def test_folders_lie_where_the_configuration_says(
    config: str, content: Mount, static: Mount
) -> None:
    found = site(config)
    assert (found.content[0], found.static) == (content, (static,))


def test_without_a_configuration_all_is_as_by_default() -> None:
    assert starlight.of(".", Listed((), lambda path: None)).content == (
        Mount("src/content/docs", "/"),
        Mount("src/pages", "/"),
    )


def test_a_configuration_that_is_no_javascript_is_an_error() -> None:
    with pytest.raises(SiteError, match=r"^w/astro\.config\.mjs:2: invalid JavaScript"):
        site("export default {{")


@pytest.mark.parametrize(
    ("config", "notice"),
    [
        ("export default f()", ":2: cannot read the configuration: f()"),
        ("export default {\nsrcDir: f() }", ":3: cannot read srcDir: f()"),
        ("export default {\nbase: f() }", ":3: cannot read base: f()"),
        (
            "export default {integrations: [starlight({title: 'a',\nlocales: f()})]}",
            ":3: cannot read locales: f()",
        ),
    ],
)
def test_what_cannot_be_read_is_said(config: str, notice: str) -> None:
    assert site(config).notices == (MARKER + notice,)


@pytest.mark.parametrize(
    ("config", "package", "dialect"),
    [
        ("export default {}", '{"dependencies": {"astro": "^5.16.0"}}', "starlight"),
        ("export default {}", '{"devDependencies": {"astro": "~4"}}', "starlight"),
        ("export default {}", '{"dependencies": {"astro": "7.1.0"}}', "starlight?end=keep"),
        ("export default {}", '{"dependencies": {"astro": "latest"}}', "starlight?end=any"),
        ("export default {}", "{", "starlight?end=any"),
        (
            "export default {experimental: {headingIdCompat: true}}",
            '{"dependencies": {"astro": "^5.16.0"}}',
            "starlight?end=keep",
        ),
        (
            "export default {markdown: {smartypants: false}}",
            '{"dependencies": {"astro": "^5.16.0"}}',
            "starlight?dashes=keep",
        ),
    ],
)
def test_the_dialect_is_that_of_the_version(config: str, package: str, dialect: str) -> None:
    assert site(config, package__json=package).dialects == (dialect,)


def test_pages_are_named_as_github_slugger_would() -> None:
    names = ["A b.md", "c/v1.0.mdx", "c/index.md", "index.mdx", "d/_e.md", "_f/g.md", "404.md"]
    assert served("export default {}", *(f"{DOCS}/{name}" for name in names)) == {
        f"{DOCS}/A b.md": ("/a-b/",),
        f"{DOCS}/c/v1.0.mdx": ("/c/v10/",),
        f"{DOCS}/c/index.md": ("/c/",),
        f"{DOCS}/index.mdx": ("/",),
        f"{DOCS}/_f/g.md": ("/_f/g/",),
        f"{DOCS}/404.md": ("/404.html",),
        "": (),
    }


def test_front_matter_says_otherwise() -> None:
    assert served("export default {}", f"{DOCS}/a.md", slug="B/c") == {
        f"{DOCS}/a.md": ("/B/c/",),
        "": ("/404.html",),
    }
    assert served("export default {}", f"{DOCS}/a.md", draft=True) == {"": ("/404.html",)}


@pytest.mark.parametrize("build", ["file", "preserve"])
def test_pages_may_be_files(build: str) -> None:
    config = f"export default {{base: '/b', build: {{format: '{build}'}}}}"
    assert served(config, f"{DOCS}/a.md", f"{DOCS}/c/index.md", f"{DOCS}/index.md") == {
        f"{DOCS}/a.md": ("/b/a.html",),
        f"{DOCS}/c/index.md": ("/b/c.html",),
        f"{DOCS}/index.md": ("/b/",),
        "": ("/b/404.html",),
    }


def test_the_default_language_stands_in_for_the_others() -> None:
    locales = "locales: {root: {}, fr: {}}"
    config = f"export default {{integrations: [starlight({{{locales}}})]}}"
    assert served(config, f"{DOCS}/a.md", f"{DOCS}/b.md", f"{DOCS}/fr/a.md") == {
        f"{DOCS}/a.md": ("/a/",),
        f"{DOCS}/b.md": ("/b/", "/fr/b/"),
        f"{DOCS}/fr/a.md": ("/fr/a/",),
        "": ("/404.html",),
    }


def test_astro_serves_pages_of_its_own() -> None:
    names = [
        "a.astro", "b/index.astro", "c.md", "d.xml.ts", "_e.astro", "f/_g/h.astro", "[i].astro",
        "j.css", "k.ts",
    ]  # fmt: skip
    config = """export default {
        site: 'https://example.org',
        redirects: {'/old': '/c', '/gone/': 'https://example.org', '/l/[m]': '/c'},
        integrations: [starlight({title: 'a', disable404Route: true})],
    }"""
    made = ("/a/", "/b/", "/d.xml", "/k", "/sitemap-index.xml", "/sitemap-0.xml", "/gone/")
    assert served(config, *(f"w/src/pages/{name}" for name in names)) == {
        "w/src/pages/c.md": ("/c/", "/old/"),
        "": made,
    }


@pytest.mark.parametrize(
    ("path", "kind", "expected"),
    [
        ("b", "link", [Url("/g/a/b")]),
        ("../b/", "link", [Url("/g/b/")]),
        ("../../../b", "link", [Url("/b")]),
        ("/b", "link", [Url("/b")]),
        ("b.svg", "image", [File(f"{DOCS}/g/b.svg")]),
        ("/b.svg", "image", [Url("/b.svg")]),
        ("./b.svg", "html", [Url("/g/a/b.svg")]),
        ("~/b.svg", "image", [File("w/src/b.svg")]),
        ("/p/x/", "link", [Url("/p/x/"), Unknown("dynamic route")]),
        ("/p/x/y/", "link", [Url("/p/x/y/")]),
        ("/q/x/y/", "link", [Url("/q/x/y/"), Unknown("dynamic route")]),
    ],
)
def test_ways(path: str, kind: Kind, expected: list[Way]) -> None:
    names = [f"w/src/pages/{name}" for name in ("p/[a].astro", "q/[...b].ts", "[...c].astro")]
    aliases = '{"compilerOptions": {"paths": {"~/*": ["src/*"], "x": ["y"]}}}'
    assert ways("export default {}", path, kind, *names, tsconfig__json=aliases) == expected


def test_what_a_function_names_is_not_known() -> None:
    texts = {"src/content__config__ts": "docsLoader({generateId: ({entry}) => entry})"}
    found = ways("export default {}", "/b", "link", **texts)
    assert found == [Url("/b"), Unknown("generateId")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"compilerOptions": {"paths": {"~/*": ["./src/*"]}}}', {"~/": "w/src"}),
        (
            '{ // a\n"compilerOptions": {"baseUrl": "src", /* b */ "paths": {"@/*": ["a/*"],}}}',
            {"@/": "w/src/a"},
        ),
        ('{"compilerOptions": {"paths": {"~/*": []}}}', {}),
        ('{"compilerOptions": 1}', {}),
        ("[", {}),
    ],
)
def test_aliases(text: str, expected: dict[str, str]) -> None:
    files = {"w/tsconfig.json": text}
    assert _astro.aliases("w", Listed(files, files.get)) == expected


def test_parts_are_taken_in_where_they_are_shown() -> None:
    text = "import A from './_a.mdx'\nimport B from '~/b.md'\nimport C from './c.mdx'\n\n<A /> <B/>"
    found = site(
        "export default {}", tsconfig__json='{"compilerOptions": {"paths": {"~/*": ["./x/*"]}}}'
    )
    parts = starlight.includes(found, f"{DOCS}/d/e.mdx", text, listed(""))
    assert [*parts] == [f"{DOCS}/d/_a.mdx", "w/x/b.md"]
