"""A position in a document → the target of its link, references to it, and hover texts."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from recall_lint.base.model import Span
from recall_lint.base.problems import Target
from recall_lint.base.text import count
from recall_lint.notebook.resolutions import External
from recall_lint.server.server import Server
from recall_lint.server.targets import (
    Reference,
    SectionAt,
    counted,
    extent,
    live_target,
    references,
    references_to_file,
    section_at,
    target_span,
    use_at,
)
from recall_lint.server.workspace import Place

_MOST_SHOWN = 40
"""Maximum number of lines of a section to show."""


def register(server: Server) -> None:
    """Register navigation."""
    server.feature(types.TEXT_DOCUMENT_DEFINITION)(_definition)
    server.feature(types.TEXT_DOCUMENT_REFERENCES)(_references)
    server.feature(types.TEXT_DOCUMENT_HOVER)(_hover)
    server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)(_document_links)


def _definition(
    server: Server, params: types.DefinitionParams
) -> list[types.Location] | list[types.LocationLink] | None:
    def work() -> list[types.Location] | list[types.LocationLink] | None:
        place = server.notes.find(params.text_document.uri)
        use = None if place is None else use_at(place, place.lines.offset(params.position))
        target = None if use is None else live_target(use)
        if place is None or use is None or target is None:
            return None
        uri = server.notes.uri(place.edited, target.path)
        if target.path not in place.notebook.documents:
            # An image, or code.
            start = types.Position(0, 0)
            return [types.Location(uri, types.Range(start, start))]
        lines = server.notes.place(place.edited, target.path).lines
        heading = lines.range(target_span(place.notebook, target))
        if not _takes_links(server):
            return [types.Location(uri, heading)]
        outline = place.notebook.documents.outline(target.path)
        shown = heading if use.place is None else lines.range(extent(outline, use.place))
        own = place.lines.range(use.link.whole)
        return [types.LocationLink(uri, shown, heading, own)]

    return server.answer(work)


def _takes_links(server: Server) -> bool:
    texts = server.client_capabilities.text_document
    return bool(texts and texts.definition and texts.definition.link_support)


def _references(server: Server, params: types.ReferenceParams) -> list[types.Location]:
    def work() -> list[types.Location]:
        place = server.notes.find(params.text_document.uri)
        if place is None:
            return []
        goal, found = _goal(place, place.lines.offset(params.position))
        locations = [_location(server, place, each) for each in found]
        if params.context.include_declaration:
            lines = server.notes.place(place.edited, goal.path).lines
            heading = lines.range(target_span(place.notebook, goal))
            locations.insert(0, types.Location(server.notes.uri(place.edited, goal.path), heading))
        return locations

    return server.answer(work)


def _goal(place: Place, offset: int) -> tuple[Target, Iterator[Reference]]:
    """The section or file at a position, and all references to it."""
    use = use_at(place, offset)
    target = None if use is None else live_target(use)
    at = section_at(place, offset)
    if at is not None:
        anchor = place.notebook.anchors.of(at.path, at.place)
        return Target(at.path, anchor), references(place.edited, at)
    path = place.path if target is None else target.path
    return Target(path, None), references_to_file(place.edited, path)


def _location(server: Server, place: Place, found: Reference) -> types.Location:
    lines = server.notes.place(place.edited, found.path).lines
    uri = server.notes.uri(place.edited, found.path)
    return types.Location(uri, lines.range(found.use.link.whole))


def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    def work() -> types.Hover | None:
        place = server.notes.find(params.text_document.uri)
        if place is None:
            return None
        offset = place.lines.offset(params.position)
        use, at = use_at(place, offset), section_at(place, offset)
        parts = []
        if use is not None:
            target = live_target(use)
            if target is None:
                return None
            parts.append(f"**{target}**")
            if target.path in place.notebook.documents:
                parts.append(_shown(place, target, use.place))
            span = use.link.whole
        elif at is not None:
            span = place.document.sections[at.place].span
        else:
            return None
        if at is not None:
            parts.append(asked_and_linked(place, at))
        kind = types.MarkupKind.Markdown if _takes_markdown(server) else types.MarkupKind.PlainText
        text = "\n\n".join(filter(None, parts))
        return types.Hover(types.MarkupContent(kind, text), place.lines.range(span))

    return server.answer(work)


def _takes_markdown(server: Server) -> bool:
    texts = server.client_capabilities.text_document
    formats = (texts and texts.hover and texts.hover.content_format) or ()
    return types.MarkupKind.Markdown in formats


def _shown(place: Place, target: Target, ordinal: int | None) -> str:
    """The text that a link points to, truncated if it is long."""
    document = place.notebook.documents.outline(target.path)
    text = document.source.text
    span = Span(0, len(text)) if ordinal is None else extent(document, ordinal)
    lines = text[slice(*span)].removeprefix("\ufeff").strip().splitlines()
    more = "\n\n…" if len(lines) > _MOST_SHOWN else ""
    return "\n".join(lines[:_MOST_SHOWN]) + more


def asked_and_linked(place: Place, at: SectionAt) -> str:
    """How many questions ask about a section, and how many notes link to it."""
    questions, notes = counted(references(place.edited, at))
    parts = [f"asked by {count(questions, 'question')}"] if questions else []
    parts += [f"linked from {count(notes, 'note')}"] if notes else []
    return ", ".join(parts) or "no questions or links point here"


def _document_links(
    server: Server, params: types.DocumentLinkParams
) -> list[types.DocumentLink] | None:
    def work() -> list[types.DocumentLink] | None:
        place = server.notes.find(params.text_document.uri)
        return None if place is None else [*_links(server, place)]

    return server.answer(work)


def _links(server: Server, place: Place) -> Iterator[types.DocumentLink]:
    for use in place.notebook.uses(place.path):
        target = live_target(use)
        if target is not None:
            uri = server.notes.uri(place.edited, target.path)
            if target.anchor is not None and target.path in place.notebook.documents:
                lines = server.notes.place(place.edited, target.path).lines
                start = lines.position(target_span(place.notebook, target).start)
                uri = f"{uri}#L{start.line + 1}"
            yield types.DocumentLink(place.lines.range(use.link.span), uri, str(target))
        elif isinstance(use.resolution, External) and "://" in use.link.destination:
            yield types.DocumentLink(place.lines.range(use.link.span), use.link.destination)
