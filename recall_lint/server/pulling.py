"""Requests for diagnostics → those of a document, or of all notebooks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Final
from zlib import crc32

from lsprotocol import types

from recall_lint.server.diagnostics import diagnostics
from recall_lint.server.server import Server
from recall_lint.server.workspace import Place

_STEP: Final = 5
"""Number of files between two checks for cancellation."""


def register(server: Server) -> None:
    """Register pull diagnostics."""
    options = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=True)
    server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)(_of_document)
    server.feature(types.WORKSPACE_DIAGNOSTIC)(_of_all)


async def _of_document(
    server: Server, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport:
    asked = server.notes.find(params.text_document.uri)
    if asked is not None:
        await server.prepare(asked)

    def work() -> list[types.Diagnostic]:
        place = server.notes.find(params.text_document.uri)
        return [] if place is None else diagnostics(server.notes, place)

    found = server.answer(work)
    name = _name(found)
    if params.previous_result_id == name:
        return types.RelatedUnchangedDocumentDiagnosticReport(name)
    return types.RelatedFullDocumentDiagnosticReport(found, result_id=name)


async def _of_all(
    server: Server, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    known = {each.uri: each.value for each in params.previous_result_ids}
    items: list[types.WorkspaceDocumentDiagnosticReport] = []
    for number, (uri, place) in enumerate(server.answer(lambda: [*_places(server)])):
        if number % _STEP == 0:
            await asyncio.sleep(0)
        found = diagnostics(server.notes, place)
        name, version = _name(found), server.notes.version(uri)
        if known.get(uri) == name:
            items.append(types.WorkspaceUnchangedDocumentDiagnosticReport(uri, name, version))
        elif found or uri in known:
            items.append(
                types.WorkspaceFullDocumentDiagnosticReport(uri, found, version, result_id=name)
            )
    return types.WorkspaceDiagnosticReport(items)


def _places(server: Server) -> Iterator[tuple[str, Place]]:
    """The documents that have or had problems, of all notebooks."""
    for edited in server.notes.notebooks():
        for path in edited.report(edited.documents).files:
            yield server.notes.uri(edited, path), server.notes.place(edited, path)


def _name(found: list[types.Diagnostic]) -> str:
    """Identifies a list of problems."""
    return f"{crc32(json.dumps(list(map(repr, found))).encode()):08x}"
