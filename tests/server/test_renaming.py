"""New names of headings and files → edits that keep the links."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.disk import make
from tests.server.conftest import PAGE, STARS
from tests.server.editor import connected, texts_of

pytestmark = pytest.mark.asyncio


async def test_a_heading_is_renamed_with_its_links_and_those_it_renumbers(root: Path) -> None:
    async with connected(root) as editor:
        # What is not saved counts.
        editor.open("Recall/Stars.md", PAGE + "5. And? [x](../Notes/Stars.md#colours)\n")
        editor.open("Notes/Stars.md")
        at = editor.place("Notes/Stars.md", STARS, "## Colours", 5)
        prepared = await editor.client.text_document_prepare_rename_async(
            types.PrepareRenameParams(**at)
        )
        assert isinstance(prepared, types.PrepareRenamePlaceholder)
        assert prepared.placeholder == "Colours"
        params = types.RenameParams(new_name="Hot ones", **at)
        edit = await editor.client.text_document_rename_async(params)
        assert edit is not None
        changed = {
            change.text_document.uri: (change.text_document.version, len(change.edits))
            for change in edit.document_changes or ()
            if isinstance(change, types.TextDocumentEdit)
        }
        assert changed == {
            editor.uri("Notes/Stars.md"): (1, 1),
            editor.uri("Recall/Stars.md"): (1, 3),
        }


async def test_a_link_renames_its_section(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Recall/Stars.md")
        at = editor.place("Recall/Stars.md", PAGE, "#fusion")
        params = types.RenameParams(new_name="Burning", **at)
        edit = await editor.client.text_document_rename_async(params)
        assert texts_of(editor, edit) == {
            "Notes/Stars.md": STARS.replace("Fusion", "Burning").replace("#fusion", "#burning"),
            "Recall/Stars.md": PAGE.replace("#fusion", "#burning"),
        }


async def test_a_rename_that_is_refused_says_why(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Notes/Stars.md")
        at = editor.place("Notes/Stars.md", STARS, "Fusion")
        with pytest.raises(JsonRpcException, match="already the anchor"):
            await editor.client.text_document_rename_async(
                types.RenameParams(new_name="Stars", **at)
            )
        at = editor.place("Notes/Stars.md", STARS, "What shines")
        assert not await editor.client.text_document_prepare_rename_async(
            types.PrepareRenameParams(**at)
        )


async def test_a_file_is_renamed_with_its_links(root: Path) -> None:
    make(root, "Notes/Deep/Moons.md", text="[x](../Stars.md)\n")
    async with connected(root) as editor:
        editor.open("Recall/Stars.md")
        new = editor.uri("Sky/Suns.md")
        params = types.RenameFilesParams([types.FileRename(editor.uri("Notes/Stars.md"), new)])
        edit = await editor.client.workspace_will_rename_files_async(params)
        assert texts_of(editor, edit) == {
            "Notes/Deep/Moons.md": "[x](../../Sky/Suns.md)\n",
            "Notes/Planets.md": "# Planets\n\nThey circle [stars](../Sky/Suns.md).\n",
            "Recall/Stars.md": PAGE.replace("../Notes/Stars.md", "../Sky/Suns.md"),
        }
        deep = types.FileRename(editor.uri("Notes/Deep"), editor.uri("Notes/Deeper/Down"))
        edit = await editor.client.workspace_will_rename_files_async(
            types.RenameFilesParams([deep])
        )
        assert texts_of(editor, edit) == {"Notes/Deep/Moons.md": "[x](../../Stars.md)\n"}
