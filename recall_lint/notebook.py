"""Documents → Notebook: every link resolved to one variant, on every surface that publishes it.

The notebook only reads; what it works out of a document, it works out when it
is asked, and keeps. What it needs to know of other files comes in as a `Tree`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from recall_lint import questions, routes
from recall_lint.contents import Contents, Named
from recall_lint.destinations import absolute, split
from recall_lint.model import Document, Link, Question, Section, Target
from recall_lint.shelf import Documents, Revised, Shelf
from recall_lint.slugs import Dialect, github, obsidian
from recall_lint.subjects import Subjects
from recall_lint.tree import Absent, OtherCase, Place, Tree

_LINES = re.compile(r"L(\d+)(?:C\d+)?(?:-L?(\d+)(?:C\d+)?)?")
_GITHUB_PAGES = re.compile(
    r"\.\./\.\./(?:issues|pulls?|wiki|actions|releases|discussions|projects|security|compare|"
    r"commits?|blob|tree|raw|tags|stargazers)(?:/|$)"
)
"""What a repository's own pages are called beside the files that GitHub shows."""

_INDEXES = ("readme.md", "index.md", "readme.markdown", "index.markdown")


class External(NamedTuple):
    """A URL of somewhere else, or a scheme of its own such as `mailto:`."""


class Found(NamedTuple):
    """The target is there, on every surface."""

    target: Target
    place: int | None
    """The section that the anchor names, by its index; None for a file or an HTML anchor."""
    tracked: bool
    """Whether git knows the file; true where there is no git."""


class AnchorCase(NamedTuple):
    """The target is there but for the letter case of its anchor."""

    target: Target
    place: int | None
    right: str


class Mismatch(NamedTuple):
    """The target is there on some surfaces only, or is another section on each."""

    target: Target
    place: int | None
    """What the first surface that knows it reaches: a section by its index, or an HTML anchor."""
    alive: tuple[str, ...]
    """The surfaces that reach it."""
    dead: tuple[str, ...]
    """The surfaces that reach nothing, or something else."""
    everywhere: Target | None
    """A target that reaches it on all of them."""


class MissingFile(NamedTuple):
    """No file is where the destination points."""

    target: Target


class MissingSection(NamedTuple):
    """The document is there, the anchor is not, on any surface."""

    target: Target


class MissingLine(NamedTuple):
    """The file has fewer lines than the destination names."""

    target: Target
    lines: int


class PathCase(NamedTuple):
    """The file is there under a name in other letter case."""

    target: Target
    right: str


class Outside(NamedTuple):
    """The path climbs out of the notebook."""

    target: Target


Resolution = (
    External
    | Found
    | AnchorCase
    | Mismatch
    | MissingFile
    | MissingSection
    | MissingLine
    | PathCase
    | Outside
)


class Goal(NamedTuple):
    """Where the path of a destination leads."""

    path: str
    place: Place | None
    """None above the notebook's root."""
    document: str | None
    """The file that a click shows: a folder's README, or what a route stands for."""
    plain: bool
    """Whether GitHub is asked to show the file's lines."""


class Use(NamedTuple):
    """One link of a document, what became of it, and the question that it serves."""

    link: Link
    resolution: Resolution
    question: Question | None

    @property
    def anchor(self) -> str | None:
        """The anchor that it names."""
        return None if isinstance(self.resolution, External) else self.resolution.target.anchor

    @property
    def place(self) -> int | None:
        """The index of the section that it reaches, on some surface at least."""
        match self.resolution:
            case Found(place=place) | AnchorCase(place=place) | Mismatch(place=place):
                return place
        return None


