"""The repository around a notebook → its files and documents.

A forge serves a whole repository, so a link may lead out of its notebook. Files there are looked up
when such a link occurs. Nothing outside the repository is ever accessed, neither through `..` nor
through symbolic links. Paths are relative to the notebook, and begin with `../` above it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

from recall_lint.base.destinations import climbs, inward, outward
from recall_lint.base.model import Document, Source
from recall_lint.base.tree import Absent, Exact, Foreign, OtherCase, Place, Tree
from recall_lint.sources import encoding, files
from recall_lint.sources.discovery import Listing
from recall_lint.sources.origins import Origin, count_lines

if TYPE_CHECKING:
    from array import array

    from recall_lint.facts.contents import Contents
    from recall_lint.facts.store import DocumentStore
    from recall_lint.slugs import Dialect


class Surroundings:
    """The repository around a notebook."""

    def __init__(self, origin: Origin, at: str, listed: Listing | None = None) -> None:
        """`origin` has the files of the repository, `at` is the notebook's folder in it, and
        `listed` are those files, if already available.
        """
        self._origin = origin
        self._at = at
        self._listed = listed

    @cached_property
    def _listing(self) -> Listing:
        return self._listed or self._origin.discover(lambda path: False)

    @cached_property
    def _tree(self) -> Tree:
        listing = self._listing
        return Tree(
            listing.tracked,
            listing.untracked,
            repositories=listing.repositories,
            aliases=listing.aliases,
            git=listing.git,
            real=self._origin.real_path,
        )

    def find(self, path: str) -> Place:
        """What is at a path."""
        full = outward(path, self._at)
        place = Foreign() if climbs(full) else self._tree.find(full)
        if isinstance(place, Exact | OtherCase):
            return place._replace(path=inward(place.path, self._at))
        return place

    def lists(self, path: str) -> bool:
        """Whether the path is not ignored by git."""
        return self._tree.lists(outward(path, self._at))

    def read(self, path: str) -> bytes | None:
        """The bytes of a document; None if it is not one, cannot be read, or is elsewhere."""
        full = outward(path, self._at)
        if climbs(full) or full not in self._listing.stamps or self._leads_out(full):
            return None
        try:
            return self._origin.read(full)
        except files.UnreadableError:
            return None

    def count_lines(self, path: str) -> int | None:
        """The number of lines of a file; None if it cannot be read."""
        full = outward(path, self._at)
        return None if climbs(full) or self._leads_out(full) else count_lines(self._origin, full)

    def _leads_out(self, full: str) -> bool:
        real = self._origin.real_path(full)
        return real is not None and climbs(real[0])

    def close(self) -> None:
        """Close open resources."""
        self._origin.close()


def mark(data: bytes | None) -> str:
    """A short text that identifies the bytes of a document."""
    return "" if data is None else f"{len(data)} {crc32(data):08x}"


def packed(place: Place) -> list[Any]:
    """A place as a JSON value."""
    return [type(place).__name__, *place]


def unpacked(value: list[Any]) -> Place:
    """The packed place."""
    kinds = {kind.__name__: kind for kind in (Exact, OtherCase, Absent, Foreign)}
    return kinds[value[0]](*value[1:])


class Around:
    """The surroundings through recorded lookups, so that results can depend on them."""

    def __init__(self, ask: Callable[[str], Any]) -> None:
        self._ask = ask

    def find(self, path: str) -> Place:
        return unpacked(self._ask(f"around {path}"))

    def lists(self, path: str) -> bool:
        return bool(self._ask(f"listed {path}"))


class Wider:
    """A notebook's document store, extended by the documents around it that links reach."""

    def __init__(
        self,
        store: DocumentStore,
        lies_around: Callable[[str], bool],
        read: Callable[[str], bytes | None],
        parse: Callable[[Source], Document],
        surfaces: tuple[Dialect, ...],
        *,
        routes: bool,
    ) -> None:
        """`lies_around` is whether a path around the notebook may be a document.

        `read` returns the bytes of such a document, None if it does not exist.
        """
        self._store = store
        self._lies_around = lies_around
        self._read = read
        self._parse = parse
        self._surfaces = surfaces
        self._routes = routes
        self._sources: dict[str, Source | None] = {}
        self._documents: dict[str, Document] = {}

    def _source(self, path: str) -> Source | None:
        """The text of a document around the notebook."""
        if not self._lies_around(path):
            return None
        if path not in self._sources:
            data = self._read(path)
            self._sources[path] = None if data is None else Source(path, encoding.decode(data))
        return self._sources[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._store)

    def __len__(self) -> int:
        return len(self._store)

    def __contains__(self, path: object, /) -> bool:
        return path in self._store or (isinstance(path, str) and self._source(path) is not None)

    def open(self, path: str) -> Document:
        source = self._source(path)
        if source is None:
            return self._store.open(path)
        if path not in self._documents:
            self._documents[path] = self._parse(source)
        return self._documents[path]

    def text(self, path: str) -> str:
        source = self._source(path)
        return self._store.text(path) if source is None else source.text

    def outline(self, path: str) -> Document:
        return self._store.outline(path) if self._source(path) is None else self.open(path)

    def narrow(self, path: str, suspects: Mapping[str, int]) -> bool:
        return self._store.narrow(path, suspects)

    def contents(self, path: str) -> Contents:
        if self._source(path) is None:
            return self._store.contents(path)
        from recall_lint.facts.contents import contents

        return contents(self.open(path), self._surfaces, routes=self._routes)

    def view_contents(self, path: str) -> Contents:
        return (
            self._store.view_contents(path) if self._source(path) is None else self.contents(path)
        )

    def asked(self, path: str) -> array[int]:
        return self._store.asked(path)

    def naming(self, anchor: str) -> Iterator[str]:
        return self._store.naming(anchor)

    def forget(self, path: str) -> None:
        self._sources.pop(path, None)
        self._documents.pop(path, None)
        self._store.forget(path)
