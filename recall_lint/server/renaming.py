"""New names of headings and files → every edit that keeps links working, as one."""

from __future__ import annotations

import os
from collections.abc import Sequence

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from recall_lint.base.moves import Moves
from recall_lint.base.problems import Edit
from recall_lint.fixes import moving, rename
from recall_lint.fixes.rename import RenameError
from recall_lint.run.editing import EditedNotebook
from recall_lint.server.buffers import path_of
from recall_lint.server.server import Server
from recall_lint.server.targets import heading_at, section_at, use_at


class _RefusedError(JsonRpcException):
    """A rename that cannot be done as intended; the client shows the reason."""

    CODE = types.LSPErrorCodes.RequestFailed.value


def register(server: Server) -> None:
    """Register renaming."""
    server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)(_prepare)
    server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))(_rename)
    pattern = types.FileOperationPattern("**/*")
    options = types.FileOperationRegistrationOptions([types.FileOperationFilter(pattern, "file")])
    server.feature(types.WORKSPACE_WILL_RENAME_FILES, options)(_will_rename)
    server.feature(types.WORKSPACE_DID_RENAME_FILES, options)(_did_rename)


def _prepare(
    server: Server, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    def work() -> types.PrepareRenamePlaceholder | None:
        place = server.notes.find(params.text_document.uri)
        if place is None:
            return None
        offset = place.lines.offset(params.position)
        at = section_at(place, offset)
        if at is None:
            return None
        section = place.notebook.documents.outline(at.path).sections[at.place]
        use = use_at(place, offset)
        is_heading = use is None or heading_at(place, offset) == at
        span = section.span if is_heading or use is None else use.link.span
        return types.PrepareRenamePlaceholder(place.lines.range(span), section.markup)

    return server.answer(work)


def _rename(server: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    def work() -> types.WorkspaceEdit | None:
        place = server.notes.find(params.text_document.uri)
        at = None if place is None else section_at(place, place.lines.offset(params.position))
        if place is None or at is None:
            raise _RefusedError("there is no heading here, and no link to one")
        edited = place.edited
        origins = [*edited.linking_to(at.path)]
        try:
            found = rename.edits(edited.notebook, at.path, at.place, params.new_name, origins)
        except RenameError as error:
            raise _RefusedError(str(error)) from None
        return server.editing.edit(edited, found)

    return server.answer(work)


def _will_rename(server: Server, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
    def work() -> types.WorkspaceEdit | None:
        edits = []
        for edited in server.notes.notebooks():
            found = _moved(edited, params.files)
            if found:
                edits.append(server.editing.edit(edited, found))
        return server.editing.joined(edits) if edits else None

    return server.answer(work)


def _moved(edited: EditedNotebook, files: Sequence[types.FileRename]) -> list[Edit]:
    """The edits of one notebook for files that are renamed in it."""
    moves = {}
    for file in files:
        old, new = path_of(file.old_uri), path_of(file.new_uri)
        if old is not None and new is not None:
            before, after = (
                os.path.relpath(p, edited.root).replace(os.sep, "/") for p in (old, new)
            )
            if not before.startswith("../") and not after.startswith("../"):
                moves[before] = after
    if not moves:
        return []
    try:
        return moving.edits(edited.notebook, Moves(moves))
    except RenameError as error:
        raise _RefusedError(str(error)) from None


def _did_rename(server: Server, params: types.RenameFilesParams) -> None:
    server.notes.reopen()
    server.tell_soon()
