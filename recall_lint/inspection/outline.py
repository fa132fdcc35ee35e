"""Notebook → what one file contains."""

from __future__ import annotations

from recall_lint.base.model import Document
from recall_lint.inspection.links import describe, lookalikes
from recall_lint.inspection.values import (
    Outline,
    Role,
    ShownAnchor,
    ShownLink,
    ShownLookalike,
    ShownQuestion,
    ShownSection,
)
from recall_lint.notebook.notebook import Notebook, Use
from recall_lint.notebook.resolutions import External, Unjudged


def outline(notebook: Notebook, path: str) -> Outline:
    """The outline of a document."""
    document = notebook.documents[path]
    position = document.source.position
    surfaces = notebook.surfaces.of(path)
    names = [surface.anchors(document) for surface in surfaces]
    return Outline(
        path,
        _role(notebook, path),
        tuple(surface.NAME for surface in surfaces),
        _urls(notebook, path),
        tuple(
            ShownSection(
                *position(section.span.start),
                section.level,
                section.label,
                {
                    surface.NAME: anchors[index]
                    for surface, anchors in zip(surfaces, names, strict=True)
                },
            )
            for index, section in enumerate(document.sections)
        ),
        tuple(ShownAnchor(*position(a.span.start), a.name) for a in document.html_anchors),
        tuple(
            ShownQuestion(
                *position(question.span.start),
                question.number,
                question.text,
                None if question.section is None else question.section.label,
                tuple(position(link.span.start) for link in question.links),
            )
            for question in notebook.questions(path)
        ),
        tuple(_shown(document, use) for use in notebook.uses(path)),
        tuple(
            ShownLookalike(*position(text.span.start), text.kind, text.text, text.destination)
            for text in lookalikes(notebook, document)
        ),
    )


def _role(notebook: Notebook, path: str) -> Role:
    if notebook.roles.is_recall_page(path):
        return "recall"
    return "note" if path in notebook.notes else "other"


def _urls(notebook: Notebook, path: str) -> tuple[str, ...]:
    site = notebook.publication.site_of(path)
    return () if site is None else notebook.sites.served(site).urls.get(path, ())


def _shown(document: Document, use: Use) -> ShownLink:
    link, resolution, _ = use
    target = None if isinstance(resolution, External | Unjudged) else resolution.target
    return ShownLink(
        *document.source.position(link.span.start),
        link.text,
        link.destination,
        link.image,
        target and target.path,
        target and target.anchor,
        describe(resolution)[0],
    )
