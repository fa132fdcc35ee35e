"""Documents → their symbols, folds and code lenses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.server.editor import connected

pytestmark = pytest.mark.asyncio


def tree(symbols: object) -> list[object]:
    assert isinstance(symbols, list | tuple)
    return [[s.name, tree(s.children)] if s.children else s.name for s in symbols]


async def test_sections_and_questions_of_a_document(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Notes/Stars.md")
        editor.open("Recall/Stars.md")
        params = types.DocumentSymbolParams(editor.identifier("Notes/Stars.md"))
        found = await editor.client.text_document_document_symbol_async(params)
        assert tree(found) == [["Stars", ["Fusion", "Colours", "Colours"]]]
        params = types.DocumentSymbolParams(editor.identifier("Recall/Stars.md"))
        (page,) = tree(await editor.client.text_document_document_symbol_async(params))
        assert isinstance(page, list)
        assert page[1][0] == "1. What is fusion?"


async def test_sections_of_all_notebooks(root: Path) -> None:
    async with connected(root) as editor:
        found = await editor.client.workspace_symbol_async(types.WorkspaceSymbolParams("clrs"))
        assert [s.name for s in found or ()] == ["Colours", "Colours"]
        assert (found or ())[0].container_name == "Notes/Stars.md"


async def test_sections_fold(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Notes/Stars.md")
        found = await editor.client.text_document_folding_range_async(
            types.FoldingRangeParams(editor.identifier("Notes/Stars.md"))
        )
        folds = [(fold.start_line, fold.end_line) for fold in found or ()]
        assert folds == [(0, 14), (4, 6), (8, 10), (12, 14)]


async def test_lenses_count_questions(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Notes/Stars.md")
        editor.open("Recall/Stars.md", "1. What? [Reread](../Notes/Stars.md#fusion)\n")
        params = types.CodeLensParams(editor.identifier("Notes/Stars.md"))
        found = await editor.client.text_document_code_lens_async(params)
        told = {lens.range.start.line: lens.command for lens in found or ()}
        titles = {line: command and command.title for line, command in told.items()}
        assert titles == {
            0: "1 question asks about this section",
            4: "1 question asks about this section",
            8: "no question yet",
            12: "no question yet",
        }
        command = told[4]
        assert command is not None
        shown: Any = await editor.client.workspace_execute_command_async(
            types.ExecuteCommandParams(command.command, command.arguments)
        )
        assert [question["uri"] for question in shown] == [editor.uri("Recall/Stars.md")]
