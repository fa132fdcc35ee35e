"""Every dialect against its truth table, the shared vectors, and the laws of all dialects."""

from __future__ import annotations

import json
import pkgutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recall_lint import slugs
from recall_lint.base.model import Source
from recall_lint.markdown import parse
from recall_lint.slugs import BY_NAME, DIALECTS, Dialect

ROOT = Path(__file__).parents[2]
TABLES = ROOT / "fixtures" / "slugs"
VECTORS = ROOT.parent / "shared" / "slugs" / "vectors.json"

CHECKED = tuple(BY_NAME[name] for name in ("github", "hugo", "docusaurus", "mdbook"))
"""The dialects whose suffixes are collision-checked, separated by `-`."""

CORRECTED = {
    ("mdbook", "custom-id"): ["custom-id"],
    ("mdbook", "raw-html"): [],
    ("mdbook", "raw-html-id"): ["MyId", "raw"],
}
"""Where the shared vectors differ from the renderer: only mdBook's function was run for them."""

NUMBERED = st.lists(
    st.sampled_from(["Foo", "foo", "Foo 1", "foo-1", "Foo-1-1", "foo_1", "Foo 2", "!", "?", "_1"]),
    max_size=12,
)
FRAGMENTS = (
    "# A", "## B `c` *d*", "#", "Foo\n===", "Bar\nbaz\n---", " # I", "> # Q", "- # L", "  ", "\n",
    "\t", "<div>", "</div>", "<details markdown='1'>", "<h2 id='x'>r</h2>", "<h3>s", "```", "<!--",
    "-->", "{#id}", "{: #id}", "{: .c id='x' }", "{", "}", "![i](j)", "[^n]", "[^n]: # F", "---",
    "--", "Σ", "İ", "é", "日", "\ufe0f", "`", "*", "_", "$", "<", "\\", "&nbsp;", " ", "\n\n",
)  # fmt: skip
MARKDOWN = st.one_of(
    st.text(),
    st.lists(st.sampled_from(FRAGMENTS)).map("".join),
    st.lists(st.sampled_from(FRAGMENTS)).map("\n".join),
)


def anchored(dialect: Dialect, markdown: str) -> list[str]:
    """The anchors of a text's headings, except headings without one."""
    found = dialect.anchors(parse(Source("case.md", markdown)))
    return [anchor for anchor in found if anchor is not None]


def table(dialect: Dialect) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        (TABLES / f"{dialect.NAME}.json").read_text(encoding="utf-8")
    )["rows"]
    return rows


@pytest.mark.parametrize(
    ("dialect", "row"),
    [
        pytest.param(dialect, row, id=f"{dialect.NAME}: {row['markdown'].strip()!r}")
        for dialect in DIALECTS
        for row in table(dialect)
    ],
)
def test_truth_table(dialect: Dialect, row: dict[str, Any]) -> None:
    assert anchored(dialect, row["markdown"]) == row["anchors"]


@pytest.mark.skipif(not VECTORS.exists(), reason="the shared vectors are not at hand")
@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.NAME)
def test_shared_vectors(dialect: Dialect) -> None:
    for row in json.loads(VECTORS.read_text(encoding="utf-8")):
        recorded = row["anchors"].get(dialect.NAME)
        if recorded is None:
            continue
        expected = [anchor for anchor in recorded if anchor is not None]
        expected = CORRECTED.get((dialect.NAME, row["name"]), expected)
        assert anchored(dialect, row["markdown"]) == expected, row["name"]


def test_every_module_is_listed() -> None:
    modules = {m.name for m in pkgutil.iter_modules(slugs.__path__) if not m.name.startswith("_")}
    assert modules == {dialect.NAME.replace("-", "_") for dialect in DIALECTS}
    assert list(BY_NAME.values()) == list(DIALECTS)
    assert DIALECTS[0].NAME == "github"


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.NAME)
def test_every_dialect_is_documented(dialect: Dialect) -> None:
    paragraphs = (dialect.__doc__ or "").split("\n\n")
    for topic in ("Algorithm: ", "Uniqueness: ", "Source: "):
        assert any(paragraph.startswith(topic) for paragraph in paragraphs), topic
    assert dialect.WHERE
    assert "\n" not in dialect.WHERE
    recorded = json.loads((TABLES / f"{dialect.NAME}.json").read_text(encoding="utf-8"))
    assert recorded["source"]
    assert len(recorded["rows"]) >= 25


def test_every_table_has_a_dialect() -> None:
    assert {path.stem for path in TABLES.glob("*.json")} == set(BY_NAME)


@given(MARKDOWN)
@settings(deadline=None)
def test_any_text_has_one_entry_a_section(markdown: str) -> None:
    document = parse(Source("case.md", markdown))
    for dialect in DIALECTS:
        assert len(dialect.anchors(document)) == len(document.sections)


@given(NUMBERED)
@settings(deadline=None)
def test_checked_suffixes_are_unique(titles: list[str]) -> None:
    markdown = "".join(f"# {title}\n\n" for title in titles)
    for dialect in (*CHECKED, BY_NAME["python-markdown"]):
        found = anchored(dialect, markdown)
        assert len(found) == len(titles)
        assert len(set(found)) == len(found)


@given(MARKDOWN)
@settings(deadline=None)
def test_an_anchor_is_its_own_key(markdown: str) -> None:
    document = parse(Source("case.md", markdown))
    for dialect in DIALECTS:
        for anchor in dialect.anchors(document):
            assert anchor is None or dialect.key(anchor) == anchor


@given(st.text())
def test_a_key_is_its_own_key(fragment: str) -> None:
    for dialect in DIALECTS:
        key = dialect.key(fragment)
        assert dialect.key(key) == key


@pytest.mark.parametrize(
    "piece",
    [" ", "{#", "{: ", "#", "a ", "{a=b ", "\\}", "- ", "<div ", "<div>\n", "--", "{: a}\n"],
)
def test_hostile_headings_come_to_an_end(piece: str) -> None:
    document = parse(Source("case.md", f"# T {piece * 8_000}\n\n## {{: {piece * 8_000}}}\n"))
    for dialect in DIALECTS:
        assert len(dialect.anchors(document)) == len(document.sections)


@pytest.mark.parametrize("name", ["kramdown", "kramdown-gfm"])
def test_front_matter_is_no_text_above_a_heading(name: str) -> None:
    assert anchored(BY_NAME[name], "---\ntitle: T\n---\n# First\n") == ["first"]


@pytest.mark.parametrize("name", ["github", "gitlab", "hugo", "pandoc-gfm", "vscode"])
def test_hyphens_and_underscores_stay_beside_any_letters(name: str) -> None:
    for text in ("e-b_c d", "é-b_c d"):
        assert anchored(BY_NAME[name], f"# {text}\n") == [text.replace(" ", "-")]


@pytest.mark.parametrize("name", ["github", "vscode"])
def test_case_does_not_matter(name: str) -> None:
    assert BY_NAME[name].key("A-Heading") == "a-heading"


def test_obsidian_looks_the_last_part_up() -> None:
    key = BY_NAME["obsidian"].key
    assert key("Chapter#Sub heading: one") == "sub heading one"
    assert key("^block-id") == "^block-id"
