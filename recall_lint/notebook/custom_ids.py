"""Documents → their explicit IDs, whether or not a dialect reads them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from recall_lint.facts.store import DocumentStore
from recall_lint.notebook.anchors import Anchors


class _Ids(NamedTuple):
    """The explicit IDs of one document."""

    headings: Mapping[int, str]
    """By the index of the heading that ends with it."""
    own: frozenset[str]
    listed: frozenset[str]
    """These, and the ones in attribute lists."""


class CustomIds:
    """The explicit IDs of one notebook."""

    def __init__(self, store: DocumentStore, anchors: Anchors) -> None:
        self._store = store
        self._anchors = anchors
        self._ids: dict[str, _Ids] = {}

    def of_heading(self, path: str, place: int) -> str | None:
        """The ID, `{#id}`, at the end of a heading."""
        return self._in(path).headings.get(place)

    def is_of_heading(self, path: str, anchor: str | None) -> bool:
        """Whether a heading of a document ends with this ID."""
        return anchor in self._in(path).own

    def is_listed(self, path: str, anchor: str | None) -> bool:
        """Whether a document has this explicit ID, at a heading or in an attribute list."""
        return anchor in self._in(path).listed

    def _in(self, path: str) -> _Ids:
        contents = self._anchors.contents(path)
        known = self._ids.get(path)
        if known is None:
            headings = dict(contents.own_ids)
            own = frozenset(headings.values())
            known = self._ids[path] = _Ids(headings, own, own.union(*contents.others))
        return known

    @cached_property
    def number_of_headings(self) -> int:
        """How many headings of the notebook end with an ID, `{#id}`."""
        return sum(len(self._anchors.view_contents(path).own_ids) for path in self._store)

    @cached_property
    def number_listed(self) -> int:
        """How many IDs of the notebook are in attribute lists that some dialect reads.

        IDs of footnotes contain a colon.
        """
        found = (
            {
                name
                for names in self._anchors.view_contents(path).others
                for name in names
                if ":" not in name
            }
            for path in self._store
        )
        return sum(map(len, found))
