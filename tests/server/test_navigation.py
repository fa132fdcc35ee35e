"""A place in a file → where its link leads, what leads there, and what stands there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.server.conftest import PAGE, STARS
from tests.server.editor import Editor, connected

pytestmark = pytest.mark.asyncio


def lines(locations: object) -> list[str]:
    """Locations as a file and a line, which counts from 1."""
    assert isinstance(locations, list | tuple)
    return [f"{at.uri.rsplit('/', 2)[1][:1]}:{at.range.start.line + 1}" for at in locations]


async def defined(editor: Editor, at: dict[str, Any]) -> list[types.Location | types.LocationLink]:
    """Where the link at a place leads."""
    params = types.DefinitionParams(**at)
    found = await editor.client.text_document_definition_async(params) or ()
    assert not isinstance(found, types.Location)
    return [*found]


async def test_a_link_leads_to_its_section(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Recall/Stars.md")
        at = editor.place("Recall/Stars.md", PAGE, "#colours-1")
        (found,) = await defined(editor, at)
        assert isinstance(found, types.LocationLink)
        assert found.target_uri == editor.uri("Notes/Stars.md")
        assert found.target_selection_range.start == types.Position(12, 3)
        assert found.target_range.end.line == 15
        nowhere = editor.place("Recall/Stars.md", PAGE, "What is")
        assert not await defined(editor, nowhere)


async def test_links_to_a_section_and_to_a_file(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Notes/Stars.md")
        ask = types.ReferenceContext(include_declaration=True)
        at = editor.place("Notes/Stars.md", STARS, "Fusion")
        params = types.ReferenceParams(context=ask, **at)
        found = await editor.client.text_document_references_async(params)
        assert lines(found) == ["N:5", "N:15", "R:3"]
        at = editor.place("Notes/Stars.md", STARS, "What shines")
        params = types.ReferenceParams(types.ReferenceContext(False), **at)
        found = await editor.client.text_document_references_async(params)
        assert lines(found) == ["N:3", "R:3", "R:4", "R:5"]


async def test_what_a_link_leads_to_is_shown(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Recall/Stars.md")
        at = editor.place("Recall/Stars.md", PAGE, "#fusion")
        found = await editor.client.text_document_hover_async(types.HoverParams(**at))
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert found.contents.value == (
            "**Notes/Stars.md#fusion**\n\n## Fusion\n\nHydrogen burns to helium.\n\n"
            "asked by 1 question, linked from 1 note"
        )
        editor.open("Notes/Planets.md")
        at = editor.place("Notes/Planets.md", "# Planets\n", "Planets")
        found = await editor.client.text_document_hover_async(types.HoverParams(**at))
        assert found is not None
        assert isinstance(found.contents, types.MarkupContent)
        assert found.contents.value == "no questions or links point here"


async def test_links_of_a_document(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Notes/Planets.md", "[a](Stars.md#colours) [b](https://x.example) [c](x.md)\n")
        found = await editor.client.text_document_document_link_async(
            types.DocumentLinkParams(editor.identifier("Notes/Planets.md"))
        )
        targets = [link.target for link in found or ()]
        assert targets == [f"{editor.uri('Notes/Stars.md')}#L9", "https://x.example"]


async def test_a_client_with_nothing_optional(root: Path) -> None:
    async with connected(root, types.ClientCapabilities()) as editor:
        editor.open("Recall/Stars.md")
        await editor.published("Recall/Stars.md", bool)
        at = editor.place("Recall/Stars.md", PAGE, "#fusion")
        (found,) = await defined(editor, at)
        assert isinstance(found, types.Location)
        hover = await editor.client.text_document_hover_async(types.HoverParams(**at))
        assert hover is not None
        symbols = await editor.client.text_document_document_symbol_async(
            types.DocumentSymbolParams(editor.identifier("Recall/Stars.md"))
        )
        assert isinstance((symbols or ())[0], types.SymbolInformation)
        params = types.RenameParams(new_name="Burning", **at)
        edit = await editor.client.text_document_rename_async(params)
        assert edit is not None
        assert edit.changes
        assert edit.document_changes is None
