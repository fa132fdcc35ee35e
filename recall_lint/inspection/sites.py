"""Publication → its sites, each with its surfaces and documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from recall_lint.inspection.values import ShownSite
from recall_lint.sites.publication import Publication, View


def sites(publication: Publication, documents: Iterable[str]) -> tuple[ShownSite, ...]:
    """The sites of a notebook, with the forge last."""
    counts = Counter(id(publication.site_of(path)) for path in documents)
    found = [
        ShownSite(
            site.generator,
            site.root,
            site.because,
            tuple(mount.folder for mount in site.content),
            tuple(mount.folder for mount in site.static),
            site.base,
            _names(publication.views_of(site)),
            counts[id(site)],
        )
        for site in publication.sites
    ]
    plain = publication.views_of(None)
    forge = ShownSite(publication.forge, None, None, (), (), None, _names(plain), counts[id(None)])
    return (*found, forge)


def _names(views: Iterable[View]) -> tuple[str, ...]:
    return tuple(view.dialect.partition("?")[0] for view in views)
