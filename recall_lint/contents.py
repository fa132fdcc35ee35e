"""Document → its table of contents: all that a link from elsewhere needs to know of it.

It is small, made once, and kept while the document itself is packed away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from recall_lint import routes

if TYPE_CHECKING:
    from recall_lint.model import Document
    from recall_lint.slugs import Dialect


class Named(NamedTuple):
    """What an anchor names on one surface."""

    name: str
    """The anchor exactly as the surface has it."""
    place: int | None
    """The index of its section; None for an HTML anchor."""


class Contents(NamedTuple):
    """What links can reach in a document, on each of the notebook's surfaces."""

    names: tuple[Sequence[str | None], ...]
    """By surface: the anchor of each section, in order."""
    html_names: Sequence[str]
    """The names of its HTML anchors, in order."""
    namesakes: Sequence[Sequence[int]]
    """Groups of sections whose headings have the same text; letter case aside."""
    permalink: str | None
    """The route that its front matter gives it on a Jekyll site."""

    def places(self, surface: Dialect, number: int) -> dict[str, int]:
        """Each anchor's place on a surface, by lookup key; a heading wins over an HTML id.

        Places of HTML anchors come behind those of the sections. `number` is the surface's place
        among the notebook's.
        """
        known: dict[str, int] = {}
        names = self.names[number]
        for place, name in enumerate(names):
            # A heading without words is named by nothing, and no link reaches that.
            if name:
                key = surface.key(name)
                # One string for both: there are as many as the notebook has headings.
                known.setdefault(name if key == name else key, place)
        for place, name in enumerate(self.html_names, len(names)):
            known.setdefault(surface.key(name), place)
        return known

    def named(self, place: int, number: int) -> Named:
        """What an anchor of this place names on a surface."""
        names = self.names[number]
        if place >= len(names):
            return Named(self.html_names[place - len(names)], None)
        return Named(names[place] or "", place)


def contents(document: Document, surfaces: Iterable[Dialect]) -> Contents:
    """The table of contents of a document."""
    groups: dict[str, list[int]] = {}
    for place, section in enumerate(document.sections):
        groups.setdefault(section.label.lower(), []).append(place)
    return Contents(
        tuple(surface.anchors(document) for surface in surfaces),
        [anchor.name for anchor in document.html_anchors],
        [group for group in groups.values() if len(group) > 1],
        routes.permalink(document.front_matter),
    )
