"""The cached state of the last run: its files, and how they are published."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from recall_lint.facts.cache import Cache
from recall_lint.facts.cached_results import State
from recall_lint.facts.changed_dependencies import listing_fingerprint
from recall_lint.sites.publication import Publication, packed, unpacked
from recall_lint.sources.discovery import Listing


class LastRun:
    """The state at the end of the last run."""

    def __init__(self, kept: Cache, settings_key: str) -> None:
        self._kept = kept
        self._settings_key = settings_key
        self._state = State.of(kept.state())
        self._published: dict[str, Any] = {}

    @property
    def rests_on_head(self) -> bool:
        """Whether cached results depend on the history."""
        return bool(self._state.head)

    def publication(self, listing: Listing, stamp: Callable[[str], str]) -> Publication | None:
        """How the documents are published; None if anything that determines it has changed."""
        state = self._state
        if (
            not state.published
            or state.settings_key != self._settings_key
            or listing_fingerprint(listing) != state.listing
        ):
            return None
        stamps = state.published["stamps"]
        if any(not now or stamp(path) != now for path, now in stamps.items()):
            return None
        self._published = state.published
        return unpacked({**state.published["publication"]})

    def remember_publication(
        self, found: Publication, stamps: Mapping[str, str], idle: list[str]
    ) -> None:
        """Store how the documents are published, the stamps of the files that determine it, and
        `idle`.
        """
        self._published = {"publication": packed(found), "stamps": dict(stamps), "idle": idle}

    def decides_publication(self, path: str) -> bool:
        """Whether a file determines how documents are published, or their paths on a site."""
        return path in self._published["stamps"]

    @cached_property
    def _subjects(self) -> bytes:
        """The dependencies of all its results, read now: another run may write others later."""
        return self._kept.subjects()

    def _unused(self, gone: set[str]) -> set[str]:
        """The deleted documents that no other run needs."""
        others = (State.of(state).ids for state in self._kept.other_states())
        return gone.difference(*others) if gone else gone

    @property
    def idle(self) -> list[str]:
        """A line for each configured pattern that matches no file."""
        return list(self._published["idle"])

    def files(self, publication: Publication) -> dict[str, tuple[str, str]]:
        """The stamp and ID of each document of the last run.

        None if they were published differently, since they may then be read differently.
        """
        state = self._state
        before = state.published.get("publication")
        if before is not None and json_line(before) != json_line(packed(publication)):
            return {}
        return dict(zip(state.paths, zip(state.stamps, state.ids, strict=True), strict=True))

    def excluded(self) -> dict[str, bool]:
        """The Markdown files of the last run, and whether they were excluded.

        Empty if the exclude patterns were different.
        """
        if self._state.settings_key != self._settings_key:
            return {}
        return {
            **dict.fromkeys(self._state.paths, False),
            **dict.fromkeys(self._state.excluded, True),
        }


def json_line(value: Any) -> str:
    """A value as text that is the same for equal values."""
    return json.dumps(value, sort_keys=True)
