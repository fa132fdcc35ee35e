"""Text before the cursor → what it may be completed to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from lsprotocol import types

from tests.disk import make
from tests.server.editor import Editor, connected, position

pytestmark = pytest.mark.asyncio


async def completed(editor: Editor, path: str, text: str) -> list[types.CompletionItem]:
    """What is offered at `|` of a text."""
    offset = text.index("|")
    text = text.replace("|", "", 1)
    if path in editor.versions:
        editor.change(path, text)
    else:
        editor.open(path, text)
    params = types.CompletionParams(editor.identifier(path), position(text, offset))
    found = await editor.client.text_document_completion_async(params)
    assert not isinstance(found, Sequence)
    return [] if found is None else [*found.items]


async def new_texts(editor: Editor, path: str, text: str) -> list[str]:
    items = await completed(editor, path, text)
    return [item.text_edit.new_text for item in items if item.text_edit is not None]


async def test_files_and_anchors(root: Path) -> None:
    make(root, "Notes/With space.md")
    async with connected(root) as editor:
        offers = await new_texts(editor, "Notes/Planets.md", "[x](|)\n")
        assert offers[:2] == ["Stars.md", "With%20space.md"]
        assert "../Recall/Stars.md" in offers
        offers = await new_texts(editor, "Notes/Planets.md", "[x](Sta|)\n")
        assert offers == ["Stars.md", "../Recall/Stars.md"]
        items = await completed(editor, "Notes/Planets.md", "[x](Stars.md#|old)\n")
        assert [item.label for item in items] == ["stars", "fusion", "colours", "colours-1"]
        assert isinstance(items[1].documentation, types.MarkupContent)
        assert items[1].documentation.value == "**Fusion**\n\nHydrogen burns to helium."
        edit = items[1].text_edit
        assert isinstance(edit, types.TextEdit)
        assert (edit.range.start.character, edit.range.end.character) == (13, 16)
        assert await new_texts(editor, "Notes/Planets.md", "# Own\n\n[x](#|)\n") == ["own"]
        assert await new_texts(editor, "Notes/Planets.md", "[x]: Stars.md#f|\n") == [
            "stars", "fusion", "colours", "colours-1",
        ]  # fmt: skip


async def test_labels_of_references(root: Path) -> None:
    async with connected(root) as editor:
        text = "[x][|]\n\n[one]: Stars.md\n[two words]: Stars.md#fusion\n"
        assert await new_texts(editor, "Notes/Planets.md", text) == ["one", "two words"]


async def test_rules_in_comments(root: Path) -> None:
    async with connected(root) as editor:
        path = "Notes/Planets.md"
        offers = await new_texts(editor, path, "<!-- recall-lint-dis|\n")
        assert "recall-lint-disable-line" in offers
        offers = await new_texts(editor, path, "<!-- recall-lint-disable-line RL101, miss| -->\n")
        assert "missing-section" in offers
        assert "RL102" in offers
        assert not await new_texts(editor, path, "<!-- recall-lint-disable-line -- | -->\n")


async def test_the_sections_that_answer_a_question(root: Path) -> None:
    async with connected(root) as editor:
        page = "Recall/More.md"
        offers = await new_texts(editor, page, "1. What does hydrogen burn to? |\n")
        assert offers[0] == "[Reread](../Notes/Stars.md#fusion)"
        offers = await new_texts(editor, page, "1. What does hydrogen burn to? [Reread](|\n")
        assert offers[0] == "../Notes/Stars.md#fusion"
        link = "[Reread](../Notes/Stars.md#fusion)"
        assert not await new_texts(editor, page, f"1. What does it burn to? {link} |\n")


async def test_wiki_links(root: Path) -> None:
    make(root, ".obsidian/app.json", text="{}")
    async with connected(root) as editor:
        offers = await new_texts(editor, "Notes/Planets.md", "[[|\n")
        assert offers == ["Planets", "Notes/Stars", "Recall/Stars"]
        offers = await new_texts(editor, "Notes/Planets.md", "[[Notes/Stars#|\n")
        assert offers == ["Stars", "Fusion", "Colours", "Colours"]


async def test_nothing_is_offered_in_plain_text(root: Path) -> None:
    async with connected(root) as editor:
        assert not await completed(editor, "Notes/Planets.md", "Some words |\n")
