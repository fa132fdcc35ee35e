"""Files and cache → shelf: every document of a notebook, parsed anew only if its text is new."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from recall_lint.base.workers import share
from recall_lint.facts.cache import Cache, Record
from recall_lint.sites.publication import Publication
from recall_lint.sources import encoding, files
from recall_lint.sources.origins import Origin

if TYPE_CHECKING:
    from recall_lint.base.model import Document, Source
    from recall_lint.facts.contents import Contents
    from recall_lint.markdown.reader import View
    from recall_lint.slugs import Seen

_OPEN: Final = 256
"""Documents that are kept unpacked: many links lead to few."""

_MANY_SEARCHES: Final = 40
"""Searches of a text that cost as much as an index of its strings."""

Jobs = Callable[[Iterable[str]], int]
"""Documents to work on → how many processes that takes."""

Told = Callable[[str, int, int], None]
"""What is being done, to how many files so far, and to how many in all."""


class Settings(NamedTuple):
    """What a document's record depends on besides its text."""

    publication: Publication

    def mark(self, path: str) -> str:
        """What stands for how a document is read because of where it is published."""
        publication = self.publication
        facts = (publication.dialects, bool(publication.sites), publication.syntax(path))
        return f"@{crc32(repr(facts).encode()):08x}"


class Reading(NamedTuple):
    """A file that was read."""

    path: str
    id: str
    record: Record
    view: View | None
    """What a reader sees of it, where that was enough."""


class _Strings:
    """The strings of many packed values, and which of them holds each: eight bytes for one."""

    def __init__(self, text: str, ends: Sequence[int]) -> None:
        strings = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
        starts = (0, *ends)
        self._found = array(
            "Q",
            sorted(
                crc32(string.encode()) << 32 | place
                for place, (start, end) in enumerate(pairwise(starts))
                for string in {*strings.findall(text, start, end)}
            ),
        )

    def holding(self, string: str) -> Iterator[int]:
        """The places of the values that hold a packed string, and of few others."""
        first = crc32(string.encode()) << 32
        for index in range(bisect_left(self._found, first), len(self._found)):
            place = self._found[index] - first
            if place >> 32:
                break
            yield place


