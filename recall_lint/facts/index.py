"""Files and cache → document store: all documents of a notebook, parsed only if new."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from recall_lint.facts.cache import Cache, Record
from recall_lint.facts.catalogue import Catalogue, Jobs, Progress, Revision
from recall_lint.facts.reading import Settings, parsed_record
from recall_lint.sources import encoding, files
from recall_lint.sources.origins import Origin

if TYPE_CHECKING:
    from recall_lint.base.model import Document, Source
    from recall_lint.facts.anchor_search import AnchorSearch
    from recall_lint.facts.contents import Contents
    from recall_lint.markdown.reader import View

_OPEN: Final = 256
"""Maximum number of unpacked documents: most links point to few documents."""


class DocumentIndex(Catalogue):
    """The documents of a notebook; a document store."""

    def __init__(
        self,
        origin: Origin,
        settings: Settings,
        recall: Callable[[str], bool],
        cache: Cache,
        jobs: Jobs,
        progress: Progress,
    ) -> None:
        super().__init__(origin, settings, recall, cache, jobs, progress)
        self._unpacked: dict[str, Document] = {}
        self._outlines: dict[str, Document] = {}
        self._narrowed: dict[str, Document] = {}
        self._sources: dict[str, Source] = {}
        self._revised: dict[str, None] = {}
        """The documents that have changed since the anchor search was built."""

    def reread(self, path: str) -> Revision | None:
        revision = super().reread(path)
        self._sources.pop(path, None)
        if revision is not None:
            for known in (self._unpacked, self._outlines, self._narrowed):
                known.pop(path, None)
            if "_anchor_search" in self.__dict__:
                self._revised[path] = None
        return revision

    # The document store.

    def open(self, path: str) -> Document:
        document = self._narrowed.get(path) or self._unpacked.get(path)
        if document is None:
            from recall_lint.facts import packing

            document = packing.unpack(self._parsed(path).packed, self.source(path))
            self._keep(self._unpacked, path, document)
        return document

    def text(self, path: str) -> str:
        return self.source(path).text

    def outline(self, path: str) -> Document:
        document = self._unpacked.get(path) or self._outlines.get(path)
        if document is None and self.record(path).packed:
            document = self.open(path)
        if document is None:
            from recall_lint import markdown

            document = markdown.outline(self.source(path))
            self._keep(self._outlines, path, document)
        return document

    def narrow(self, path: str, suspects: Mapping[str, int]) -> bool:
        from recall_lint.base.model import Document
        from recall_lint.markdown.outlines import links_to

        source = self.source(path)
        links = links_to(source, suspects, len(self.view_contents(path).names[0]))
        if links is not None:
            self._narrowed[path] = Document(source, (), links, (), (), (), "", ())
        return links is not None

    def contents(self, path: str) -> Contents:
        from recall_lint.facts.contents import contents

        view_contents = self.view_contents(path)
        if self.record(path).packed:
            return view_contents
        exact = contents(self.outline(path), self._reader.dialects, routes=False)
        return exact._replace(prefixes=view_contents.prefixes)

    def view_contents(self, path: str) -> Contents:
        from recall_lint.facts import packing

        return packing.unpack_contents(self.record(path).contents)

    def view(self, path: str) -> View | None:
        """The rendered view of a document whose record has nothing else."""
        if self.record(path).packed:
            return None
        return self._views.get(path) or self._reader.view(path, self.source(path).text)

    def asked(self, path: str) -> array[int]:
        document = self.ids[path]
        fresh = self.fresh.get(document)
        asked = self._all_asked.get(document) if fresh is None else fresh.asked
        return array("I", bytes.fromhex(self.record(path).asked if asked is None else asked))

    @cached_property
    def _all_asked(self) -> dict[str, str]:
        return self._cache.column("asked")

    def naming(self, anchor: str) -> Iterator[str]:
        yield from self._revised
        found = self._anchor_search.documents(anchor)
        yield from (path for path in found if path not in self._revised)

    @cached_property
    def _anchor_search(self) -> AnchorSearch:
        """A search in the packed contents of all documents."""
        from recall_lint.facts.anchor_search import AnchorSearch

        kept = self._cache.column("contents")
        kept.update((document, record.contents) for document, record in self.fresh.items())
        lines = [kept.get(key) or self.record(path).contents for path, key in self.ids.items()]
        return AnchorSearch([*self.ids], lines)

    def forget(self, path: str) -> None:
        self._unpacked.pop(path, None)
        self._narrowed.pop(path, None)

    def _keep(self, documents: dict[str, Document], path: str, document: Document) -> None:
        """Keep a document unpacked, up to a maximum number; the text of the oldest goes with it."""
        if len(documents) >= _OPEN:
            oldest = next(iter(documents))
            del documents[oldest]
            self._sources.pop(oldest, None)
        documents[path] = document

    def _parsed(self, path: str) -> Record:
        """The record of a document that includes its parsed form, and that form."""
        record = self.record(path)
        if not record.packed:
            text = self.source(path).text
            record = parsed_record(self._reader.settings, path, text, is_recall_page=False)
            self.fresh[self.ids[path]] = record
        return record

    def source(self, path: str) -> Source:
        """The text of a document, read on first use."""
        if path not in self._sources:
            from recall_lint.base.model import Source

            self._sources[path] = Source(path, lambda: self._text(path))
        return self._sources[path]

    def shown(self, path: str) -> Source:
        """The text of a document for a report; empty if it could not be read."""
        if path not in self.unchecked:
            return self.source(path)
        from recall_lint.base.model import Source

        return Source(path, "")

    def _text(self, path: str) -> str:
        data = self._origin.read(path)
        if self._origin.stamp(path) != self.stamps[path]:
            raise files.ChangedError(f"{path} changed while it was being checked; run again")
        return encoding.decode(data)
