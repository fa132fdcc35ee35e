"""Documents → their sections and questions, as symbols, as folding ranges, and as code lenses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from lsprotocol import types

from recall_lint.base.model import Question, Span
from recall_lint.base.text import count
from recall_lint.coverage.measure import questions_about
from recall_lint.run.editing import EditedNotebook
from recall_lint.server.server import Server
from recall_lint.server.targets import SectionAt, extent, references
from recall_lint.server.workspace import Place

_MOST_SYMBOLS: Final = 500
"""Maximum number of sections that one search returns."""

SHOW: Final = "recall-lint.showQuestions"
"""The command of a code lens, whose argument is the locations of the questions."""


def register(server: Server) -> None:
    """Register outlines."""
    server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)(_document_symbols)
    server.feature(types.WORKSPACE_SYMBOL)(_workspace_symbols)
    server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)(_folds)
    server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions())(_lenses)
    server.command(SHOW)(_show_questions)


def _document_symbols(
    server: Server, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
    def work() -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
        uri = params.text_document.uri
        place = server.notes.find(uri)
        if place is None:
            return None
        symbols = _tree(place)
        texts = server.client_capabilities.text_document
        can = texts and texts.document_symbol
        if can and can.hierarchical_document_symbol_support:
            return symbols
        return [*_flat(symbols, uri, None)]

    return server.answer(work)


def _tree(place: Place) -> list[types.DocumentSymbol]:
    """The sections of a document with their subsections, and the questions in each."""
    lines = place.lines
    top: list[types.DocumentSymbol] = []
    open_now: list[tuple[Span, list[types.DocumentSymbol]]] = []
    for span, shown, symbol in _symbols(place):
        while open_now and open_now[-1][0].end <= span.start:
            open_now.pop()
        # A nested extent is never longer than the one around it.
        end = min([span.end, *(outer.end for outer, _ in open_now)])
        span = Span(span.start, max(end, shown.end))
        symbol.range, symbol.selection_range = lines.range(span), lines.range(shown)
        (open_now[-1][1] if open_now else top).append(symbol)
        children: list[types.DocumentSymbol] = []
        symbol.children = children
        open_now.append((span, children))
    return top


def _symbols(place: Place) -> Iterator[tuple[Span, Span, types.DocumentSymbol]]:
    """The symbols of a document in order, each with its extent and the span of its name."""
    document = place.document
    nowhere = types.Range(types.Position(0, 0), types.Position(0, 0))
    found: list[tuple[Span, Span, types.DocumentSymbol]] = []
    for ordinal, section in enumerate(document.sections):
        name, kind = section.label or "(no title)", types.SymbolKind.String
        symbol = types.DocumentSymbol(name, kind, nowhere, nowhere)
        found.append((extent(document, ordinal), section.span, symbol))
    for question in place.notebook.questions(place.path):
        if question.text and question.form != "heading":
            name, kind = _named(question), types.SymbolKind.Event
            symbol = types.DocumentSymbol(name, kind, nowhere, nowhere)
            found.append((question.span, question.text_span, symbol))
    yield from sorted(found, key=lambda each: (each[0].start, -each[0].end))


def _named(question: Question) -> str:
    text = " ".join(question.text.split())
    return text if question.number is None else f"{question.number}. {text}"


def _flat(
    symbols: Sequence[types.DocumentSymbol], uri: str, above: str | None
) -> Iterator[types.SymbolInformation]:
    for symbol in symbols:
        location = types.Location(uri, symbol.range)
        yield types.SymbolInformation(location, symbol.name, symbol.kind, container_name=above)
        yield from _flat(symbol.children or (), uri, symbol.name)


def _workspace_symbols(
    server: Server, params: types.WorkspaceSymbolParams
) -> list[types.SymbolInformation]:
    def work() -> list[types.SymbolInformation]:
        found: list[types.SymbolInformation] = []
        for edited in server.notes.notebooks():
            found += _matching(server, edited, params.query, _MOST_SYMBOLS - len(found))
        return found

    return server.answer(work)


def _matching(
    server: Server, edited: EditedNotebook, query: str, most: int
) -> Iterator[types.SymbolInformation]:
    """The sections whose anchors contain the letters of a query, in order."""
    letters = [c for c in query.casefold() if c.isalnum()]
    for at in edited.sections_named(lambda name: _has_in_order(name.casefold(), letters)):
        if most <= 0:
            return
        most -= 1
        section = edited.notebook.documents.outline(at[0]).sections[at[1]]
        lines = server.notes.place(edited, at[0]).lines
        location = types.Location(server.notes.uri(edited, at[0]), lines.range(section.span))
        yield types.SymbolInformation(
            location, section.label, types.SymbolKind.String, container_name=at[0]
        )


def _has_in_order(name: str, letters: Sequence[str]) -> bool:
    start = 0
    for letter in letters:
        start = name.find(letter, start) + 1
        if start == 0:
            return False
    return True


def _folds(server: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
    def work() -> list[types.FoldingRange] | None:
        place = server.notes.find(params.text_document.uri)
        return None if place is None else [*_folded(place)]

    return server.answer(work)


def _folded(place: Place) -> Iterator[types.FoldingRange]:
    document, text = place.document, place.lines.text
    spans = [extent(document, ordinal) for ordinal in range(len(document.sections))]
    spans += [question.span for question in place.notebook.questions(place.path)]
    for span in dict.fromkeys(sorted(spans)):
        end = span.start + len(text[slice(*span)].rstrip())
        first, last = place.lines.position(span.start).line, place.lines.position(end).line
        if last > first:
            yield types.FoldingRange(first, last, kind=types.FoldingRangeKind.Region)


def _lenses(server: Server, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    def work() -> list[types.CodeLens] | None:
        place = server.notes.find(params.text_document.uri)
        if place is None or not place.notebook.roles.is_note(place.path):
            return None
        return [*_section_lenses(server, place)]

    return server.answer(work)


def _section_lenses(server: Server, place: Place) -> Iterator[types.CodeLens]:
    """For each section that needs a question, how many ask about it."""
    origins = [*place.edited.linking_to(place.path)]
    for ordinal, questions in questions_about(
        place.notebook, place.edited.config, place.path, origins
    ):
        span = place.document.sections[ordinal].span
        ask = "question asks" if questions == 1 else "questions ask"
        title = f"{questions:,} {ask} about this section" if questions else "no question yet"
        uri = server.notes.uri(place.edited, place.path)
        position = place.lines.position(span.start)
        arguments: list[Any] = [uri, {"line": position.line, "character": position.character}]
        command = types.Command(title, SHOW if questions else "", arguments=arguments)
        yield types.CodeLens(place.lines.range(span), command)


def _show_questions(server: Server, uri: str, position: types.Position) -> list[types.Location]:
    """The questions about the section at a position; the first of them is opened."""

    def work() -> list[types.Location]:
        place = server.notes.find(uri)
        if place is None:
            return []
        offset = place.lines.offset(position)
        sections = enumerate(place.document.sections)
        ordinal = next((n for n, s in sections if s.span.start <= offset <= s.span.end), None)
        if ordinal is None:
            return []
        found = references(place.edited, SectionAt(place.path, ordinal))
        questions = {(r.path, r.use.question.span) for r in found if r.use.question is not None}
        return [
            types.Location(
                server.notes.uri(place.edited, path),
                server.notes.place(place.edited, path).lines.range(span),
            )
            for path, span in sorted(questions)
        ]

    locations = server.answer(work)
    window = server.client_capabilities.window
    if locations and window and window.show_document and window.show_document.support:
        first = locations[0]
        shown = types.ShowDocumentParams(first.uri, take_focus=True, selection=first.range)
        server.window_show_document(shown)
    elif locations:
        names = count(len(locations), "question")
        text = f"{names}, the first at {locations[0].uri}"
        server.window_show_message(types.ShowMessageParams(types.MessageType.Info, text))
    return locations
