"""Documents → the ids that their authors gave by hand, whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from recall_lint.facts.store import DocumentStore
from recall_lint.notebook.anchors import Anchors


class _Ids(NamedTuple):
    """The ids by hand of one document."""

    headings: Mapping[int, str]
    """By the place of the heading that each ends."""
    own: frozenset[str]
    listed: frozenset[str]
    """Those, and the ones in attribute lists."""


class CustomIds:
    """The ids by hand of one notebook."""

    def __init__(self, store: DocumentStore, anchors: Anchors) -> None:
        self._store = store
        self._anchors = anchors
        self._ids: dict[str, _Ids] = {}

    def of_heading(self, path: str, place: int) -> str | None:
        """The id, `{#id}`, that a heading of a document ends with."""
        return self._in(path).headings.get(place)

    def is_of_heading(self, path: str, anchor: str | None) -> bool:
        """Whether some heading of a document ends with this id."""
        return anchor in self._in(path).own

    def is_listed(self, path: str, anchor: str | None) -> bool:
        """Whether a document has this id by hand, at a heading or in an attribute list."""
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
        """How many headings of the notebook end with an id, `{#id}`."""
        return sum(len(self._anchors.seen(path).own_ids) for path in self._store)

    @cached_property
    def number_listed(self) -> int:
        """How many ids of the notebook stand in attribute lists that some dialect reads.

        The ids of footnotes have a colon.
        """
        found = (
            {name for names in self._anchors.seen(path).others for name in names if ":" not in name}
            for path in self._store
        )
        return sum(map(len, found))
