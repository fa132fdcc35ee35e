"""A position in a document → its link or section; a target → its position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from recall_lint.base.model import Document, Section, Span
from recall_lint.base.problems import Target
from recall_lint.notebook.notebook import Notebook, Use
from recall_lint.notebook.resolutions import AnchorCase, Found, Mismatch
from recall_lint.run.editing import EditedNotebook
from recall_lint.server.workspace import Place


class SectionAt(NamedTuple):
    """A section of a document, by its index."""

    path: str
    place: int


class Reference(NamedTuple):
    """A link, and the document that contains it."""

    path: str
    use: Use


def use_at(place: Place, offset: int) -> Use | None:
    """The innermost link at an offset."""
    around = [
        use
        for use in place.notebook.uses(place.path)
        if use.link.whole.start <= offset <= use.link.whole.end
    ]
    return min(around, key=lambda use: use.link.whole.end - use.link.whole.start, default=None)


def live_target(use: Use) -> Target | None:
    """The target of a link that works on at least one surface."""
    match use.resolution:
        case Found(target=target) | AnchorCase(target=target) | Mismatch(target=target):
            return target
    return None


def heading_at(place: Place, offset: int) -> SectionAt | None:
    """The section whose heading is on the line of an offset."""
    text = place.lines.text
    for index, section in enumerate(place.document.sections):
        start = max(
            text.rfind("\n", 0, section.span.start), text.rfind("\r", 0, section.span.start)
        )
        if start < offset <= section.body.start and offset <= _line_end(text, section.span.end):
            return SectionAt(place.path, index)
    return None


def _line_end(text: str, offset: int) -> int:
    ends = (text.find(c, offset) for c in "\r\n")
    return min((end for end in ends if end >= 0), default=len(text))


def section_at(place: Place, offset: int) -> SectionAt | None:
    """The section that the link at an offset points to, or whose heading is there."""
    use = use_at(place, offset)
    target = None if use is None else live_target(use)
    if use is not None and target is not None:
        return None if use.place is None else SectionAt(target.path, use.place)
    return heading_at(place, offset)


def target_span(notebook: Notebook, target: Target) -> Span:
    """The heading or HTML anchor of a target; the beginning of a file."""
    if target.anchor is not None:
        named = notebook.anchors.find(target.path, target.anchor)
        document = notebook.documents.outline(target.path)
        if named is not None and named.place is not None:
            return document.sections[named.place].span
        for anchor in document.html_anchors:
            if anchor.name == target.anchor:
                return anchor.span
    return Span(0, 0)


def references(edited: EditedNotebook, goal: SectionAt) -> Iterator[Reference]:
    """The links that point to a section."""
    for path in edited.linking_to(goal.path):
        for use in edited.notebook.uses(path):
            target = live_target(use) if use.place == goal.place else None
            if target is not None and target.path == goal.path:
                yield Reference(path, use)


def references_to_file(edited: EditedNotebook, path: str) -> Iterator[Reference]:
    """The links that point to a file or into it, from other files."""
    for origin in edited.linking_to(path):
        for use in edited.notebook.uses(origin) if origin != path else ():
            target = live_target(use)
            if target is not None and target.path == path:
                yield Reference(origin, use)


def counted(found: Iterable[Reference]) -> tuple[int, int]:
    """How many questions are among some links, and how many files link otherwise."""
    questions: set[tuple[str, int]] = set()
    notes: set[str] = set()
    for path, use in found:
        if use.question is None:
            notes.add(path)
        else:
            questions.add((path, use.question.span.start))
    return len(questions), len(notes)


def extent(document: Document, place: int) -> Span:
    """A section with its subsections: from its heading to the next one of its level or higher."""
    section = document.sections[place]
    later = (s for s in document.sections[place + 1 :] if s.level <= section.level)
    end = next((_start(document, s) for s in later), len(document.source.text))
    if section.item is not None:
        end = min(end, max(section.item.end, section.span.end))
    return Span(_start(document, section), max(end, section.span.end))


def _start(document: Document, section: Section) -> int:
    """The start of a heading's line."""
    text = document.source.text
    start = section.span.start
    return max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
