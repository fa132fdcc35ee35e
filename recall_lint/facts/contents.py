"""Document → its table of contents: all that a link from elsewhere needs to know of it.

It is small, made once, and kept while the document itself is packed away.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from recall_lint.base.destinations import PAGES, first_name
from recall_lint.markdown.front_matter import metadata
from recall_lint.sites.model import FRONT_MATTER, FRONT_MATTER_KEYS

if TYPE_CHECKING:
    from recall_lint.base.model import Document
    from recall_lint.markdown.reader import View
    from recall_lint.slugs import Dialect, Seen

_OWN_ID = re.compile(r"\{:?\s*#([^\s{}#]+)[^{}]*\}\s*\Z")


class Named(NamedTuple):
    """What an anchor names on one surface."""

    name: str
    """The anchor exactly as the surface has it."""
    place: int | None
    """The index of its section; None for any other anchor."""


class Contents(NamedTuple):
    """What links can reach in a document, in each of the notebook's dialects."""

    names: Sequence[Sequence[str | None]]
    """By dialect: the anchor of each section, in order."""
    html_names: Sequence[str]
    """The names of its HTML anchors, in order."""
    others: Sequence[Sequence[str]]
    """By dialect: the names of anchors that are neither."""
    opaque: Sequence[bool]
    """By dialect: whether it has anchors that nobody can know without making the site."""
    namesakes: Sequence[Sequence[int]]
    """Groups of sections whose headings have the same text; letter case aside."""
    own_ids: Sequence[tuple[int, str]]
    """The ids that its headings end with, `{#id}`, whoever reads them, each with its section's
    index."""
    prefixes: Mapping[str, int]
    """How many of its links lead from the root below each first name, as in `/a/`; and to paths
    that end in `.html`, which is then the name."""
    metadata: Mapping[str, Any]
    """Its front matter, as far as the routes of sites depend on it."""

    def places(self, surface: Dialect, number: int) -> dict[str, int]:
        """Each anchor's place on a surface, by lookup key; a heading wins over an HTML id.

        An HTML id that is found only as it is written has itself for its key. Places of other
        anchors come behind those of the sections. `number` is the surface's place among the
        notebook's dialects.
        """
        known: dict[str, int] = {}
        names = self.names[number]
        for place, name in enumerate(names):
            # A heading without words is named by nothing, and no link reaches that.
            if name:
                key = surface.key(name)
                # One string for both: there are as many as the notebook has headings.
                known.setdefault(name if key == name else key, place)
        exact = getattr(surface, "EXACT_HTML", False)
        for place, name in enumerate((*self.html_names, *self.others[number]), len(names)):
            known.setdefault(name if exact else surface.key(name), place)
        return known

    def named(self, place: int, number: int) -> Named:
        """What an anchor of this place names on a surface."""
        names = self.names[number]
        if place < len(names):
            return Named(names[place] or "", place)
        place -= len(names)
        if place < len(self.html_names):
            return Named(self.html_names[place], None)
        return Named(self.others[number][place - len(self.html_names)], None)


def contents_of_view(view: View, surfaces: Sequence[Seen]) -> Contents:
    """The table of contents of a text of which only a reader's view is known."""
    own_ids = (
        (place, _OWN_ID.search(title))
        for place, title in enumerate(view.titles)
        if title.endswith("}")
    )
    return Contents(
        [[*surface.names(view.titles)] for surface in surfaces],
        view.names,
        [[] for _ in surfaces],
        [False for _ in surfaces],
        _namesakes(" ".join(title.split()) for title in view.titles),
        [(place, m[1]) for place, m in own_ids if m],
        _prefixes([*view.links, *view.images]),
        {},
    )


def contents(document: Document, surfaces: Sequence[Dialect], *, routes: bool) -> Contents:
    """The table of contents of a document; its front matter matters where sites have `routes`."""
    from recall_lint import slugs

    own_ids = (
        (place, _OWN_ID.search(section.markup))
        for place, section in enumerate(document.sections)
        if section.markup.endswith("}")
    )
    return Contents(
        [surface.anchors(document) for surface in surfaces],
        [anchor.name for anchor in document.html_anchors],
        [[*slugs.others(surface, document)] for surface in surfaces],
        [slugs.is_opaque(surface, document) for surface in surfaces],
        _namesakes(section.label for section in document.sections),
        [(place, m[1]) for place, m in own_ids if m],
        _prefixes(link.destination for link in document.links),
        _metadata(document) if routes else {},
    )


def _namesakes(labels: Iterable[str]) -> list[list[int]]:
    groups: dict[str, list[int]] = {}
    for place, label in enumerate(labels):
        groups.setdefault(label.lower(), []).append(place)
    return [group for group in groups.values() if len(group) > 1]


def _prefixes(destinations: Iterable[str]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for destination in destinations:
        if destination.startswith("/"):
            counts.update(filter(None, [first_name(destination)]))
        elif PAGES in destination and "//" not in destination:
            counts[PAGES] += destination.partition("#")[0].endswith(PAGES)
    return dict(counts)


def _metadata(document: Document) -> dict[str, Any]:
    text = document.source.text
    found = metadata(text, document.front_matter, FRONT_MATTER_KEYS)
    if text.startswith(("---", "\ufeff---", "+++")):
        found[FRONT_MATTER] = True
    return found
