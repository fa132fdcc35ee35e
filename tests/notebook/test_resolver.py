"""Links that are not checked, and why; and links on pages with several surfaces."""

from __future__ import annotations

import pytest

from recall_lint.base.config import Config
from recall_lint.notebook.resolutions import (
    MANY,
    External,
    Found,
    Mismatch,
    MissingFile,
    MissingSection,
    Resolution,
    Unjudged,
    Unpublished,
)
from tests.literate import make_notebook


def resolved(
    files: dict[str, str], config: Config | None = None, path: str = "a.md"
) -> list[Resolution]:
    """The resolutions of a page's links."""
    notebook = make_notebook(files, config)
    return [use.resolution for use in notebook.uses(path)]


@pytest.mark.parametrize(
    ("pattern", "links"),
    [
        ("g", ["g", "g#x", "../g"]),
        ("/windows/", ["/windows/x", "/windows/y/z.md#a"]),
        ("*#config.*", ["b.md#config.x", "#config.y"]),
        ("b/*.md", ["b/c.md", "./b/c.md"]),
    ],
)
def test_links_that_the_owner_does_not_want_judged(pattern: str, links: list[str]) -> None:
    text = " ".join(f"[x]({link})" for link in links)
    files = {"a.md": f"{text} [y](other.md)\n", "b.md": ""}
    *ignored, other = resolved(files, Config(ignore_links=(pattern,)))
    assert ignored == [Unjudged("ignore-links", pattern)] * len(links)
    assert isinstance(other, MissingFile)


@pytest.mark.parametrize(
    "destination", ["{{x}}/b.md", "{%x%}", "${x}/b", "b/<%x%>", "a{{b}}c.md#d", "{x}"]
)
def test_a_template_is_not_judged(destination: str) -> None:
    assert resolved({"a.md": f"[x]({destination})\n"}) == [Unjudged("template")]


def test_many_links_below_a_folder_that_nothing_has_are_anothers() -> None:
    text = "".join(f"[x](/windows/{number})\n" for number in range(MANY))
    assert set(resolved({"a.md": text})) == {Unjudged("prefix", "/windows/")}


def test_fewer_are_mistakes_and_so_are_those_below_a_folder_that_is_there() -> None:
    few = "".join(f"[x](/windows/{number})\n" for number in range(MANY - 1))
    assert all(isinstance(each, MissingFile) for each in resolved({"a.md": few}))
    many = "".join(f"[x](/Notes/{number})\n" for number in range(MANY))
    found = resolved({"a.md": many, "Notes/b.md": ""})
    assert all(isinstance(each, MissingFile) for each in found)


def test_an_id_that_github_does_not_read_is_the_reason() -> None:
    (found,) = resolved({"a.md": "[x](#own)\n\n# Title {#own}\n"})
    assert isinstance(found, MissingSection)
    assert found.unread_id


def test_where_many_headings_have_one_something_else_reads_them() -> None:
    headings = "".join(f"# Title {number} {{#own-{number}}}\n" for number in range(MANY))
    assert resolved({"a.md": f"[x](#own-3)\n\n{headings}"}) == [Unjudged("custom-id", "github")]


JEKYLL = {"_config.yml": "exclude: [drafts]\n", "b.md": "# B -- c\n", "drafts/d.md": ""}


@pytest.mark.parametrize(
    ("destination", "comes_to"),
    [
        ("b.md", Found),
        ("/b.html", Found),
        ("b", Found),
        ("b.md#b----c", Mismatch),
        ("/b.html#b--c", Found),
        ("/b.html#b----c", MissingSection),
        ("drafts/d.md", Unpublished),
        ("gone.md", MissingFile),
        ("../../issues/1", External),
    ],
)
def test_github_and_a_site_show_the_same_page(destination: str, comes_to: type[Resolution]) -> None:
    """A link needs its anchor on every surface on which its path reaches the page."""
    (found,) = resolved({**JEKYLL, "a.md": f"[x]({destination})\n"})
    assert isinstance(found, comes_to)


def test_configured_surfaces_must_all_be_reached() -> None:
    config = Config(surfaces=("github", "kramdown-gfm"))
    (found,) = resolved({**JEKYLL, "a.md": "[x](/b.html)\n"}, config)
    assert isinstance(found, Mismatch)
    assert (found.works_on, found.broken_on) == (("kramdown-gfm",), ("github",))


GITHUB = Config(surfaces=("github",))
BOOK = {
    "doc/book.toml": "[book]\ntitle = 'x'\n",
    "doc/src/SUMMARY.md": "[A](a/b.md) [C](c.md)\n",
    "doc/src/c.md": "# C\n",
    "doc/Notes/d.md": "# D\n",
}


@pytest.mark.parametrize(
    ("destination", "comes_to"),
    [
        ("../../rustc/index.html", External),
        ("../../rustc/index.md#a", External),
        ("../../beside.html", External),
        ("../../README.md", MissingFile),
        # Up to the book, and no further.
        ("../gone.html", MissingFile),
        # A folder in the notebook.
        ("../../Notes/gone.md", MissingFile),
        # A browser does not go above the host's root.
        ("../../c.html", Found),
    ],
)
def test_what_climbs_out_of_a_site_may_lie_beside_it(
    destination: str, comes_to: type[Resolution]
) -> None:
    files = {**BOOK, "doc/src/a/b.md": f"[x]({destination})\n"}
    (found,) = resolved(files, path="doc/src/a/b.md")
    assert isinstance(found, comes_to)


