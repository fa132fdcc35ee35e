"""Edits of a notebook → one workspace edit of the protocol, with versions of open files."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from recall_lint.base.model import Span
from recall_lint.base.problems import Edit
from recall_lint.run.editing import EditedNotebook
from recall_lint.server.workspace import Workspace


class Editing:
    """The capabilities of a client."""

    def __init__(self, workspace: Workspace, capabilities: types.ClientCapabilities) -> None:
        self._workspace = workspace
        editing = capabilities.workspace and capabilities.workspace.workspace_edit
        self._has_versions = bool(editing and editing.document_changes)
        operations = (editing and editing.resource_operations) or ()
        self.creates = self._has_versions and types.ResourceOperationKind.Create in operations

    def edit(self, edited: EditedNotebook, edits: Iterable[Edit]) -> types.WorkspaceEdit:
        """Edits of files, given with their notebook paths, as one workspace edit."""
        by_path: dict[str, list[Edit]] = {}
        for edit in dict.fromkeys(edits):
            by_path.setdefault(edit.path, []).append(edit)
        return self._joined(
            {
                self._workspace.uri(edited, path): self._text_edits(edited, path, some)
                for path, some in by_path.items()
            }
        )

    def joined(self, edits: Iterable[types.WorkspaceEdit]) -> types.WorkspaceEdit:
        """Several edits of different files as one."""
        if not self._has_versions:
            changes = {uri: some for each in edits for uri, some in (each.changes or {}).items()}
            return types.WorkspaceEdit(changes=changes)
        made = [change for each in edits for change in each.document_changes or ()]
        return types.WorkspaceEdit(document_changes=made)

    def create(self, edited: EditedNotebook, path: str, text: str) -> types.WorkspaceEdit:
        """The creation of a file with a text."""
        uri = self._workspace.uri(edited, path)
        start = types.Position(0, 0)
        options = types.CreateFileOptions(ignore_if_exists=True)
        return types.WorkspaceEdit(
            document_changes=[
                types.CreateFile(uri, options=options),
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(uri),
                    [types.TextEdit(types.Range(start, start), text)],
                ),
            ]
        )

    def _text_edits(
        self, edited: EditedNotebook, path: str, edits: Iterable[Edit]
    ) -> list[types.TextEdit]:
        lines = self._workspace.place(edited, path).lines
        ordered = sorted(edits, key=lambda edit: edit.span)
        return [types.TextEdit(lines.range(each.span), each.replacement) for each in ordered]

    def _joined(self, changes: dict[str, list[types.TextEdit]]) -> types.WorkspaceEdit:
        if not self._has_versions:
            return types.WorkspaceEdit(changes=changes)
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(
                        uri, self._workspace.version(uri)
                    ),
                    some,
                )
                for uri, some in changes.items()
            ]
        )


def smallest(path: str, before: str, after: str) -> Edit:
    """One edit from a text to another, without their common start and end."""
    start = 0
    most = min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return Edit(path, Span(start, len(before) - end), after[start : len(after) - end])