class Catalogue:
    """The documents of a notebook; a shelf."""

    def __init__(
        self,
        origin: Origin,
        settings: Settings,
        recall: Callable[[str], bool],
        cache: Cache,
        jobs: Jobs,
        told: Told = lambda what, done, total: None,
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
        self._settings = settings
        self._recall = recall
        self._cache = cache
        self._jobs = jobs
        self._told = told
        self._views: dict[str, View] = {}
        self._unpacked: dict[str, Document] = {}
        self._outlines: dict[str, Document] = {}
        self._narrowed: dict[str, Document] = {}
        self._sources: dict[str, Source] = {}
        self._searches = 0

    def survey(self, stamps: Mapping[str, str], known: Mapping[str, tuple[str, str]]) -> None:
        """Bring the catalogue up to date; `known` are stamps and ids of the last run."""
        self.stamps = dict(stamps)
        stale = []
        for path, stamp in stamps.items():
            before = known.get(path)
            if before is not None and stamp and before[0] == stamp:
                self.ids[path] = before[1]
            else:
                stale.append(path)
        self.read = len(stale)
        if not stale:
            return
        new = []
        for path in stale:
            try:
                document = self._identify(path, anything_known=bool(known))
            except files.UnreadableError as error:
                self.unreadable.append(str(error))
                continue
            if document is None:
                new.append(path)
            else:
                self.ids[path] = document
        for reading in self._read_all(new):
            if isinstance(reading, str):
                self.unreadable.append(reading)
                continue
            self.ids[reading.path] = reading.id
            self.fresh[reading.id] = reading.record
            if reading.view is not None:
                self._views[reading.path] = reading.view
        self.ids = {path: self.ids[path] for path in stamps if path in self.ids}

    def _identify(self, path: str, *, anything_known: bool) -> str | None:
        """The id of a document that is kept."""
        blob = self._origin.blob(path)
        mark = self._settings.mark(path)
        if blob:
            plain = identified(blob, self._recall(path), utf8=True)
            found = [plain, identified(blob, self._recall(path), utf8=False)]
        elif anything_known:
            found = [identity(self._origin.read(path), self._recall(path))]
        else:
            # Whoever knows nothing need not read a file twice.
            found = []
        return next(filter(self._cache.has, [key + mark for key in found]), None)

    def _read_all(self, paths: list[str]) -> Iterator[Reading | str]:
        wanted = [(path, self._recall(path)) for path in paths]
        for readings in share(
            self._read, wanted, self._jobs(paths), partial(self._told, "reading")
        ):
            yield from readings

    def _read(self, wanted: Sequence[tuple[str, bool]]) -> list[Reading | str]:
        return [self._reading(path, is_recall_page) for path, is_recall_page in wanted]

    def _reading(self, path: str, is_recall_page: bool) -> Reading | str:
        """Read and parse a file; a line that says why if it cannot be read."""
        try:
            data = self._origin.read(path)
        except files.UnreadableError as error:
            return str(error)
        text = encoding.decode(data)
        view = None if is_recall_page else self._view(path, text)
        if view is None:
            record = _record(self._settings, path, text, is_recall_page)
        else:
            record = self._seen(view)
        key = identity(data, is_recall_page) + self._settings.mark(path)
        return Reading(path, key, record, view)

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
        from recall_lint.facts import packing
        from recall_lint.markdown.outlines import links_to

        titles = packing.unpack_contents(self.record(path).contents).names[0]
        source = self.source(path)
        links = links_to(source, suspects, len(titles))
        if links is None:
            return False
        self._narrowed[path] = Document(source, (), links, (), (), (), "", ())
        return True

    def contents(self, path: str) -> Contents:
        from recall_lint import slugs
        from recall_lint.facts import packing
        from recall_lint.facts.contents import contents

        seen = packing.unpack_contents(self.record(path).contents)
        if self.record(path).packed:
            return seen
        dialects = [slugs.dialect(name) for name in self._settings.publication.dialects]
        exact = contents(self.outline(path), dialects, routes=False)
        return exact._replace(prefixes=seen.prefixes)

    def seen(self, path: str) -> Contents:
        from recall_lint.facts import packing

        return packing.unpack_contents(self.record(path).contents)

    def view(self, path: str) -> View | None:
        """What a reader sees of a document, where no more of it is known."""
        if self.record(path).packed:
            return None
        known = self._views.get(path)
        return known or self._view(path, self.source(path).text)

    def asked(self, path: str) -> array[int]:
        document = self.ids[path]
        fresh = self.fresh.get(document)
        asked = self._all_asked.get(document) if fresh is None else fresh.asked
        return array("I", bytes.fromhex(self.record(path).asked if asked is None else asked))

    @cached_property
    def _all_asked(self) -> dict[str, str]:
        return self._cache.column("asked")

    def naming(self, anchor: str) -> Iterator[str]:
        """The documents that may have an anchor of this name: one search in all their contents."""
        wanted = json.dumps(anchor)
        text, ends, paths = self._all_contents
        self._searches += 1
        if self._searches > _MANY_SEARCHES:
            yield from (paths[place] for place in self._all_strings.holding(wanted))
            return
        found = text.find(wanted)
        while found >= 0:
            place = bisect_right(ends, found)
            yield paths[place]
            found = text.find(wanted, ends[place])

    @cached_property
    def _all_contents(self) -> tuple[str, list[int], list[str]]:
        """The packed contents of all documents, in order, where each ends, and their paths."""
        kept = self._cache.column("contents")
        kept.update((document, record.contents) for document, record in self.fresh.items())
        lines = [kept.get(key) or self.record(path).contents for path, key in self.ids.items()]
        return "".join(lines), list(accumulate(map(len, lines))), [*self.ids]

    @cached_property
    def _all_strings(self) -> _Strings:
        text, ends, _ = self._all_contents
        return _Strings(text, ends)

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
            reading = self._reading(path, self._recall(path))
            if isinstance(reading, str) or reading.id != document:
                raise files.ChangedError(f"{path} changed while it was being checked; run again")
            record = self.fresh[document] = reading.record
        return record

    def _view(self, path: str, text: str) -> View | None:
        if not self._seers or self._settings.publication.syntax(path):
            return None
        from recall_lint.markdown import reader

        return reader.view(text)

    def _seen(self, view: View) -> Record:
        """The record of a document that is not parsed."""
        from recall_lint.facts import packing
        from recall_lint.facts.contents import contents_of_view

        return Record("", packing.pack_contents(contents_of_view(view, self._seers)), b"")

    @cached_property
    def _seers(self) -> list[Seen]:
        """The dialects, if a reader's view tells them all that they ask for; else none."""
        from recall_lint import slugs

        publication = self._settings.publication
        dialects = [slugs.dialect(name) for name in publication.dialects]
        seers = [dialect for dialect in dialects if isinstance(dialect, slugs.Seen)]
        return seers if len(seers) == len(dialects) and not publication.sites else []

    def _parsed(self, path: str) -> Record:
        """What is known of a document, and the whole of it."""
        record = self.record(path)
        if not record.packed:
            text, document = self.source(path).text, self.ids[path]
            record = _record(self._settings, path, text, is_recall_page=False)
            self.fresh[document] = record
        return record

    def source(self, path: str) -> Source:
        """The text of a document, read when it is asked for."""
        source = self._sources.get(path)
        if source is None:
            from recall_lint.base.model import Source

            source = self._sources[path] = Source(path, lambda: self._text(path))
        return source

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


def identity(data: bytes, is_recall_page: bool) -> str:
    """The id of a document: git's id of its blob, and how it is read.

    `?` stands for a recall page, whose questions are asked for, and `!` for a text that is not
    UTF-8.
    """
    from hashlib import sha1

    blob = sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    blob.update(data)
    return identified(blob.hexdigest(), is_recall_page, utf8=_is_utf8(data))


def identified(blob: str, is_recall_page: bool, *, utf8: bool) -> str:
    return blob + "?" * is_recall_page + "!" * (not utf8)


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _record(settings: Settings, path: str, text: str, is_recall_page: bool) -> Record:
    from recall_lint import markdown, slugs
    from recall_lint.base.model import Source
    from recall_lint.facts import packing, questions
    from recall_lint.facts.contents import contents

    publication = settings.publication
    source = Source("", text)
    document = markdown.parse(source, publication.syntax(path))
    dialects = [slugs.dialect(name) for name in publication.dialects]
    offered = contents(document, dialects, routes=bool(publication.sites))
    line = packing.pack_contents(offered)
    asked = ""
    if is_recall_page:
        asked = questions.fingerprints(document).tobytes().hex()
    else:
        # Nobody asks for them, and lists are half of what notes are made of.
        document = document._replace(items=())
    return Record(asked, line, packing.pack(document))
