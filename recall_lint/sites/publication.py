"""Sites and configured surfaces → how each document is published."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from recall_lint.sites.model import Mount, Site

GITHUB = "github"
"""The default dialect of the forge."""

FORGE_DIALECTS = frozenset({GITHUB, "gitlab"})
"""The dialects of forges, which serve the whole repository of a notebook."""


class View(NamedTuple):
    """One surface on which a document is read."""

    dialect: str
    """A name for `slugs.dialect`."""
    site: Site | None
    """The site that publishes it; None for the files as a forge shows them."""


class Publication:
    """How the documents of a notebook are published.

    Configured surfaces apply to every document, and a link must work on each of them. Otherwise a
    document of a site's content is checked for that site, any other for the forge.
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
        """`forge` is the dialect that shows the files, according to the files in `because`.

        `unsupported` has the folders of unsupported sites, and their generators.
        """
        self.sites = tuple(sites)
        self.surfaces = tuple(surfaces)
        """The configured surfaces; empty if none were."""
        self.forge = forge
        markers = (site.because for site in self.sites if site.because != site.root)
        self.because = tuple(dict.fromkeys((*because, *markers)))
        self.problems = tuple(problems)
        """A line for each configuration of a site that cannot be used completely."""
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
        """The names of the dialects for reports."""
        return tuple(dict.fromkeys(name.partition("?")[0] for name in self.dialects))

    @property
    def dialects(self) -> tuple[str, ...]:
        """Every dialect of some document, those of plain files first."""
        views = (*self._plain, *(view for views in self._views for view in views))
        return tuple(dict.fromkeys(view.dialect for view in views))

    def site_of(self, path: str) -> Site | None:
        """The site that a document belongs to: the innermost one whose content contains it."""
        place = self._place(path)
        return None if place is None else self.sites[place]

    def unsupported_generator(self, path: str) -> str | None:
        """The generator that publishes a document, if it is detected but not supported."""
        if not self.unsupported or path.startswith("../") or self._place(path) is not None:
            return None
        folder = path
        while folder != ".":
            folder = posixpath.dirname(folder) or "."
            if folder in self.unsupported:
                return self.unsupported[folder]
        return None

    def views(self, path: str) -> tuple[View, ...]:
        """The surfaces of a document, in the order used in reports."""
        place = self._place(path)
        return self._plain if place is None else self._views[place]

    def syntax(self, path: str) -> str:
        """The syntax of a document besides Markdown."""
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
        """The surfaces of the documents of a site, or of those outside any."""
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
    """A publication as a JSON value."""
    return {
        "sites": publication.sites,
        "surfaces": publication.surfaces,
        "forge": publication.forge,
        "because": publication.because,
        "problems": publication.problems,
        "unsupported": publication.unsupported,
    }


def unpacked(value: dict[str, Any]) -> Publication:
    """The unpacked publication; any error for an invalid value."""
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
