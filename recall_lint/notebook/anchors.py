"""Documents → the anchors of their sections on each surface."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence

from recall_lint import slugs
from recall_lint.base.model import HtmlAnchor
from recall_lint.facts.contents import Contents, Named
from recall_lint.facts.dependencies import Dependencies
from recall_lint.facts.store import Documents, DocumentStore
from recall_lint.notebook.surfaces import Surfaces
from recall_lint.slugs import Dialect


class Anchors:
    """The anchors of one notebook's documents; the default surface is the first one."""

    def __init__(
        self, store: DocumentStore, documents: Documents, surfaces: Surfaces, subjects: Dependencies
    ) -> None:
        self._store = store
        self._documents = documents
        self._surfaces = surfaces
        self._subjects = subjects
        self._contents: dict[str, Contents] = {}
        self._indexes: dict[tuple[str, int], Mapping[str, int]] = {}
        self._seen: dict[str, Contents] = {}
        self._seen_indexes: dict[tuple[str, int], Mapping[str, int]] = {}
        self._namesakes: dict[str, Mapping[int, Sequence[int]]] = {}
        self._followers: dict[tuple[str, int], Callable[[str], int | None]] = {}
        self._html: dict[str, Sequence[HtmlAnchor]] = {}

    def forget(self, path: str) -> None:
        """Drop what was computed from a document, which has changed."""
        for cached in (self._contents, self._seen, self._namesakes, self._html):
            cached.pop(path, None)
        for number in range(len(self._surfaces.dialects)):
            for found in (self._indexes, self._seen_indexes, self._followers):
                found.pop((path, number), None)

    def contents(self, path: str) -> Contents:
        """The contents of a document."""
        self._subjects.note(f"document {path}")
        cached = self._contents.get(path)
        if cached is None:
            cached = self._contents[path] = self._store.contents(path)
        return cached

    def view_contents(self, path: str) -> Contents:
        """The contents of a document as far as the rendered view shows."""
        self._subjects.note(f"document {path}")
        return self._seen_in(path)

    def _seen_in(self, path: str) -> Contents:
        cached = self._seen.get(path)
        if cached is None:
            cached = self._seen[path] = self._store.view_contents(path)
        return cached

    def index(self, path: str, surface: Dialect | None = None) -> Mapping[str, Named]:
        """The target of each anchor of a document on a surface, by lookup key."""
        surface = surface or self._surfaces.of(path)[0]
        number = self._surfaces.number_of(surface)
        contents = self.contents(path)
        found = contents.places(surface, number).items()
        return {key: contents.named(place, number) for key, place in found}

    def documents_with(self, name: str) -> Iterator[str]:
        """The documents that may have a section with this name on the first surface, with few false
        positives.
        """
        self._subjects.note("names")
        return self._store.naming(name)

    def all_names(self) -> Iterator[tuple[str, int, str]]:
        """The sections of all documents: path, index, and anchor on the first surface or empty."""
        self._subjects.note("names")
        for path in self._store:
            number = self._surfaces.number_of(self._surfaces.of(path)[0])
            for place, name in enumerate(self._seen_in(path).names[number]):
                yield path, place, name or ""

    def find(self, path: str, fragment: str, surface: Dialect | None = None) -> Named | None:
        """The target of a fragment in a document on a surface."""
        surface = surface or self._surfaces.of(path)[0]
        number = self._surfaces.number_of(surface)
        view_contents = self.view_contents(path)
        places = self._seen_indexes.get((path, number))
        if places is None:
            places = self._seen_indexes[path, number] = view_contents.places(surface, number)
        place = places.get(fragment)
        if place is not None:
            return view_contents.named(place, number)
        # Only the whole document shows that it does not exist.
        contents = self.contents(path)
        places = self._indexes.get((path, number))
        if places is None:
            places = self._indexes[path, number] = contents.places(surface, number)
        place = places.get(fragment)
        if place is None and slugs.is_path(surface, fragment):
            follow = self._followers.get((path, number))
            if follow is None:
                follow = slugs.follower(surface, self._documents[path])
                self._followers[path, number] = follow
            place = follow(fragment)
        elif place is None:
            place = places.get(surface.key(fragment))
        return None if place is None else contents.named(place, number)

    def reaches(self, path: str, name: str, place: int | None, surfaces: Sequence[Dialect]) -> bool:
        """Whether an anchor, with this exact spelling, refers to a section (None for no section) on
        each surface.
        """
        found = (self.find(path, name, surface) for surface in surfaces)
        return all(named is not None and named == Named(name, place) for named in found)

    def of_sections(self, path: str) -> Sequence[str | None]:
        """The anchor of each section of a document, on its first surface."""
        number = self._surfaces.number_of(self._surfaces.of(path)[0])
        return self.contents(path).names[number]

    def of_sections_seen(self, path: str) -> Sequence[str | None]:
        """The same as far as the rendered view shows, without caching."""
        number = self._surfaces.number_of(self._surfaces.of(path)[0])
        self._subjects.note(f"document {path}")
        return (self._seen.get(path) or self._store.view_contents(path)).names[number]

    def of(self, path: str, place: int, surface: Dialect | None = None) -> str | None:
        """The anchor of a section on a surface."""
        surface = surface or self._surfaces.of(path)[0]
        name = self.contents(path).names[self._surfaces.number_of(surface)][place]
        named = self.find(path, name, surface) if name else None
        return name if named is not None and named.place == place else None

    def common(self, path: str, place: int, surfaces: Sequence[Dialect] = ()) -> str | None:
        """An anchor that refers to a section on some surfaces (default: those of its document)."""
        surfaces = surfaces or self._surfaces.of(path)
        for surface in surfaces:
            name = self.of(path, place, surface)
            if name is not None and self.reaches(path, name, place, surfaces):
                return name
        heading = self._documents.section(path, place).span
        anchors = self._html_anchors(path)
        starts = [bisect_left(anchors, at, key=lambda anchor: anchor.span.start) for at in heading]
        for anchor in anchors[slice(*starts)]:
            if self.reaches(path, anchor.name, None, surfaces):
                return anchor.name
        return None

    def _html_anchors(self, path: str) -> Sequence[HtmlAnchor]:
        """The HTML anchors of a document, in order."""
        document = self._documents.outline(path)
        cached = self._html.get(path)
        if cached is None:
            cached = sorted(document.html_anchors, key=lambda anchor: anchor.span.start)
            self._html[path] = cached
        return cached

    def has_namesakes(self, path: str, place: int) -> bool:
        """Whether other sections of a document have the same heading."""
        return place in self._namesakes_in(path)

    def namesakes(self, path: str, place: int) -> list[int]:
        """The other sections of a document with the same heading."""
        return [other for other in self._namesakes_in(path).get(place, ()) if other != place]

    def _namesakes_in(self, path: str) -> Mapping[int, Sequence[int]]:
        """Each section with a shared heading, and all that have it."""
        view_contents = self.view_contents(path)
        cached = self._namesakes.get(path)
        if cached is None:
            cached = {place: group for group in view_contents.namesakes for place in group}
            self._namesakes[path] = cached
        return cached
