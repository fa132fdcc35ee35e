"""A document's path → the surfaces that publish it, and the dialects of its anchors."""

from __future__ import annotations

from recall_lint import slugs
from recall_lint.sites.publication import Publication, View
from recall_lint.slugs import Dialect


class Surfaces:
    """The surfaces of one notebook."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self.dialects = tuple(map(slugs.dialect, publication.dialects))
        """Every dialect in which some document is published."""

    def views(self, path: str) -> tuple[View, ...]:
        """The surfaces that publish a document."""
        return self._publication.views(path)

    def of(self, path: str) -> tuple[Dialect, ...]:
        """The dialects in which a document is published."""
        return tuple(slugs.dialect(view.dialect) for view in self.views(path))

    def number_of(self, surface: Dialect) -> int:
        """The index of a dialect among those of the notebook."""
        return self.dialects.index(surface)
