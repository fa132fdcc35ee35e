"""A folder, index or commit → the files of one notebook, and how they are published."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from recall_lint import sites
from recall_lint.base.config import idle_patterns, matcher
from recall_lint.config.load import may_configure, notebooks_below
from recall_lint.facts.result_cache import ResultCache
from recall_lint.run.request import Request
from recall_lint.sites.files import Listed
from recall_lint.sites.publication import Publication
from recall_lint.sources import encoding, files
from recall_lint.sources.discovery import PACKAGES
from recall_lint.sources.origins import Origin


class NotebookFiles:
    """The files of a notebook, without those of nested notebooks."""

    def __init__(self, request: Request, origin: Origin, excluded: dict[str, bool]) -> None:
        """`excluded` is whether files of earlier runs are excluded."""
        self.origin = origin
        self.root = request.root
        self.excluded = excluded
        self._config = request.config
        self.all = origin.discover(self.is_excluded)
        """Including the files of nested notebooks."""
        self.nested = notebooks_below(request.root, self._configurations) if request.nests else []
        """The folders below that are notebooks of their own."""
        self._nested_prefixes = tuple(f"{folder}/" for folder in self.nested)
        self.listing = self.all.without(self.nested) if self.nested else self.all

    @cached_property
    def _matches_exclude(self) -> Callable[[str], bool]:
        return matcher(self._config.exclude)

    def is_excluded(self, path: str) -> bool:
        """Whether a file is excluded: by the configuration, or as part of an installed package."""
        cached = self.excluded.get(path)
        if cached is None:
            cached = PACKAGES.search(path) is not None or self._matches_exclude(path)
            self.excluded[path] = cached
        return cached

    def lies_around(self, path: str) -> bool:
        """Whether a path may be a document outside this notebook that links can reach."""
        return path.startswith(("../", *self._nested_prefixes)) and files.is_markdown(path)

    def read_text(self, path: str) -> str | None:
        try:
            return encoding.decode(self.origin.read(path))
        except files.UnreadableError:
            return None

    def publication(self, results: ResultCache) -> Publication:
        """How the documents are published, detected again if names or configurations changed."""
        cached = results.publication(self.listing, self.origin.stamp)
        if cached is not None:
            return cached
        config = self._config
        listed = Listed(self.names, self.read_text)
        found = sites.find(listed, config.surfaces, config.sites, self._is_of_others)
        stamps = {path: self.origin.stamp(path) for path in listed.asked}
        # Files that are not checked out do not make a notebook.
        others = ((path, self.origin.stamp(path)) for path in self._configurations)
        stamps.update((path, stamp) for path, stamp in others if stamp)
        results.remember_publication(found, stamps, idle_patterns(config, self.names))
        return found

    @cached_property
    def names(self) -> list[str]:
        """The names of all files, and of ignored folders that identify a vault."""
        names = [*self.listing.tracked, *self.listing.untracked]
        hidden = (name for name in (".obsidian", ".foam") if self.origin.real_path(name))
        return [*names, *(f"{name}/" for name in hidden)]

    @cached_property
    def _configurations(self) -> list[str]:
        """The files below the root that may make their folder a notebook."""
        names = (*self.all.tracked, *self.all.untracked)
        return [n for n in names if may_configure(n) and not self.is_excluded(n)]

    def _is_of_others(self, path: str) -> bool:
        """Whether a path is excluded, or in another notebook."""
        return path.startswith(self._nested_prefixes) or self.is_excluded(path)
