"""The git history as known to this and earlier runs: opened on demand, saved if extended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from recall_lint.base import git
from recall_lint.facts.cache import Cache
from recall_lint.facts.result_cache import ResultCache
from recall_lint.sources.origins import Origin

if TYPE_CHECKING:
    from recall_lint.history.cached_traces import CachedTraces
    from recall_lint.history.history import History
    from recall_lint.notebook.notebook import Notebook
    from recall_lint.run.checking import BatchResult


class KnownHistory:
    """The history that results depend on."""

    def __init__(self, origin: Origin, cache: Cache, results: ResultCache) -> None:
        self._origin = origin
        self._cache = cache
        self._results = results
        # Let git look this up while it lists the files.
        self._head_future = origin.head() if results.rests_on_head else None
        self._history: History | None = None
        self._published = ""
        self._found: dict[tuple[str, ...], CachedTraces] = {}
        """What was found for some files, until these are checked again."""
        self._notices: dict[str, None] = {}
        self._failed = False

    def open(self, root: str, notebook: Notebook, *, enabled: bool) -> History:
        """The history of a notebook."""
        from recall_lint.history.history import History

        self._published = f"{crc32(repr(notebook.publication).encode()):08x}"
        self._history = History(
            root,
            lambda path: notebook.surfaces.of(path)[0],
            enabled=enabled,
            note=notebook.subjects.note,
            commit=self._origin.commit,
            uncommitted=self._origin.uncommitted,
            head=self.head,
            cached=self._from_cache,
        )
        return self._history

    def refresh(self) -> None:
        """The uncommitted changes are different now."""
        if self._history is not None:
            self._history.refresh()

    def head(self) -> str:
        return (self._head_future or self._origin.head())()

    def head_key(self) -> str:
        """The ID of the history that results depend on; unknown if git failed."""
        head = self.head()
        return "unknown" if self._failed and head != git.NO_COMMIT else head

    @property
    def notices(self) -> list[str]:
        """Notices about it for the user."""
        return [*dict.fromkeys([*self._notices, *self._results.notices])]

    def add(self, batch: BatchResult) -> None:
        """Add what was found while some files were checked."""
        self._notices.update(dict.fromkeys(batch.notices))
        self._failed |= batch.failed
        files = tuple(batch.answers)
        self._found.pop(files, None)
        self._found[files] = batch.found

    def _all_found(self) -> CachedTraces:
        from recall_lint.history.cached_traces import CachedTraces

        found = CachedTraces()
        for each in self._found.values():
            found.update(each)
        return found

    def packed(self) -> dict[str, Any] | None:
        """The history to cache, if it is more than the cache has."""
        if not (any(self._found.values()) and self._cache.lasts) or self._history is None:
            return None
        known = self._history.to_cache(self._all_found())
        if known is None:
            return None
        known.published = self._published
        return known.packed()

    def _from_cache(self) -> CachedTraces:
        """The findings of earlier runs, if anchors are still made in the same way."""
        from recall_lint.history.cached_traces import CachedTraces

        cached = CachedTraces.of(self._cache.past())
        if cached.published != self._published:
            cached = CachedTraces()
        if self._found and cached.head == self.head():
            cached.update(self._all_found())
        return cached

    def wait(self) -> None:
        """Wait for the processes that were started, in case nothing else did."""
        if self._head_future is not None:
            self._head_future()

    def close(self) -> None:
        if self._history is not None:
            self._history.__exit__()
