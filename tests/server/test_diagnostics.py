"""Edits of an editor → the problems that it is told of."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from tests.disk import make
from tests.server.editor import capabilities, connected
from tests.sources.test_files import git

pytestmark = pytest.mark.asyncio

NOTE = "# Stars\n\n## Fusion\n\nText.\n\n## Colours\n\nText.\n"
PAGE = "1. What is fusion? [Reread](../Notes/Stars.md#fusion)\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "notes"
    make(root, "Notes/Stars.md", text=NOTE)
    make(root, "Recall/Stars.md", text=PAGE)
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "a")
    return root


async def test_an_edit_breaks_a_link_of_another_open_file(root: Path) -> None:
    async with connected(root, capabilities(pull=False)) as editor:
        editor.open("Recall/Stars.md")
        editor.open("Notes/Stars.md")
        await editor.published("Recall/Stars.md", lambda found: not found)
        editor.change("Notes/Stars.md", NOTE.replace("Fusion", "Burning"))
        (found,) = await editor.published("Recall/Stars.md", bool)
        assert found.code == "RL111 renamed-section"
        assert found.source == "recall-lint"
        assert found.range == types.Range(types.Position(0, 28), types.Position(0, 52))
        (related,) = found.related_information or ()
        assert related.location.uri == editor.uri("Notes/Stars.md")
        assert related.location.range.start == types.Position(2, 3)
        assert related.message == "renamed since the last commit"
        editor.change("Notes/Stars.md", NOTE)
        await editor.published("Recall/Stars.md", lambda found: not found)


async def test_pulled_problems_have_names(root: Path) -> None:
    async with connected(root) as editor:
        editor.open("Recall/Stars.md", "[x](gone.md)\n")
        assert await editor.codes("Recall/Stars.md") == ["1:missing-file"]
        params = types.DocumentDiagnosticParams(editor.identifier("Recall/Stars.md"))
        first = await editor.client.text_document_diagnostic_async(params)
        assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
        params.previous_result_id = first.result_id
        second = await editor.client.text_document_diagnostic_async(params)
        assert isinstance(second, types.RelatedUnchangedDocumentDiagnosticReport)


async def test_problems_of_all_files(root: Path) -> None:
    make(root, "Notes/Other.md", text="[x](gone.md)\n")
    async with connected(root) as editor:
        editor.open("Recall/Stars.md", "[x](gone.md)\n")
        report = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
        found = {item.uri for item in report.items if item.items}  # type: ignore[union-attr]
        assert found == {editor.uri("Recall/Stars.md"), editor.uri("Notes/Other.md")}
        known = [types.PreviousResultId(item.uri, item.result_id or "") for item in report.items]
        editor.change("Recall/Stars.md", "No link.\n")
        params = types.WorkspaceDiagnosticParams(known)
        report = await editor.client.workspace_diagnostic_async(params)
        kinds = {item.uri: item.kind for item in report.items}
        assert kinds[editor.uri("Notes/Other.md")] == "unchanged"
        assert kinds[editor.uri("Recall/Stars.md")] == "full"


@pytest.mark.parametrize(("encoding", "start"), [("utf-8", 11), ("utf-16", 8), ("utf-32", 7)])
async def test_positions_are_counted_as_the_client_does(
    root: Path, encoding: str, start: int
) -> None:
    async with connected(root, capabilities(encodings=(encoding,))) as editor:
        editor.open("Notes/Stars.md", "é😀 [x](gone.md)\n")
        (found,) = await editor.pull("Notes/Stars.md")
        assert found.range.start.character == start
        editor.change("Notes/Stars.md", (found.range, "Stars.md"))
        assert await editor.pull("Notes/Stars.md") == []
