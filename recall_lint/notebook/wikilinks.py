"""Document → its wiki links `[[…]]`, if a site reads them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cached_property

from recall_lint.base.model import Document, Link, Lookalike, Span
from recall_lint.facts.dependencies import Dependencies
from recall_lint.facts.store import Documents, DocumentStore
from recall_lint.notebook.surfaces import Surfaces
from recall_lint.sites.model import Wikilinks
from recall_lint.sites.names import NOTE, folded


class WikilinkIndex:
    """The wiki links of one notebook's documents."""

    def __init__(
        self, store: DocumentStore, documents: Documents, surfaces: Surfaces, subjects: Dependencies
    ) -> None:
        self._store = store
        self._documents = documents
        self._surfaces = surfaces
        self._subjects = subjects

    def order(self, path: str) -> Wikilinks:
        """The order of the parts of a wiki link in a document; empty if they are text."""
        sites = (view.site for view in self._surfaces.views(path) if view.site is not None)
        return next((site.wikilinks for site in sites if site.wikilinks), "")

    def links(self, path: str) -> Iterator[Link]:
        """The wiki links of a document, as links."""
        if order := self.order(path):
            document = self._documents[path]
            for text in document.lookalikes:
                if text.kind == "wiki":
                    yield _link(document, text, order)

    def count_unread(self, path: str) -> int:
        """How many `[[…]]` of a document are links, although no known site reads them.

        0 if there is a site, or if none names a note: TOML tables and shell tests look the same.
        """
        wikis = [text for text in self._documents[path].lookalikes if text.kind == "wiki"]
        if not wikis or any(view.site is not None for view in self._surfaces.views(path)):
            return 0
        self._subjects.note("paths")
        return len(wikis) if any(self._names_note(wiki.destination) for wiki in wikis) else 0

    def _names_note(self, destination: str) -> bool:
        name = posixpath.basename(destination.partition("#")[0].strip().rstrip("\\"))
        return folded(name.removesuffix(NOTE)) in self._note_names

    @cached_property
    def _note_names(self) -> frozenset[str]:
        stems = (posixpath.splitext(posixpath.basename(path))[0] for path in self._store)
        return frozenset(map(folded, stems))


def _link(document: Document, wiki: Lookalike, order: Wikilinks) -> Link:
    """A wiki link as a link; with `!` before it, as an image."""
    source = document.source.text
    start, end = wiki.whole
    image = start > 0 and source[start - 1] == "!"
    text, destination, span = wiki.text, wiki.destination, wiki.span
    if order == "text-first" and (bar := source.find("|", start, end)) >= 0:
        span = Span(bar + 1, end - len("]]"))
        text, destination = destination, source[slice(*span)]
    return Link(text, destination, span, wiki.whole, image=image, wiki=True)
