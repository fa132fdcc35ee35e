"""Problems → what the editor may do about them."""

from __future__ import annotations

from ast import literal_eval
from pathlib import Path

import pytest
from lsprotocol import types

from tests.server.conftest import PAGE, STARS
from tests.server.editor import Editor, connected, texts_of

pytestmark = pytest.mark.asyncio


async def offered(
    editor: Editor, path: str, *only: str, line: int | None = None
) -> dict[str, types.CodeAction]:
    """The actions for a line, which counts from 1, or for a whole file, by title."""
    first, last = (0, 9999) if line is None else (line - 1, line - 1)
    where = types.Range(types.Position(first, 0), types.Position(last, 9999))
    context = types.CodeActionContext([], [types.CodeActionKind(each) for each in only] or None)
    params = types.CodeActionParams(editor.identifier(path), where, context)
    found = await editor.client.text_document_code_action_async(params) or ()
    return {each.title: _action(each) for each in found}


def _action(told: types.CodeAction | types.Command) -> types.CodeAction:
    """An action as the server sent it; lsprotocol takes one without an edit for a command."""
    if isinstance(told, types.CodeAction):
        return told
    return types.CodeAction(told.title, command=types.Command(**literal_eval(told.command)))


async def test_a_renamed_heading_is_mended(root: Path) -> None:
    (root / "Notes/Stars.md").write_text(STARS.replace("## Fusion", "## Fusion of hydrogen"))
    async with connected(root) as editor:
        editor.open("Recall/Stars.md")
        actions = await offered(editor, "Recall/Stars.md", line=3)
        titles = [*actions]
        assert titles[0] == "write `../Notes/Stars.md#fusion-of-hydrogen`"
        assert "suppress RL111 on this line" in titles
        assert "add the section `Fusion` to Notes/Stars.md" in titles
        first = actions[titles[0]]
        assert first.diagnostics
        right = "../Notes/Stars.md#fusion-of-hydrogen"
        mended = {"Recall/Stars.md": PAGE.replace("../Notes/Stars.md#fusion", right)}
        assert texts_of(editor, first.edit) == mended
        for action in actions.values():
            if action.edit is not None:
                (path, text), *_ = texts_of(editor, action.edit).items()
                editor.open(path, text) if path not in editor.versions else editor.change(
                    path, text
                )
                assert "3:renamed-section" not in await editor.codes("Recall/Stars.md")
                editor.change(path, (root / path).read_text("utf-8"))


async def test_safe_fixes_of_a_file_and_of_the_notebook(root: Path) -> None:
    wrong = PAGE.replace("#fusion", "#Fusion")
    (root / "Recall/More.md").write_text(wrong, "utf-8")
    async with connected(root) as editor:
        editor.open("Recall/Stars.md", wrong)
        (action,) = (await offered(editor, "Recall/Stars.md", "source.fixAll")).values()
        assert action.kind == "source.fixAll.recall-lint"
        assert texts_of(editor, action.edit)["Recall/Stars.md"]
        actions = await offered(editor, "Recall/Stars.md", line=3)
        preferred = [each.title for each in actions.values() if each.is_preferred]
        assert preferred == ["write `../Notes/Stars.md#fusion`"]
        edits: list[types.WorkspaceEdit] = []
        editor.on_edit(edits.append)
        command = actions["apply all safe fixes in the notebook"].command
        assert command is not None
        await editor.client.workspace_execute_command_async(
            types.ExecuteCommandParams(command.command, command.arguments)
        )
        (edit,) = edits
        changed = texts_of(editor, edit)
        assert changed["Recall/More.md"] == PAGE
        assert sorted(changed) == ["Recall/More.md", "Recall/Stars.md"]
        versions = {
            change.text_document.uri: change.text_document.version
            for change in edit.document_changes or ()
            if isinstance(change, types.TextDocumentEdit)
        }
        assert versions[editor.uri("Recall/Stars.md")] == 1
        assert versions[editor.uri("Recall/More.md")] is None


async def test_a_missing_note_is_created(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Notes/Planets.md", "[x](Moons.md#of-jupiter)\n")
        actions = await offered(editor, "Notes/Planets.md")
        edit = actions["create `Notes/Moons.md`"].edit
        assert edit is not None
        create, *_ = edit.document_changes or ()
        assert isinstance(create, types.CreateFile)
        assert create.uri == editor.uri("Notes/Moons.md")
        text = texts_of(editor, edit)["Notes/Moons.md"]
        assert text == "# Moons\n\n## Of jupiter\n"
        (root / "Notes/Moons.md").write_text(text, "utf-8")
        editor.tell(("Notes/Moons.md", types.FileChangeType.Created))
        assert "1:missing-file" not in await editor.codes("Notes/Planets.md")


async def test_a_question_gets_its_link(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Recall/Stars.md")
        actions = await offered(editor, "Recall/Stars.md", line=6)
        assert next(iter(actions)) == "add `[Reread](../Notes/Stars.md#fusion)`"


async def test_a_heading_is_silenced_above(root: Path) -> None:
    async with connected(root) as editor:
        (root / "Notes/Planets.md").write_text("# A [x](gone.md)\n", "utf-8")
        editor.open("Notes/Planets.md")
        actions = await offered(editor, "Notes/Planets.md")
        edit = actions["suppress RL101 on this line"].edit
        silenced = texts_of(editor, edit)["Notes/Planets.md"]
        editor.change("Notes/Planets.md", silenced)
        assert await editor.codes("Notes/Planets.md") == []
