"""Destinations → resolutions, and back."""

from __future__ import annotations

import pytest

from recall_lint.base.problems import Target
from recall_lint.notebook.resolutions import (
    AnchorCase,
    External,
    Found,
    MissingFile,
    MissingSection,
    Outside,
    Unjudged,
)
from tests.literate import make_notebook

FILES = {
    "index.md": "# Top\n",
    "Notes/a b.md": "# Über uns\n\n<a id='Here'></a>\n",
    "Notes/c(d).md": "# C\n",
    "Notes/tool.py": "print()\n",
}


@pytest.mark.parametrize(
    ("written", "kind", "target"),
    [
        ("https://example.org/a.md", External, None),
        ("mailto:a@example.org", External, None),
        ("//example.org", External, None),
        ("obsidian://open", External, None),
        ("", Found, "Recall/q.md"),
        ("#", Found, "Recall/q.md"),
        ("#top", Found, "Recall/q.md#top"),
        ("#Page", AnchorCase, "Recall/q.md#Page"),
        ("#page", Found, "Recall/q.md#page"),
        ("#gone", MissingSection, "Recall/q.md#gone"),
        ("../index.md", Found, "index.md"),
        ("/index.md#top", Found, "index.md#top"),
        ("../Notes/a%20b.md#%C3%BCber-uns", Found, "Notes/a b.md#über-uns"),
        ("../Notes/a%20b.md#ÜBER-UNS", AnchorCase, "Notes/a b.md#ÜBER-UNS"),
        ("../Notes/a%20b.md#here", MissingSection, "Notes/a b.md#here"),
        ("../Notes/a%20b.md?plain=1#x", MissingSection, "Notes/a b.md#x"),
        ("../Notes/c(d).md#c", Found, "Notes/c(d).md#c"),
        ("../Notes/tool.py#L1", Found, "Notes/tool.py#L1"),
        ("../Notes/gone.py#L3", MissingFile, "Notes/gone.py#L3"),
        ("./../Recall/./q.md", Found, "Recall/q.md"),
        ("../../outside.md", Outside, "../outside.md"),
        ("a:b.md", MissingFile, "Recall/a:b.md"),
    ],
)
def test_resolve(written: str, kind: type, target: str | None) -> None:
    notebook = make_notebook(FILES | {"Recall/q.md": f"# Page\n\n[a](<{written}>)\n"})
    (use,) = notebook.uses("Recall/q.md")
    assert type(use.resolution) is kind
    if target is not None:
        assert str(use.resolution.target) == target  # type: ignore[union-attr]


def test_a_heading_wins_over_an_html_anchor_of_its_name() -> None:
    notebook = make_notebook({"a.md": "<a id='one'></a>\n\n# One\n"})
    assert notebook.anchors.index("a.md")["one"].place is not None


def test_roles() -> None:
    notebook = make_notebook(FILES | {"Recall/q.md": "1. What?\n"})
    assert list(notebook.recall_pages) == ["Recall/q.md"]
    assert notebook.notes == ("Notes/a b.md", "Notes/c(d).md", "index.md")


def test_a_query_alone_is_the_page_itself() -> None:
    notebook = make_notebook(
        {"N/a.md": "# A\n[x](?q#a)\n", "N/b.md": "# B\n[x](?q#a)\n[y](#{{z}})\n"}
    )
    found = [use.resolution for path in ("N/a.md", "N/b.md") for use in notebook.uses(path)]
    assert found == [
        Found(Target("N/a.md", "a"), 0, tracked=True),
        MissingSection(Target("N/b.md", "a")),
        Unjudged("template"),
    ]


def test_wikilinks_are_counted_where_one_names_a_note() -> None:
    files = {
        "a.md": "[[A b]] [[gone]] [[Notes/a b#x|y]]\n",
        "b.md": "[[cascade]]\nx = 1\n",
        "Notes/a b.md": "",
    }
    notebook = make_notebook(files)
    assert [notebook.wikilinks.count_unread(path) for path in ("a.md", "b.md")] == [3, 0]
    # A known site determines what they are.
    for config in ({"hugo.toml": "", "content/c.md": "[[a b]]\n"}, {".obsidian/app.json": "{}"}):
        notebook = make_notebook(files | config)
        assert (
            notebook.wikilinks.count_unread("content/c.md" if "hugo.toml" in config else "a.md")
            == 0
        )
