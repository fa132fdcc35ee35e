"""A file → its record: read, and parsed if the rendered view is not enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from recall_lint.base import git
from recall_lint.base.unchecked import Unchecked, bug
from recall_lint.base.workers import map_batches
from recall_lint.facts.cache import Cache, Record
from recall_lint.facts.document_id import document_id, id_of_blob
from recall_lint.questions.section_names import SectionNames
from recall_lint.questions.signs import may_ask
from recall_lint.sites.publication import Publication
from recall_lint.sources import encoding, files
from recall_lint.sources.origins import Origin

if TYPE_CHECKING:
    from recall_lint.markdown.reader import View
    from recall_lint.slugs import Dialect, Seen


class Settings(NamedTuple):
    """The settings that a document's record depends on."""

    publication: Publication
    section_names: SectionNames
    """Names of sections that hold questions."""

    def mark(self, path: str) -> str:
        """Identifies how a document is read, which depends on where it is published."""
        publication = self.publication
        facts = (publication.dialects, bool(publication.sites), publication.syntax(path))
        return f"@{crc32(repr(facts).encode()):08x}"


class ReadResult(NamedTuple):
    """A file that was read."""

    path: str
    id: str
    record: Record
    view: View | None
    """Its rendered view, if that was enough."""


class Unread(NamedTuple):
    """A file that could not be read or parsed."""

    path: str
    why: Unchecked


class DocumentReader:
    """Reads the documents of a notebook."""

    def __init__(self, origin: Origin, settings: Settings) -> None:
        self._origin = origin
        self.settings = settings

    def cached_id(
        self, path: str, is_recall_page: bool, cache: Cache, *, anything_known: bool
    ) -> str | None:
        """The ID of a document that is in the cache."""
        blob = self._origin.blob(path)
        mark = self.settings.mark(path)
        if blob:
            plain = id_of_blob(blob, is_recall_page, utf8=True)
            found = [plain, id_of_blob(blob, is_recall_page, utf8=False)]
        elif anything_known:
            found = [document_id(self._origin.read(path), is_recall_page)]
        else:
            # With an empty cache, this would read each file twice.
            found = []
        return next(filter(cache.has, [key + mark for key in found]), None)

    def read_all(
        self,
        wanted: Sequence[tuple[str, bool]],
        jobs: int,
        progress: Callable[[int, int], None],
    ) -> Iterator[ReadResult | Unread]:
        """Read many files, each given with whether it is a recall page."""
        for readings in map_batches(self._read_some, wanted, jobs, progress):
            yield from readings

    def _read_some(self, wanted: Sequence[tuple[str, bool]]) -> list[ReadResult | Unread]:
        return [self._try_to_read(path, is_recall_page) for path, is_recall_page in wanted]

    def _try_to_read(self, path: str, is_recall_page: bool) -> ReadResult | Unread:
        try:
            return self.read(path, is_recall_page)
        except files.UnreadableError as error:
            return Unread(path, Unchecked(str(error)))
        except (OSError, MemoryError, ImportError, git.GitError):
            raise
        except Exception as error:  # noqa: BLE001 - the other files can be read
            return Unread(path, bug(error))

    def read(self, path: str, is_recall_page: bool) -> ReadResult:
        """Read and parse a file; raises UnreadableError."""
        data = self._origin.read(path)
        text = encoding.decode(data)
        view = None if is_recall_page else self.view(path, text)
        if view is None:
            record = parsed_record(self.settings, path, text, is_recall_page)
        else:
            record = self._seen(view)
        key = document_id(data, is_recall_page) + self.settings.mark(path)
        return ReadResult(path, key, record, view)

    def view(self, path: str, text: str) -> View | None:
        """The rendered view of a text, if it is enough for all dialects."""
        if not self._seers or self.settings.publication.syntax(path) or may_ask(text):
            return None
        from recall_lint.markdown import reader

        view = reader.view(text)
        return None if view and self.settings.section_names.holds(view.titles) else view

    def _seen(self, view: View) -> Record:
        """The record of a document that is not parsed."""
        from recall_lint.facts import packing
        from recall_lint.facts.contents import contents_of_view

        return Record("", packing.pack_contents(contents_of_view(view, self._seers)), b"")

    @cached_property
    def _seers(self) -> list[Seen]:
        """The dialects, if the rendered view is enough for all of them; otherwise empty."""
        from recall_lint import slugs

        seers = [dialect for dialect in self.dialects if isinstance(dialect, slugs.Seen)]
        is_enough = len(seers) == len(self.dialects) and not self.settings.publication.sites
        return seers if is_enough else []

    @cached_property
    def dialects(self) -> list[Dialect]:
        """The dialects that the documents are published in."""
        from recall_lint import slugs

        return [slugs.dialect(name) for name in self.settings.publication.dialects]


def parsed_record(settings: Settings, path: str, text: str, is_recall_page: bool) -> Record:
    """The record of a document that is parsed completely."""
    from recall_lint import markdown, questions, slugs
    from recall_lint.base.model import Source
    from recall_lint.facts import packing
    from recall_lint.facts.contents import contents

    publication = settings.publication
    source = Source("", text)
    syntax = publication.syntax(path)
    asks = is_recall_page or may_ask(text)
    document = markdown.parse(source, syntax, blocks=asks)
    titles = (section.label for section in document.sections)
    if not asks and settings.section_names.holds(titles):
        document = markdown.parse(source, syntax)
    dialects = [slugs.dialect(name) for name in publication.dialects]
    offered = contents(document, dialects, routes=bool(publication.sites))
    line = packing.pack_contents(offered)
    found = questions.find(document, settings.section_names, is_recall_page=is_recall_page)
    if not found:
        # Nothing needs them, and notes consist of lists for one half.
        document = document._replace(items=(), blocks=())
    asked = questions.fingerprints(found).tobytes().hex()
    return Record(asked, line, packing.pack(document))
