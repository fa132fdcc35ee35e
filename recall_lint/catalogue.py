"""Files and cache → shelf: every document of a notebook, parsed anew only if its text is new."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from recall_lint import files
from recall_lint.cache import Cache, Record
from recall_lint.origins import Origin
from recall_lint.workers import share

if TYPE_CHECKING:
    from recall_lint.contents import Contents
    from recall_lint.model import Document, Source

_OPEN: Final = 256
"""Documents that are kept unpacked: many links lead to few."""


Jobs = Callable[[Iterable[str]], int]
"""Documents to work on → how many processes that takes."""


class Settings(NamedTuple):
    """What a document's record depends on besides its text."""

    engine: str
    surfaces: tuple[str, ...]


class Reading(NamedTuple):
    """A file that was read."""

    path: str
    id: str
    record: Record


class Catalogue:
    """The documents of a notebook; a shelf."""

    def __init__(
        self,
        origin: Origin,
        settings: Settings,
        recall: Callable[[str], bool],
        cache: Cache,
        jobs: Jobs,
    ) -> None:
        self.ids: dict[str, str] = {}
        """The id of each document, by path, in order: of its text, and of what it is read for."""
        self.stamps: dict[str, str] = {}
        self.fresh: dict[str, Record] = {}
        """By id: what was worked out in this run."""
        self.unreadable: list[str] = []
        self._origin = origin
        self._settings = settings
        self._recall = recall
        self._cache = cache
        self._jobs = jobs
        self._unpacked: dict[str, Document] = {}
        self._sources: dict[str, Source] = {}

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
        self.ids = {path: self.ids[path] for path in stamps if path in self.ids}

    def _identify(self, path: str, *, anything_known: bool) -> str | None:
        """The id of a document that is kept."""
        blob = self._origin.blob(path)
        if blob:
            plain = identified(blob, self._recall(path), utf8=True)
            found = [plain, identified(blob, self._recall(path), utf8=False)]
        elif anything_known:
            found = [identity(self._origin.read(path), self._recall(path))]
        else:
            # Whoever knows nothing need not read a file twice.
            found = []
        return next(filter(self._cache.has, found), None)

    def _read_all(self, paths: list[str]) -> Iterator[Reading | str]:
        wanted = [(path, self._recall(path)) for path in paths]
        for readings in share(self._read, wanted, self._jobs(paths)):
            yield from readings

    def _read(self, wanted: Sequence[tuple[str, bool]]) -> list[Reading | str]:
        return [self._reading(path, is_recall_page) for path, is_recall_page in wanted]

    def _reading(self, path: str, is_recall_page: bool) -> Reading | str:
        """Read and parse a file; a line that says why if it cannot be read."""
        try:
            data = self._origin.read(path)
        except files.UnreadableError as error:
            return str(error)
        record = _record(self._settings, data, is_recall_page)
        return Reading(path, identity(data, is_recall_page), record)

    # The shelf.

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, path: object, /) -> bool:
        return path in self.ids

    def open(self, path: str) -> Document:
        document = self._unpacked.get(path)
        if document is None:
            from recall_lint import packing

            document = packing.unpack(self.record(path).packed, self.source(path))
            if len(self._unpacked) >= _OPEN:
                del self._unpacked[next(iter(self._unpacked))]
            self._unpacked[path] = document
        return document

    def contents(self, path: str) -> Contents:
        from recall_lint import packing

        return packing.unpack_contents(self.record(path).contents)

    def asked(self, path: str) -> array[int]:
        return self.record(path).questions()

    def is_recall_page(self, path: str) -> bool:
        """Whether a document is read as a recall page."""
        return "?" in self.ids[path]

    def blob(self, path: str) -> str:
        """The id that git gives to what a document consists of."""
        return self.ids[path].rstrip("?!")

    def is_utf8(self, path: str) -> bool:
        return "!" not in self.ids[path]

    def forget(self, path: str) -> None:
        self._unpacked.pop(path, None)

    def record(self, path: str) -> Record:
        """What is known of a document."""
        document = self.ids[path]
        record = self.fresh.get(document) or self._cache.record(document)
        if record is None:
            reading = self._reading(path, self._recall(path))
            if isinstance(reading, str) or reading.id != document:
                raise files.ChangedError(f"{path}: changed while it was checked; run again")
            record = self.fresh[document] = reading.record
        return record

    def source(self, path: str) -> Source:
        """The text of a document, read when it is asked for."""
        source = self._sources.get(path)
        if source is None:
            from recall_lint.model import Source

            source = self._sources[path] = Source(path, lambda: self._text(path))
        return source

    def _text(self, path: str) -> str:
        data = self._origin.read(path)
        if self._origin.stamp(path) != self.stamps[path]:
            raise files.ChangedError(f"{path}: changed while it was checked; run again")
        return files.text(data)


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


def _record(settings: Settings, data: bytes, is_recall_page: bool) -> Record:
    from recall_lint import markdown, packing, questions
    from recall_lint.contents import contents
    from recall_lint.model import Source
    from recall_lint.slugs import BY_NAME

    document = markdown.parse(Source("", files.text(data)), settings.engine)
    offered = contents(document, [BY_NAME[name] for name in settings.surfaces])
    line = packing.pack_contents(offered)
    asked = b""
    if is_recall_page:
        asked = questions.fingerprints(document).tobytes()
    else:
        # Nobody asks for them, and lists are half of what notes are made of.
        document = document._replace(items=())
    return Record(crc32(line.encode()), asked, line, packing.pack(document))