class Notebook:
    """The documents of a notebook as one value.

    What answers rest on is noted in `subjects`, by every method that asks
    about more than what it was given.
    """

    def __init__(
        self,
        shelf: Shelf,
        tree: Tree,
        *,
        recall: Callable[[str], bool],
        note: Callable[[str], bool] = lambda path: True,
        surfaces: tuple[Dialect, ...] = (github,),
        subjects: Subjects | None = None,
    ) -> None:
        """Roles are predicates of paths; `surfaces` are the dialects that publish the notebook."""
        self.subjects = subjects or Subjects()
        self.documents = Documents(shelf, self.subjects)
        self.surfaces = surfaces
        self.recall_pages = tuple(path for path in shelf if recall(path))
        self._shelf = shelf
        self._tree = tree
        self._recall = recall
        self._note = note
        self._contents: dict[str, Contents] = {}
        self._indexes: dict[tuple[str, int], Mapping[str, int]] = {}
        self._places: dict[str, tuple[Place, frozenset[str]]] = {}
        self._counts: dict[str, tuple[int | None, frozenset[str]]] = {}
        self._readmes: dict[str, tuple[str | None, frozenset[str]]] = {}
        self._goals: dict[tuple[str, str], tuple[Goal | None, frozenset[str]]] = {}
        self._uses: dict[str, tuple[tuple[Use, ...], frozenset[str]]] = {}
        self._questions: dict[str, tuple[Question, ...]] = {}

    def revised(self, documents: Iterable[Document]) -> Notebook:
        """The notebook with other versions of some documents."""
        return Notebook(
            Revised(
                self._shelf, {document.path: document for document in documents}, self.surfaces
            ),
            self._tree,
            recall=self._recall,
            note=self._note,
            surfaces=self.surfaces,
        )

    def forget(self, path: str) -> None:
        """Free what was worked out of a document whose links need not be known any longer."""
        self._goals.clear()
        self._uses.pop(path, None)
        self._questions.pop(path, None)
        self._shelf.forget(path)

    def is_note(self, path: str) -> bool:
        return self._note(path) and not self._recall(path)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        return tuple(filter(self.is_note, self._shelf))

    # Questions.

    def is_recall_page(self, path: str) -> bool:
        return self._recall(path)

    def questions(self, path: str) -> tuple[Question, ...]:
        """The questions of a document, in order; none if it is no recall page."""
        if not self._recall(path):
            return ()
        known = self._questions.get(path)
        if known is None:
            known = self._questions[path] = questions.find(self.documents[path])
        else:
            self.subjects.note(f"document {path}")
        return known

    def askers(self, question: Question) -> Iterator[tuple[str, Question]]:
        """Every question of the notebook in the same words, itself included, with its page."""
        words = questions.words(question)
        fingerprint = questions.fingerprint(words)
        self.subjects.note(f"asked {fingerprint}")
        for path in self._asked_twice.get(fingerprint, ()):
            for other in self.questions(path):
                if questions.words(other) == words:
                    yield path, other

    @cached_property
    def _asked_twice(self) -> dict[int, list[str]]:
        """The pages that ask a question which is asked elsewhere, or twice, by its fingerprint."""
        pages: dict[int, list[str]] = {}
        for path in self.recall_pages:
            for fingerprint in self._shelf.asked(path):
                pages.setdefault(fingerprint, []).append(path)
        return {key: list(dict.fromkeys(p)) for key, p in pages.items() if len(p) > 1}

    # Anchors.

    def section(self, path: str, place: int) -> Section:
        """A section of a document by its index."""
        return self.documents[path].sections[place]

    def contents(self, path: str) -> Contents:
        """What links can reach in a document."""
        self.subjects.note(f"document {path}")
        known = self._contents.get(path)
        if known is None:
            known = self._contents[path] = self._shelf.contents(path)
        return known

    def index(self, path: str, surface: Dialect | None = None) -> Mapping[str, Named]:
        """What each anchor of a document names, by lookup key.

        Without a surface it is the first one's.
        """
        surface = surface or self.surfaces[0]
        number = self.surfaces.index(surface)
        contents = self.contents(path)
        found = contents.places(surface, number).items()
        return {key: contents.named(place, number) for key, place in found}

    def naming(self, name: str) -> Iterator[str]:
        """The documents that may call a section so on the first surface, and few others."""
        self.subjects.note("names")
        return self._shelf.naming(name)

    def named(self, path: str, fragment: str, surface: Dialect | None = None) -> Named | None:
        """What a fragment names in a document on a surface, the first one if none is given."""
        surface = surface or self.surfaces[0]
        number = self.surfaces.index(surface)
        contents = self.contents(path)
        places = self._indexes.get((path, number))
        if places is None:
            places = self._indexes[path, number] = contents.places(surface, number)
        place = places.get(surface.key(fragment))
        return None if place is None else contents.named(place, number)

    def anchor_of(self, path: str, place: int, surface: Dialect | None = None) -> str | None:
        """The anchor that a section answers to on a surface."""
        surface = surface or self.surfaces[0]
        name = self.contents(path).names[self.surfaces.index(surface)][place]
        named = self.named(path, name, surface) if name else None
        return name if named is not None and named.place == place else None

    def anchor_everywhere(self, path: str, place: int) -> str | None:
        """An anchor that reaches a section on every surface, if there is one."""
        for surface in self.surfaces:
            name = self.anchor_of(path, place, surface)
            if name is not None and self._reaches(path, name, place):
                return name
        section = self.section(path, place)
        for anchor in self.documents[path].html_anchors:
            inside = section.span.start <= anchor.span.start < section.span.end
            if inside and self._reaches(path, anchor.name, None):
                return anchor.name
        return None

    def namesakes(self, path: str, place: int) -> list[int]:
        """The other sections of a document whose headings have the same text."""
        for group in self.contents(path).namesakes:
            if place in group:
                return [other for other in group if other != place]
        return []

    def _reaches(self, path: str, name: str, place: int | None) -> bool:
        return all(
            found is not None and found == Named(name, place) for found in self._lookup(path, name)
        )

    def _lookup(self, path: str, fragment: str) -> list[Named | None]:
        return [self.named(path, fragment, surface) for surface in self.surfaces]

    # Places.

    def find(self, path: str) -> Place:
        """What is at a notebook path."""
        return self.subjects.remembered(self._places, path, lambda: self._find(path))

    def _find(self, path: str) -> Place:
        self.subjects.note(f"place {path.lower()}")
        return self._tree.find(path)

    def lists(self, path: str) -> bool:
        """Whether this is a name of the notebook, not one that git ignores."""
        self.subjects.note(f"place {path.lower()}")
        return self._tree.lists(path)

    def _count_lines(self, path: str) -> int | None:
        return self.subjects.remembered(self._counts, path, lambda: self._tree.count_lines(path))

    def _index_of(self, folder: str) -> str | None:
        """The document that a click on a folder shows."""
        return self.subjects.remembered(self._readmes, folder, lambda: self._readme_in(folder))

    def _readme_in(self, folder: str) -> str | None:
        for name in _INDEXES:
            path = name if folder == "." else f"{folder}/{name}"
            place = self.find(path)
            match place:
                case OtherCase(path=other) if posixpath.dirname(other) in (folder, ""):
                    path = other
            if path in self.documents:
                return path
        return None

    # Links.

    def uses(self, path: str) -> tuple[Use, ...]:
        """The links of a document, resolved, in document order."""
        return self.subjects.remembered(self._uses, path, lambda: tuple(self._resolve_all(path)))

    def _resolve_all(self, path: str) -> Iterator[Use]:
        owners = {link: question for question in self.questions(path) for link in question.links}
        document = self.documents[path]
        for link in document.links:
            yield Use(link, self.resolve(path, link), owners.get(link))
        if obsidian in self.surfaces:
            for wiki in document.lookalikes:
                if wiki.kind == "wiki":
                    link = Link(wiki.text, wiki.destination, wiki.span, wiki.whole)
                    yield Use(link, self._resolve_wiki(path, link), None)

    def resolve(self, origin: str, link: Link) -> Resolution:
        """What a reader's click on the link reaches in a document at `origin`."""
        way, hash_, fragment = link.destination.partition("#")
        # A destination without a path leads to its own page, any other is the same in its folder.
        around = origin if way[:1] in ("", "?") else origin.rpartition("/")[0]
        goal = self.subjects.remembered(self._goals, (around, way), lambda: self._goal(origin, way))
        if goal is None:
            return External()
        anchor = None
        if hash_:
            parts = split(f"#{fragment}")
            if parts is None:
                return External()
            anchor = None if link.image else parts.anchor
        return self._resolve_in(goal, anchor)

    def _goal(self, origin: str, way: str) -> Goal | None:
        """Where the path of a destination leads, its anchor aside; None for somewhere else."""
        parts = split(way)
        if parts is None:
            return None
        path = absolute(origin, parts.path)
        plain = "plain=1" in parts.query
        if path == ".." or path.startswith("../"):
            on_github = github in self.surfaces and _GITHUB_PAGES.match(path)
            return None if on_github else Goal(path, None, None, plain)
        place = self.find(path)
        if isinstance(place, Absent):
            return Goal(path, place, self._route(path), plain)
        if isinstance(place, OtherCase) or place.path.startswith("../"):
            return Goal(path, place, None, plain)
        document = self._index_of(place.path) if place.folder else place.path
        return Goal(path, place, document, plain)

    def _resolve_in(self, goal: Goal, anchor: str | None) -> Resolution:
        path, place, document, plain = goal
        target = Target(path, anchor)
        if isinstance(place, OtherCase):
            return PathCase(target, place.path)
        if isinstance(place, Absent):
            if document is None:
                return MissingFile(target)
            return self._resolve_anchor(Target(document, anchor), route=True)
        if place is None or place.path.startswith("../"):
            return Outside(target)
        if anchor is None or document is None:
            return Found(target, None, place.tracked)
        if document in self.documents and not plain:
            return self._resolve_anchor(Target(document, anchor), tracked=place.tracked)
        lines = _LINES.fullmatch(anchor)
        if lines:
            count = self._count_lines(document)
            if count is not None and max(int(n) for n in lines.groups() if n) > count:
                return MissingLine(target, count)
        if document not in self.documents or lines:
            return Found(target, None, place.tracked)
        return self._resolve_anchor(Target(document, anchor), tracked=place.tracked)

    def _resolve_anchor(
        self, target: Target, *, tracked: bool = True, route: bool = False
    ) -> Resolution:
        """Look an anchor up on every surface; a route is one of the generated site only."""
        fragment = target.anchor
        found: list[Named | None]
        if fragment is None or fragment.lower() == "top":
            found = [Named(fragment or "", None) for _ in self.surfaces]
        else:
            found = self._lookup(target.path, fragment)
        if route:
            found = [
                named if surface.NAME in routes.SURFACES else None
                for surface, named in zip(self.surfaces, found, strict=True)
            ]
        first = next((named for named in found if named is not None), None)
        if first is None:
            return MissingSection(target)
        place = first.place
        if all(n and n.place == place and n.name == fragment for n in found):
            return Found(target, place, tracked)
        if fragment is None or fragment.lower() == "top":
            everywhere: Target | None = target
        else:
            if place is not None:
                anchor = self.anchor_everywhere(target.path, place)
            else:
                anchor = first.name if self._reaches(target.path, first.name, None) else None
            everywhere = None if anchor is None else Target(target.path, anchor)
            forgiving = github not in self.surfaces and None not in found
            if not route and not forgiving and _differs_in_case(fragment, everywhere):
                assert everywhere is not None
                assert everywhere.anchor is not None
                return AnchorCase(target, place, everywhere.anchor)
        reached = [named is not None and named.place == place for named in found]
        if all(reached):
            return Found(target, place, tracked)
        names = [surface.NAME for surface in self.surfaces]
        alive = tuple(name for name, ok in zip(names, reached, strict=True) if ok)
        dead = tuple(name for name, ok in zip(names, reached, strict=True) if not ok)
        return Mismatch(target, place, alive, dead, everywhere)

    def _route(self, path: str) -> str | None:
        if not any(surface.NAME in routes.SURFACES for surface in self.surfaces):
            return None
        # Any document may be given any route, by its name or its front matter.
        self.subjects.note("paths")
        self.subjects.note("names")
        return self._routes.get(path)

    @cached_property
    def _routes(self) -> Mapping[str, str]:
        return routes.jekyll((path, self._shelf.contents(path).permalink) for path in self._shelf)

    def _resolve_wiki(self, origin: str, link: Link) -> Resolution:
        """`[[Note#Heading]]`: a note by its name wherever it lies, a heading by its text."""
        name, _, fragment = link.destination.partition("#")
        name = name.strip()
        goal = self._note_called(name) if name else origin
        target = Target(goal or name, fragment or None)
        if goal is None:
            missing = isinstance(self.find(name), Absent)
            return MissingFile(target) if missing else Found(target, None, tracked=True)
        if not fragment or fragment.startswith("^"):
            return Found(target, None, tracked=True)
        named = self.named(goal, fragment, obsidian)
        if named is None:
            return MissingSection(target)
        return Found(target, named.place, tracked=True)

    def _note_called(self, name: str) -> str | None:
        self.subjects.note("paths")
        wanted = name.lower().removesuffix(".md").strip("/")
        return next(iter(sorted(self._stems.get(wanted, ()), key=lambda p: p.count("/"))), None)

    @cached_property
    def _stems(self) -> Mapping[str, list[str]]:
        """The documents by their names without suffix, and the ends of their paths."""
        stems: dict[str, list[str]] = {}
        for path in self._shelf:
            parts = posixpath.splitext(path)[0].lower().split("/")
            for index in range(len(parts)):
                stems.setdefault("/".join(parts[index:]), []).append(path)
        return stems


def _differs_in_case(fragment: str, everywhere: Target | None) -> bool:
    """Whether lower case is all that an anchor lacks to work on every surface."""
    if everywhere is None or everywhere.anchor in (None, fragment):
        return False
    return github.key(fragment) == github.key(everywhere.anchor or "")
