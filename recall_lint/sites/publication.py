"""Sites and configured surfaces → how each document is published: on which surfaces, by whom."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from recall_lint.sites.model import Mount, Site

GITHUB = "github"
"""The dialect of the forge, where nothing says that it is another."""

FORGE_DIALECTS = frozenset({GITHUB, "gitlab"})
"""The dialects of forges: they serve the whole repository that a notebook lies in."""


class View(NamedTuple):
    """One surface on which a document is read."""

    dialect: str
    """A name for `slugs.dialect`."""
    site: Site | None
    """The site that publishes it; None for the files as a forge shows them."""


class Publication:
    """How the documents of a notebook are published.

    Configured surfaces are those of every document, and a link must work on each of them.
    Without any, a document of a site's content is judged by that site, any other by the forge.
    """

    def __init__(
        self,
        sites: Iterable[Site] = (),
        *,
        surfaces: Iterable[str] = (),
        forge: str = GITHUB,
        because: Iterable[str] = (),
        problems: Iterable[str] = (),
        unsupported: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`forge` is the dialect that shows the files, as `because`, the names of files, say.

        `unsupported` has the folders of sites whose routes are not known, and their generators.
        """
        self.sites = tuple(sites)
        self.surfaces = tuple(surfaces)
        """Those that were configured; empty if none were."""
        self.forge = forge
        told = (site.because for site in self.sites if site.because != site.root)
        self.because = tuple(dict.fromkeys((*because, *told)))
        self.problems = tuple(problems)
        """A line for each configuration of a site that cannot be used, or not as a whole."""
        self.unsupported = dict(unsupported)
        self._places: dict[str, int] = {}
        for place, site in enumerate(self.sites):
            for mount in site.content:
                self._places.setdefault(mount.folder, place)
        self._views = [self.views_of(site) for site in self.sites]
        self._plain = self.views_of(None)

    def __repr__(self) -> str:
        return f"Publication({self.sites}, {self.surfaces}, {self.forge!r})"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the dialects, as reports show them."""
        return tuple(dict.fromkeys(name.partition("?")[0] for name in self.dialects))

    @property
    def dialects(self) -> tuple[str, ...]:
        """Every dialect that some document is read in, those of plain files first."""
        views = (*self._plain, *(view for views in self._views for view in views))
        return tuple(dict.fromkeys(view.dialect for view in views))

    def site_of(self, path: str) -> Site | None:
        """The site that a document belongs to: the innermost whose content holds it."""
        place = self._place(path)
        return None if place is None else self.sites[place]

    def unsupported_generator(self, path: str) -> str | None:
        """What publishes a document, if that is known and not supported."""
        if not self.unsupported or path.startswith("../") or self._place(path) is not None:
            return None
        folder = path
        while folder != ".":
            folder = posixpath.dirname(folder) or "."
            if folder in self.unsupported:
                return self.unsupported[folder]
        return None

    def views(self, path: str) -> tuple[View, ...]:
        """The surfaces that a document is read on, in the order in which reports name them."""
        place = self._place(path)
        return self._plain if place is None else self._views[place]

    def syntax(self, path: str) -> str:
        """What a document holds beside Markdown."""
        site = self.site_of(path)
        if path.lower().endswith(".mdx"):
            return "mdx"
        return "" if site is None else site.syntax

    def _place(self, path: str) -> int | None:
        if not self._places or path.startswith("../"):
            return None
        folder = path
        while folder != ".":
            folder = posixpath.dirname(folder) or "."
            place = self._places.get(folder)
            if place is not None and path.lower().endswith(self.sites[place].suffixes):
                return place
        return None

    def views_of(self, site: Site | None) -> tuple[View, ...]:
        """The surfaces of the documents of a site, or of those of none."""
        own = {} if site is None else {name.partition("?")[0]: name for name in site.dialects}
        if self.surfaces:
            return tuple(
                View(own.get(name, name), site if name in own else None) for name in self.surfaces
            )
        forge = View(self.forge, None)
        if site is None:
            return (forge,)
        views = tuple(View(name, site) for name in site.dialects)
        return (forge, *views) if site.github else views


def packed(publication: Publication) -> dict[str, Any]:
    """A publication as JSON can hold it."""
    return {
        "sites": publication.sites,
        "surfaces": publication.surfaces,
        "forge": publication.forge,
        "because": publication.because,
        "problems": publication.problems,
        "unsupported": publication.unsupported,
    }


def unpacked(value: dict[str, Any]) -> Publication:
    """The publication that was packed; any error for a value that is none."""
    rows = [Site(*row) for row in value.pop("sites")]
    sites = [
        row._replace(
            content=tuple(Mount(*mount) for mount in row.content),
            static=tuple(Mount(*mount) for mount in row.static),
            dialects=tuple(row.dialects),
            suffixes=tuple(row.suffixes),
            notices=tuple(row.notices),
        )
        for row in rows
    ]
    return Publication(sites, **value)
