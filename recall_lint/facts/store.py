"""The documents of a notebook, and their contents without opening them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Protocol

from recall_lint.base.model import Document, Question, Section
from recall_lint.facts.contents import Contents, contents
from recall_lint.facts.dependencies import Dependencies
from recall_lint.questions import find, fingerprints
from recall_lint.slugs import Dialect

Asking = Callable[[Document], tuple[Question, ...]]
"""Finds the questions of a document."""


class DocumentStore(Protocol):
    """Documents by path, in the order of their paths."""

    def __iter__(self) -> Iterator[str]: ...

    def __len__(self) -> int: ...

    def __contains__(self, path: object, /) -> bool: ...

    def open(self, path: str) -> Document:
        """A document; KeyError if it does not exist."""

    def text(self, path: str) -> str:
        """A document's text."""

    def outline(self, path: str) -> Document:
        """A document of which links and items are not needed: they may be missing."""

    def narrow(self, path: str, suspects: Mapping[str, int]) -> bool:
        """Restrict a document to some of its links until it is forgotten.

        `suspects` are their destinations, percent-decoded, and how many links have each. False,
        without any change, if the links are not found.
        """

    def contents(self, path: str) -> Contents:
        """The contents of a document."""

    def view_contents(self, path: str) -> Contents:
        """The same as far as the rendered view shows, for uses that do not rely on it alone."""

    def asked(self, path: str) -> array[int]:
        """The fingerprints of the questions of a document."""

    def naming(self, anchor: str) -> Iterator[str]:
        """The documents that may have an anchor of this name, with few false positives."""

    def forget(self, path: str) -> None:
        """Free what can be read again."""


class Revised:
    """A document store with other versions of some documents."""

    def __init__(
        self,
        store: DocumentStore | None,
        newer: Mapping[str, Document],
        surfaces: tuple[Dialect, ...],
        *,
        routes: bool = False,
        gone: Collection[str] = (),
        asking: Asking = find,
    ) -> None:
        """`gone` are documents that no longer exist."""
        self._store = store
        self._newer = newer
        self._surfaces = surfaces
        self._routes = routes
        self._asking = asking
        self._gone = frozenset(gone).difference(newer)
        self._paths = dict.fromkeys(sorted({*(store or ()), *newer} - self._gone))

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, path: object, /) -> bool:
        # The store may contain more than it lists: documents outside the notebook.
        if path in self._paths:
            return True
        return self._store is not None and path in self._store and path not in self._gone

    def open(self, path: str) -> Document:
        if path in self._newer or self._store is None:
            return self._newer[path]
        return self._store.open(path)

    def text(self, path: str) -> str:
        if path in self._newer or self._store is None:
            return self._newer[path].source.text
        return self._store.text(path)

    def outline(self, path: str) -> Document:
        if path in self._newer or self._store is None:
            return self._newer[path]
        return self._store.outline(path)

    def narrow(self, path: str, suspects: Mapping[str, int]) -> bool:
        return False

    def contents(self, path: str) -> Contents:
        if path in self._newer or self._store is None:
            return contents(self._newer[path], self._surfaces, routes=self._routes)
        return self._store.contents(path)

    def view_contents(self, path: str) -> Contents:
        if path in self._newer or self._store is None:
            return self.contents(path)
        return self._store.view_contents(path)

    def asked(self, path: str) -> array[int]:
        if path in self._newer or self._store is None:
            return fingerprints(self._asking(self._newer[path]))
        return self._store.asked(path)

    def naming(self, anchor: str) -> Iterator[str]:
        yield from self._newer
        if self._store is not None:
            hidden = {*self._newer, *self._gone}
            yield from (path for path in self._store.naming(anchor) if path not in hidden)

    def forget(self, path: str) -> None:
        if path not in self._newer and self._store is not None:
            self._store.forget(path)


def plain(
    documents: Iterable[Document], surfaces: tuple[Dialect, ...], *, routes: bool = False
) -> DocumentStore:
    """A document store in memory."""
    by_path = {document.path: document for document in documents}
    return Revised(None, by_path, surfaces, routes=routes)


class Documents(Mapping[str, Document]):
    """A document store as a mapping that records each access."""

    def __init__(self, store: DocumentStore, subjects: Dependencies) -> None:
        self._store = store
        self._subjects = subjects

    def __getitem__(self, path: str) -> Document:
        self._subjects.note(f"document {path}")
        return self._store.open(path)

    def __iter__(self) -> Iterator[str]:
        self._subjects.note("paths")
        return iter(self._store)

    def __len__(self) -> int:
        self._subjects.note("paths")
        return len(self._store)

    def __contains__(self, path: object, /) -> bool:
        self._subjects.note(f"document {path}")
        return path in self._store

    def text(self, path: str) -> str:
        """The text of a document, which need not be parsed."""
        self._subjects.note(f"document {path}")
        return self._store.text(path)

    def outline(self, path: str) -> Document:
        """A document of which links and items are not needed: they may be missing."""
        self._subjects.note(f"document {path}")
        return self._store.outline(path)

    def section(self, path: str, place: int) -> Section:
        """A section of a document by its index."""
        return self.outline(path).sections[place]

    def narrow(self, path: str, suspects: Mapping[str, int]) -> bool:
        """Restrict a document to some of its links until it is forgotten.

        `suspects` are their destinations, percent-decoded, and how many links have each. False,
        without any change, if the links are not found.
        """
        return self._store.narrow(path, suspects)
