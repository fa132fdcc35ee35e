"""Documents and files → the pages and files that a notebook's sites serve."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from functools import cached_property

from recall_lint import sites
from recall_lint.base.destinations import climbs
from recall_lint.base.text import reference_key
from recall_lint.facts.dependencies import Dependencies
from recall_lint.facts.store import DocumentStore
from recall_lint.sites import ignored
from recall_lint.sites.model import Files, Page, Site
from recall_lint.sites.publication import Publication
from recall_lint.sites.served import Served


class SiteIndex:
    """The pages and files of one notebook's sites."""

    def __init__(
        self, store: DocumentStore, publication: Publication, files: Files, subjects: Dependencies
    ) -> None:
        self._store = store
        self._publication = publication
        self._files = files
        self._subjects = subjects
        self._served: dict[int, tuple[Served, frozenset[str]]] = {}
        self._ignored: dict[
            tuple[int, tuple[str, ...]], tuple[Callable[[str], bool], frozenset[str]]
        ] = {}

    def served(self, site: Site) -> Served:
        """What a site serves.

        Any document may have any URL, by its name or its front matter.
        """
        return self._subjects.remembered(self._served, id(site), lambda: self._serve(site))

    def _serve(self, site: Site) -> Served:
        for subject in ("paths", "routes", "tree"):
            self._subjects.note(subject)
        own = [path for path in self._store if self._publication.site_of(path) is site]
        pages = (Page(path, self._store.view_contents(path).metadata) for path in own)
        return Served(site, sites.generator(site.generator), pages, self._files)

    def defines_reference(self, path: str, label: str) -> bool:
        """Whether a document's generator may define a reference label, like mkdocs-autorefs."""
        site = self._publication.site_of(path)
        if site is None:
            return False
        labels = site.options.get("labels", ())
        return bool(site.options.get("any_label")) or reference_key(label) in labels

    def ignores(self, site: Site, path: str, url: str | None) -> bool:
        """Whether git ignores a missing page or file of a site: it is generated.

        `url` is what the link asks for, if that is no path of a file.
        """
        if climbs(path):
            return False
        self._subjects.note("tree")
        gitignores = ignored.gitignores(posixpath.dirname(path), self._files)
        # Most folders have the same ones, and patterns take longer to compile than to match.
        is_ignored = self._subjects.remembered(
            self._ignored, (id(site), gitignores), lambda: self._is_ignored_by(site, gitignores)
        )
        return any(map(is_ignored, ignored.sources(site, path, url)))

    def _is_ignored_by(self, site: Site, gitignores: tuple[str, ...]) -> Callable[[str], bool]:
        is_ignored = ignored.is_ignored_by(site, gitignores, self._files)
        for path in gitignores:
            # A file is read once, for the first of these that has it.
            self._subjects.note(f"disk lines {path}")
        return is_ignored

    def serves_below(self, prefix: str) -> bool:
        """Whether any site has a page below the first name of a URL path."""
        return any(self.served(site).serves_below(prefix) for site in self._publication.sites)

    def links_below(self, prefix: str) -> int:
        """How many links are paths from the root below a first name, or to `.html`."""
        self._subjects.note("names")
        return self._prefixes.get(prefix, 0)

    @cached_property
    def _prefixes(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for path in self._store:
            for prefix, number in self._store.view_contents(path).prefixes.items():
                counts[prefix] = counts.get(prefix, 0) + number
        return counts
