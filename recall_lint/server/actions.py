"""A range of a document → actions for its problems, as edits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from lsprotocol import types

from recall_lint.base.problems import Diagnostic, Edit
from recall_lint.fixes.apply import apply_fixes
from recall_lint.run.editing import EditedNotebook
from recall_lint.server import additions
from recall_lint.server.additions import Offer
from recall_lint.server.diagnostics import diagnostic, found_in
from recall_lint.server.edits import smallest
from recall_lint.server.server import Server
from recall_lint.server.workspace import Place

FIX_FILE: Final = "recall-lint.fixFile"
FIX_NOTEBOOK: Final = "recall-lint.fixNotebook"
_FIX_ALL: Final = f"{types.CodeActionKind.SourceFixAll.value}.recall-lint"


def register(server: Server) -> None:
    """Register code actions."""
    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]
    options = types.CodeActionOptions([*kinds, _FIX_ALL])
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, options)(_actions)
    server.command(FIX_FILE)(_fix_file)
    server.command(FIX_NOTEBOOK)(_fix_notebook)


def _actions(
    server: Server, params: types.CodeActionParams
) -> list[types.CodeAction | types.Command] | None:
    def work() -> list[types.CodeAction | types.Command] | None:
        place = server.notes.find(params.text_document.uri)
        if place is None:
            return None
        asked = [str(getattr(kind, "value", kind)) for kind in params.context.only or ()]
        actions: list[types.CodeAction | types.Command] = []
        if not asked or _is_wanted("quickfix", asked):
            start, end = place.lines.span(params.range)
            around = [
                each
                for each in found_in(place)
                if each.problem.span.start <= end and start <= each.problem.span.end
            ]
            actions += _quick_fixes(server, place, around)
        if _is_wanted(_FIX_ALL, asked):
            actions += _fix_all_of(server, place)
        return actions

    return server.answer(work)


def _is_wanted(kind: str, asked: Sequence[str]) -> bool:
    return any(kind == each or kind.startswith(f"{each}.") for each in asked)


def _quick_fixes(
    server: Server, place: Place, around: Sequence[Diagnostic]
) -> Iterator[types.CodeAction | types.Command]:
    diagnostics = {id(found): [diagnostic(server.notes, place, found)] for found in around}
    fixable = False
    for found in around:
        for number, fix in enumerate(found.problem.fixes):
            fixable = fixable or fix.safe
            preferred = fix.safe and not number
            yield _quick_fix(
                server, place, diagnostics[id(found)], (fix.title, fix.edits), preferred
            )
    for found in around:
        for offer in additions.of(place, found):
            yield _quick_fix(server, place, diagnostics[id(found)], offer)
        note = additions.missing_note(place, found) if server.editing.creates else None
        if note is not None:
            edit = server.editing.create(place.edited, *note)
            kind = types.CodeActionKind.QuickFix
            yield types.CodeAction(f"create `{note[0]}`", kind, diagnostics[id(found)], edit=edit)
    if fixable:
        uri = server.notes.uri(place.edited, place.path)
        yield _command("apply all safe fixes in this file", FIX_FILE, uri)
        yield _command("apply all safe fixes in the notebook", FIX_NOTEBOOK, uri)
    for found in around:
        for offer in additions.suppression(place, found):
            yield _quick_fix(server, place, diagnostics[id(found)], offer)


def _quick_fix(
    server: Server,
    place: Place,
    diagnostics: list[types.Diagnostic],
    offer: Offer,
    preferred: bool | None = None,
) -> types.CodeAction:
    title, edits = offer
    edit = server.editing.edit(place.edited, edits)
    kind = types.CodeActionKind.QuickFix
    return types.CodeAction(title, kind, diagnostics, is_preferred=preferred or None, edit=edit)


def _command(title: str, name: str, uri: str) -> types.CodeAction:
    command = types.Command(title, name, arguments=[uri])
    return types.CodeAction(title, types.CodeActionKind.QuickFix, command=command)


def _fix_all_of(server: Server, place: Place) -> Iterator[types.CodeAction]:
    edits = _safe_edits(place.edited, [place.path])
    if edits:
        edit = server.editing.edit(place.edited, edits)
        yield types.CodeAction("apply all safe fixes in this file", _FIX_ALL, edit=edit)


def _safe_edits(edited: EditedNotebook, paths: Sequence[str]) -> list[Edit]:
    """The safe fixes of some documents, verified by checking the result."""
    report = edited.report(paths)
    fixed = apply_fixes(report, edited.try_out, unsafe=False)
    source = edited.notebook.documents.text
    return [smallest(path, source(path), text) for path, text in fixed.texts.items()]


def _fix_file(server: Server, uri: str) -> None:
    place = server.notes.find(uri)
    if place is not None:
        _apply(server, place.edited, server.answer(lambda: _safe_edits(place.edited, [place.path])))


def _fix_notebook(server: Server, uri: str) -> None:
    place = server.notes.find(uri)
    if place is not None:
        edited = place.edited
        _apply(server, edited, server.answer(lambda: _safe_edits(edited, [*edited.documents])))


def _apply(server: Server, edited: EditedNotebook, edits: Sequence[Edit]) -> None:
    if not edits:
        text = "recall-lint: no safe fix"
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))
        return
    edit = server.editing.edit(edited, edits)
    server.workspace_apply_edit(types.ApplyWorkspaceEditParams(edit, "recall-lint: safe fixes"))
