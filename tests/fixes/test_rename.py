"""Sections and new headings → edits of all links."""

from __future__ import annotations

import pytest

from recall_lint.base.config import Config
from recall_lint.base.problems import Edit
from recall_lint.fixes import patch, rename
from tests.literate import make_notebook

FILES = {
    "Notes/A.md": (
        "[a](#types) [b](#types-1) [c](#other)\r\n\r\n"
        "1. ### Types\r\n   One.\r\n2. ### **Types**\r\n   Two.\r\n\r\nOther\r\n---\r\nThree.\r\n"
    ),
    "Recall/A.md": (
        "1. Which? [x](../Notes/A.md#types 't')\n2. And? [y][r]\n\n[r]: </Notes/A.md#types-1>\n"
    ),
    "Notes/B.md": "# Types\n[own](#types) [code](`#types`)\n",
}


def renamed(anchor: str, heading: str, files: dict[str, str] = FILES) -> dict[str, str]:
    notebook = make_notebook(files)
    section = rename.find(notebook, "Notes/A.md", anchor)
    edits: dict[str, list[Edit]] = {}
    for edit in rename.edits(notebook, "Notes/A.md", section, heading):
        edits.setdefault(edit.path, []).append(edit)
    return files | {path: patch.apply(files[path], e) for path, e in edits.items()}


def test_the_heading_its_links_and_those_of_the_duplicates_it_renumbers() -> None:
    after = renamed("types", "Kinds")
    assert after["Notes/A.md"] == FILES["Notes/A.md"].replace(
        "[a](#types) [b](#types-1)", "[a](#kinds) [b](#types)"
    ).replace("### Types", "### Kinds")
    assert after["Recall/A.md"] == FILES["Recall/A.md"].replace("#types 't'", "#kinds 't'").replace(
        "#types-1>", "#types>"
    )
    assert after["Notes/B.md"] == FILES["Notes/B.md"]


def test_texts_are_read_as_their_site_reads_them() -> None:
    raw = "# Types\n\n{% raw %}[c](B.md){% endraw %} [d](#types)\n"
    after = renamed("types", "Kinds", {"_config.yml": "", "Notes/A.md": raw})
    assert after["Notes/A.md"] == raw.replace("Types", "Kinds").replace("#types", "#kinds")


def test_a_setext_heading_and_one_with_markup() -> None:
    assert "One more\r\n---" in renamed("other", "One  more")["Notes/A.md"]
    assert "2. ### Kinds `of` *types*\r\n" in renamed("types-1", "Kinds `of` *types*")["Notes/A.md"]


@pytest.mark.parametrize(
    ("anchor", "heading", "words"),
    [
        ("types", "Other", "`#other` is already the anchor of the section on line 8 of Notes/A.md"),
        ("types", "  ", "is empty"),
        ("gone", "X", "`#gone` .available: #types, #types-1, #other"),
        ("other", "- x", "is not valid as a single heading"),
    ],
)
def test_refused(anchor: str, heading: str, words: str) -> None:
    with pytest.raises(rename.RenameError, match=words.replace("#", "#")):
        renamed(anchor, heading)


def test_a_note_that_is_none() -> None:
    with pytest.raises(rename.RenameError, match="is not part of the notebook"):
        rename.find(make_notebook(FILES), "Notes/gone.md", "x")


def test_a_link_inside_the_heading_goes_with_it() -> None:
    files = {"Notes/A.md": "# See [it](#see-it)\nText. [a](#see-it)\n"}
    assert renamed("see-it", "Seen", files)["Notes/A.md"] == "# Seen\nText. [a](#seen)\n"


def test_dependents() -> None:
    notebook = make_notebook(FILES)
    section = rename.find(notebook, "Notes/A.md", "types")
    found = [(d.path, d.use.link.text) for d in rename.dependents(notebook, "Notes/A.md", section)]
    assert found == [("Notes/A.md", "a"), ("Recall/A.md", "x")]


def edited(files: dict[str, str], anchor: str, heading: str, *surfaces: str) -> dict[str, str]:
    config = Config(surfaces=surfaces)
    notebook = make_notebook(files, config)
    edits: dict[str, list[Edit]] = {}
    for edit in rename.edits(notebook, "A.md", rename.find(notebook, "A.md", anchor), heading):
        edits.setdefault(edit.path, []).append(edit)
    return files | {path: patch.apply(files[path], e) for path, e in edits.items()}


def test_links_that_worked_on_some_surfaces_only() -> None:
    files = {"A.md": "# Intro -- dash\n\n[a](#intro----dash) [b](#intro--dash)\n"}
    after = edited(files, "intro----dash", "Intro", "github", "kramdown-gfm")
    assert after["A.md"] == "# Intro\n\n[a](#intro) [b](#intro)\n"


def test_wiki_links_name_the_heading() -> None:
    files = {"A.md": "# Old head\n\n[[#Old head]] [[A#old head|x]]\n", "B.md": "[[A#Old head]]\n"}
    after = edited(files, "old head", "New head, two", "obsidian")
    assert after["A.md"] == "# New head, two\n\n[[#New head, two]] [[A#New head, two|x]]\n"
    assert after["B.md"] == "[[A#New head, two]]\n"


@pytest.mark.parametrize(
    "files",
    [
        {"A.md": "## <a name='foo'></a>Old\n\n[x](#foo)\n"},
        {"A.md": "<a id='new'></a>\n\n# Old\n\n[x](#new)\n"},
    ],
)
def test_a_rename_that_takes_or_shadows_an_anchor_is_refused(files: dict[str, str]) -> None:
    with pytest.raises(rename.RenameError, match="would no longer point to the same section"):
        edited(files, "old", "New")