def test_one_climb_too_many_is_a_slip() -> None:
    book = "[book]\ntitle = 'x'\n\n[output.html]\nsite-url = '/book/'\n"
    files = {**BOOK, "doc/book.toml": book, "doc/src/a/b.md": "[x](../../c.html) [y](../../d/)\n"}
    slip, beside = resolved(files, path="doc/src/a/b.md")
    assert isinstance(slip, MissingFile)
    assert beside == External()


@pytest.mark.parametrize(
    "marker",
    [
        "docs/.eleventy.js",
        "next.config.mjs",
        "docs/.vuepress/config.js",
        "mix.exs",
        "docs/make.jl",
        "docs/_sidebar.md",
        "astro.config.mjs",
    ],
)
def test_routes_of_a_generator_that_is_not_supported_are_not_known(marker: str) -> None:
    text = "[a](../b) [b](/c/d.xml) [c](e/) [d](f.html) [e](b.md#It-s) [f](gone.md) [g](b.md#it)\n"
    files = {marker: "", "docs/a.md": text, "docs/b.md": "# It's\n"}
    *unknown, gone, broken = resolved(files, path="docs/a.md")
    assert {getattr(each, "reason", None) for each in unknown} == {"generator"}
    assert isinstance(gone, MissingFile)
    assert isinstance(broken, MissingSection)


SPHINX = "extensions = ['myst_parser']\n"


@pytest.mark.parametrize(
    ("marker", "text", "destination", "is_known"),
    [
        ("docs/conf.py", SPHINX, "some-label", False),
        ("docs/conf.py", SPHINX, "Spawner.environment", False),
        ("docs/conf.py", SPHINX, "#how-to:label", False),
        ("docs/conf.py", SPHINX, "gone.ipynb", True),
        ("docs/conf.py", "version = '80'\nroot = 1\n", "some-label", True),
        ("src/conf.py", SPHINX, "some-label", True),
        ("docs/_toc.yml", "format: jb-book\n", "#label", False),
        ("docfx.json", "{}", "#tab/linux", False),
        ("docfx.json", "{}", "#linux", True),
        ("_config.yml", "skip_render: x\n", "/page/", False),
        ("_config.ts", "import lume from 'lume/mod.ts'\n", "/page/", False),
        ("_config.ts", "export default 1\n", "/page/", True),
        ("docs/Book.docc/x.md", "", "name", True),
        ("docs/book.toml", "", "#gone", True),
    ],
)
def test_what_means_something_to_a_generator_alone(
    marker: str, text: str, destination: str, is_known: bool
) -> None:
    (found,) = resolved({marker: text, "docs/a.md": f"[x]({destination})\n"}, path="docs/a.md")
    assert isinstance(found, MissingFile | MissingSection) is is_known
    assert isinstance(found, Unjudged) is not is_known


def test_images_of_docc_are_called_by_name() -> None:
    (found,) = resolved({"Book.docc/a.md": "![x](overview)\n"}, path="Book.docc/a.md")
    assert found == Unjudged("generator", "docc")


def test_a_site_that_is_known_goes_before_one_that_is_not() -> None:
    starlight = "import s from '@astrojs/starlight'\nexport default {integrations: [s()]}\n"
    (found,) = resolved({"astro.config.mjs": starlight, "a.md": "[x](/gone)\n"})
    assert isinstance(found, MissingFile)


def test_paths_of_zola_are_not_known() -> None:
    (found,) = resolved({"a.md": "[a](@/b/c.md#d)\n"})
    assert found == Unjudged("generator", "zola")


def test_pages_of_a_generator_that_is_not_known() -> None:
    many = "[a](b.html#c) " * (MANY - 1)
    files = {"docs/a.md": f"{many}[d](e.html)\n", "docs/b.md": "", "Recall/q.md": ""}
    *pages, gone = resolved(files, path="docs/a.md")
    assert set(pages) == {Unjudged("generator", "html")}
    assert isinstance(gone, MissingFile)
    asked = {**files, "Recall/q.md": "1. What? [a](../docs/b.html)\n"}
    assert all(isinstance(each, MissingFile) for each in resolved(asked, path="Recall/q.md"))
    (configured,) = resolved({**asked, "c.md": "[a](docs/b.html)\n"}, GITHUB, "c.md")
    assert isinstance(configured, MissingFile)


def test_a_few_of_them_are_mistakes() -> None:
    files = {"docs/a.md": "[a](b.html) " * (MANY - 1), "docs/b.md": ""}
    assert all(isinstance(each, MissingFile) for each in resolved(files, path="docs/a.md"))


def test_a_readme_beside_it_is_a_forges() -> None:
    files = {"next.config.js": "", "README.md": "[a](docs/b)\n", "docs/b.md": ""}
    assert all(isinstance(each, MissingFile) for each in resolved(files, path="README.md"))
    beside = {"web/next.config.js": "", "docs/a.md": "[a](b)\n", "docs/b.md": ""}
    assert all(isinstance(each, MissingFile) for each in resolved(beside, path="docs/a.md"))
