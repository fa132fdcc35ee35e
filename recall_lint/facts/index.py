"""Files and cache → shelf: every document of a notebook, parsed anew only if its text is new."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from recall_lint.facts.cache import Cache, Record
from recall_lint.facts.reading import DocumentReader, Settings, parsed_record
from recall_lint.sources import encoding, files
from recall_lint.sources.origins import Origin

if TYPE_CHECKING:
    from recall_lint.base.model import Document, Source
    from recall_lint.facts.anchor_search import AnchorSearch
    from recall_lint.facts.contents import Contents
    from recall_lint.markdown.reader import View

_OPEN: Final = 256
"""Documents that are kept unpacked: many links lead to few."""

Jobs = Callable[[Iterable[str]], int]
"""Documents to work on → how many processes that takes."""

Progress = Callable[[str, int, int], None]
"""What is being done, to how many files so far, and to how many in all."""


class DocumentIndex:
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
        self.ids: dict[str, str] = {}
        """The id of each document, by path, in order: of its text, and of what it is read for."""
        self.stamps: dict[str, str] = {}
        self.fresh: dict[str, Record] = {}
        """By id: what was worked out in this run."""
        self.unreadable: list[str] = []
        self.read = 0
        """How many files had to be read."""
        self._origin = origin
        self._reader = DocumentReader(origin, settings)
        self._recall = recall
        self._cache = cache
        self._jobs, self._progress = jobs, progress
        self._views: dict[str, View] = {}
        self._unpacked: dict[str, Document] = {}
        self._outlines: dict[str, Document] = {}
        self._narrowed: dict[str, Document] = {}
        self._sources: dict[str, Source] = {}

    def survey(self, stamps: Mapping[str, str], known: Mapping[str, tuple[str, str]]) -> None:
        """Bring the catalogue up to date; `known` are stamps and ids of the last run."""
        self.stamps = dict(stamps)
        self.ids = {
            path: known[path][1]
            for path, stamp in stamps.items()
            if stamp and path in known and known[path][0] == stamp
        }
        stale = [path for path in stamps if path not in self.ids]
        self.read = len(stale)
        if not stale:
            return
        new = []
        for path in stale:
            try:
                document = self._reader.kept_id(
                    path, self._recall(path), self._cache, anything_known=bool(known)
                )
            except files.UnreadableError as error:
                self.unreadable.append(str(error))
                continue
            if document is None:
                new.append(path)
            else:
                self.ids[path] = document
        wanted = [(path, self._recall(path)) for path in new]
        progress = partial(self._progress, "reading")
        for reading in self._reader.read_all(wanted, self._jobs(new), progress):
            if isinstance(reading, str):
                self.unreadable.append(reading)
                continue
            self.ids[reading.path] = reading.id
            self.fresh[reading.id] = reading.record
            if reading.view is not None:
                self._views[reading.path] = reading.view
        self.ids = {path: self.ids[path] for path in stamps if path in self.ids}

    # The shelf.

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, path: object, /) -> bool:
        return path in self.ids

    def open(self, path: str) -> Document:
        document = self._narrowed.get(path) or self._unpacked.get(path)
        if document is None:
            from recall_lint.facts import packing

            document = packing.unpack(self._parsed(path).packed, self.source(path))
            _keep(self._unpacked, path, document)
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
            _keep(self._outlines, path, document)
        return document

    def narrow(self, path: str, suspects: Mapping[str, int]) -> bool:
        from recall_lint.base.model import Document
        from recall_lint.markdown.outlines import links_to

        source = self.source(path)
        links = links_to(source, suspects, len(self.seen(path).names[0]))
        if links is not None:
            self._narrowed[path] = Document(source, (), links, (), (), (), "", ())
        return links is not None

    def contents(self, path: str) -> Contents:
        from recall_lint.facts.contents import contents

        seen = self.seen(path)
        if self.record(path).packed:
            return seen
        exact = contents(self.outline(path), self._reader.dialects, routes=False)
        return exact._replace(prefixes=seen.prefixes)

    def seen(self, path: str) -> Contents:
        from recall_lint.facts import packing

        return packing.unpack_contents(self.record(path).contents)

    def view(self, path: str) -> View | None:
        """What a reader sees of a document, where no more of it is known."""
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
        return self._anchor_search.documents(anchor)

    @cached_property
    def _anchor_search(self) -> AnchorSearch:
        """A search in the packed contents of all documents."""
        from recall_lint.facts.anchor_search import AnchorSearch

        kept = self._cache.column("contents")
        kept.update((document, record.contents) for document, record in self.fresh.items())
        lines = [kept.get(key) or self.record(path).contents for path, key in self.ids.items()]
        return AnchorSearch([*self.ids], lines)

    def is_recall_page(self, path: str) -> bool:
        """Whether a document, be it not on the disk yet, is read as a recall page."""
        document = self.ids.get(path)
        return self._recall(path) if document is None else "?" in document

    def is_utf8(self, path: str) -> bool:
        return "!" not in self.ids[path]

    def forget(self, path: str) -> None:
        self._unpacked.pop(path, None)
        self._narrowed.pop(path, None)

    def record(self, path: str) -> Record:
        """What is known of a document."""
        document = self.ids[path]
        record = self.fresh.get(document) or self._cache.record(document)
        if record is None:
            reading = self._reader.read(path, self._recall(path))
            if isinstance(reading, str) or reading.id != document:
                raise files.ChangedError(f"{path} changed while it was being checked; run again")
            record = self.fresh[document] = reading.record
        return record

    def _parsed(self, path: str) -> Record:
        """What is known of a document, and the whole of it."""
        record = self.record(path)
        if not record.packed:
            text = self.source(path).text
            record = parsed_record(self._reader.settings, path, text, is_recall_page=False)
            self.fresh[self.ids[path]] = record
        return record

    def source(self, path: str) -> Source:
        """The text of a document, read when it is asked for."""
        if path not in self._sources:
            from recall_lint.base.model import Source

            self._sources[path] = Source(path, lambda: self._text(path))
        return self._sources[path]

    def _text(self, path: str) -> str:
        data = self._origin.read(path)
        if self._origin.stamp(path) != self.stamps[path]:
            raise files.ChangedError(f"{path} changed while it was being checked; run again")
        return encoding.decode(data)


def _keep(documents: dict[str, Document], path: str, document: Document) -> None:
    """Keep a document open, and not too many."""
    if len(documents) >= _OPEN:
        del documents[next(iter(documents))]
    documents[path] = document
