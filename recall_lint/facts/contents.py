"""Document → its contents: everything that links from other documents depend on.

It is small, computed once, and kept while the document itself is packed.
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
    """The target of an anchor on one surface."""

    name: str
    """The anchor exactly as on the surface."""
    place: int | None
    """The index of its section; None for any other anchor."""


class Contents(NamedTuple):
    """The link targets in a document, in each of the notebook's dialects."""

    names: Sequence[Sequence[str | None]]
    """By dialect: the anchor of each section, in order."""
    html_names: Sequence[str]
    """The names of its HTML anchors, in order."""
    others: Sequence[Sequence[str]]
    """By dialect: the names of all other anchors."""
    opaque: Sequence[bool]
    """By dialect: whether it has anchors that only a build of the site can determine."""
    namesakes: Sequence[Sequence[int]]
    """Groups of sections whose headings have the same text, ignoring case."""
    own_ids: Sequence[tuple[int, str]]
    """The explicit IDs at the end of its headings, `{#id}`, whether or not a dialect reads them,
    each with its section's index.
    """
    prefixes: Mapping[str, int]
    """How many of its links are paths from the root, by first name (`/a/`); for paths that end in
    `.html` by that suffix.
    """
    metadata: Mapping[str, Any]
    """The parts of its front matter that site routes depend on."""

    def places(self, surface: Dialect, number: int) -> dict[str, int]:
        """The index of each anchor on a surface, by lookup key; headings win over HTML IDs.

        An HTML ID that must match exactly is its own key. Other anchors have indexes after those of
        the sections. `number` is the index of the surface among the notebook's dialects.
        """
        known: dict[str, int] = {}
        names = self.names[number]
        for place, name in enumerate(names):
            # A heading without words has no anchor that a link can use.
            if name:
                key = surface.key(name)
                # One string for both: a notebook has as many as it has headings.
                known.setdefault(name if key == name else key, place)
        exact = getattr(surface, "EXACT_HTML", False)
        for place, name in enumerate((*self.html_names, *self.others[number]), len(names)):
            known.setdefault(name if exact else surface.key(name), place)
        return known

    def named(self, place: int, number: int) -> Named:
        """The target of an anchor with this index on a surface."""
        names = self.names[number]
        if place < len(names):
            return Named(names[place] or "", place)
        place -= len(names)
        if place < len(self.html_names):
            return Named(self.html_names[place], None)
        return Named(self.others[number][place - len(self.html_names)], None)


def contents_of_view(view: View, surfaces: Sequence[Seen]) -> Contents:
    """The contents of a document of which only the rendered view is available."""
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
    """The contents of a document; its front matter is only needed if sites have `routes`."""
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
