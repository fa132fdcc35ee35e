"""A client of the language server, as tests speak: files by their paths, edits as new texts."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

PATIENCE = 20.0
"""Seconds to wait for something that should happen at once."""


class Editor:
    """An editor with files of one folder open."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client = client
        self.root = root
        self.versions: dict[str, int] = {}

    def uri(self, path: str) -> str:
        return from_fs_path(str(self.root / path)) or ""

    def identifier(self, path: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(path))

    def open(self, path: str, text: str | None = None) -> None:
        """Open a file, with its text on disk by default."""
        if text is None:
            text = (self.root / path).read_text("utf-8")
        self.versions[path] = 1
        item = types.TextDocumentItem(self.uri(path), "markdown", 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, path: str, *changes: str | tuple[types.Range, str]) -> None:
        """Edit a file: replace the whole text, or some ranges."""
        self.versions[path] += 1
        self.send_change(path, self.versions[path], *changes)

    def send_change(self, path: str, version: int, *changes: str | tuple[types.Range, str]) -> None:
        identifier = types.VersionedTextDocumentIdentifier(version, self.uri(path))
        told: list[types.TextDocumentContentChangeEvent] = [
            types.TextDocumentContentChangeWholeDocument(change)
            if isinstance(change, str)
            else types.TextDocumentContentChangePartial(*change)
            for change in changes
        ]
        params = types.DidChangeTextDocumentParams(identifier, told)
        self.client.text_document_did_change(params)

    def save(self, path: str, text: str) -> None:
        (self.root / path).write_text(text, "utf-8")
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self.identifier(path)))

    def close(self, path: str) -> None:
        del self.versions[path]
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.identifier(path)))

    def tell(self, *events: tuple[str, types.FileChangeType]) -> None:
        """Tell of files that have changed on the disk."""
        changes = [types.FileEvent(self.uri(path), kind) for path, kind in events]
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))

    def on_edit(self, take: Callable[[types.WorkspaceEdit], None]) -> None:
        """Take the edits that the server wants made."""

        def apply(params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
            take(params.edit)
            return types.ApplyWorkspaceEditResult(applied=True)

        self.client.feature(types.WORKSPACE_APPLY_EDIT)(apply)

    async def pull(self, path: str) -> list[types.Diagnostic]:
        """The problems of a file."""
        report = await self.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(self.identifier(path))
        )
        assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
        return [*report.items]

    async def codes(self, path: str) -> list[str]:
        """The problems of a file, by the lines that they stand on, which count from 1."""
        return [f"{d.range.start.line + 1}:{str(d.code).split()[1]}" for d in await self.pull(path)]

    async def published(
        self, path: str, wanted: Callable[[list[types.Diagnostic]], bool]
    ) -> list[types.Diagnostic]:
        """The problems of a file that the server has told of, once they are as wanted."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = [*self.client.diagnostics.get(self.uri(path), [])]
                if self.uri(path) in self.client.diagnostics and wanted(found):
                    return found
                await asyncio.sleep(0.01)

    def place(self, path: str, text: str, at: str, offset: int = 0) -> dict[str, Any]:
        """The position of the first occurrence of some words, as parameters have it."""
        return {
            "text_document": self.identifier(path),
            "position": position(text, text.index(at) + offset),
        }


def position(text: str, offset: int) -> types.Position:
    """A position of a text in UTF-16."""
    line = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    return types.Position(line, len(text[start:offset].encode("utf-16-le")) // 2)


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """A text after edits of an editor."""
    lines = text.splitlines(keepends=True)

    def offset(at: types.Position) -> int:
        before = sum(map(len, lines[: at.line]))
        line = lines[at.line] if at.line < len(lines) else ""
        return before + len(line.encode("utf-16-le")[: 2 * at.character].decode("utf-16-le"))

    for edit in sorted(edits, key=lambda e: offset(e.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text


def texts_of(editor: Editor, edit: types.WorkspaceEdit | None) -> dict[str, str]:
    """The new texts of the files on the disk that an edit changes, by path."""
    assert edit is not None
    found: dict[str, list[types.TextEdit]] = dict(edit.changes or {})  # type: ignore[arg-type]
    for change in edit.document_changes or ():
        if isinstance(change, types.TextDocumentEdit):
            found[change.text_document.uri] = [*change.edits]  # type: ignore[list-item]
    texts = {}
    for uri, edits in found.items():
        path = Path(to_fs_path(uri) or "")
        before = path.read_text("utf-8") if path.exists() else ""
        texts[path.relative_to(editor.root).as_posix()] = applied(before, edits)
    return texts


def capabilities(
    name: str = "visual-studio-code", *, pull: bool = True, encodings: tuple[str, ...] = ("utf-16",)
) -> types.ClientCapabilities:
    """What an editor can do."""
    found = client_capabilities(name)
    found.general = types.GeneralClientCapabilities(
        position_encodings=[types.PositionEncodingKind(e) for e in encodings]
    )
    assert found.text_document is not None
    found.text_document.diagnostic = types.DiagnosticClientCapabilities() if pull else None
    return found


@asynccontextmanager
async def connected(
    root: Path,
    can: types.ClientCapabilities | None = None,
    *,
    folders: tuple[Path, ...] | None = None,
) -> AsyncIterator[Editor]:
    """An editor that is connected to a server of its own."""
    client = make_test_lsp_client()
    client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: None)
    await client.start_io(sys.executable, "-m", "recall_lint", "server", env={**os.environ})
    editor = Editor(client, root)
    opened = (root,) if folders is None else folders
    await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities() if can is None else can,
            workspace_folders=[
                types.WorkspaceFolder(from_fs_path(str(f)) or "", f.name) for f in opened
            ],
        )
    )
    try:
        yield editor
    finally:
        await client.shutdown_session()
        await client.stop()  # type: ignore[no-untyped-call]
