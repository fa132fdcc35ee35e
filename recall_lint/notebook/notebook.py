"""Documents → Notebook: every link resolved to one variant, on every surface that publishes it.

The notebook only reads; what it works out of a document, it works out when it
is asked, and keeps. What it needs to know of other files comes in as a `Tree`.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from recall_lint import sites, slugs
from recall_lint.base.model import Document, HtmlAnchor, Link, Lookalike, Question, Section, Span
from recall_lint.base.tree import OtherCase, Place, Tree
from recall_lint.facts import questions
from recall_lint.facts.contents import Contents, Named
from recall_lint.facts.dependencies import Subjects
from recall_lint.facts.store import Documents, Revised, Shelf
from recall_lint.notebook.resolutions import (
    AnchorCase,
    External,
    Found,
    Mismatch,
    Resolution,
    Unjudged,
)
from recall_lint.notebook.resolver import Resolver
from recall_lint.sites.files import Listed
from recall_lint.sites.model import Files, Page, Site, Wikilinks
from recall_lint.sites.names import NOTE, folded
from recall_lint.sites.publication import Publication, View
from recall_lint.sites.served import Served
from recall_lint.slugs import Dialect

_INDEXES = ("readme.md", "index.md", "readme.markdown", "index.markdown")


class Use(NamedTuple):
    """One link of a document, what became of it, and the question that it serves."""

    link: Link
    resolution: Resolution
    question: Question | None

    @property
    def anchor(self) -> str | None:
        """The anchor that it names."""
        if isinstance(self.resolution, External | Unjudged):
            return None
        return self.resolution.target.anchor

    @property
    def place(self) -> int | None:
        """The index of the section that it reaches, on some surface at least."""
        match self.resolution:
            case Found(place=place) | AnchorCase(place=place) | Mismatch(place=place):
                return place
        return None


class _Ids(NamedTuple):
    """The ids by hand of one document."""

    headings: Mapping[int, str]
    """By the place of the heading that each ends."""
    own: frozenset[str]
    listed: frozenset[str]
    """Those, and the ones in attribute lists."""


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
        publication: Publication | None = None,
        files: Files | None = None,
        ignored: Callable[[str], str | None] = lambda destination: None,
        was_folder: Callable[[str], bool] = lambda folder: False,
        is_branch: Callable[[str], bool] = lambda name: False,
        at: str = "",
        subjects: Subjects | None = None,
    ) -> None:
        """Roles are predicates of paths.

        `publication` says how each document is published, on GitHub without it; `files` are
        what generators read beside the documents. `ignored` gives the pattern by which a
        destination is not to be judged, `was_folder` tells whether history knows a folder,
        `is_branch` whether the repository has a branch of a name. `at` is the folder of the
        repository that the notebook lies in, empty for its root.
        """
        self.subjects = subjects or Subjects()
        self.documents = Documents(shelf, self.subjects)
        self.publication = publication or Publication()
        self.ignored = ignored
        self.was_folder = was_folder
        self.is_branch = is_branch
        self.at = at
        self.surfaces = tuple(map(slugs.dialect, self.publication.dialects))
        """Every dialect that some document is published in."""
        self.recall_pages = tuple(path for path in shelf if recall(path))
        self._shelf = shelf
        self._tree = tree
        self._recall = recall
        self._note = note
        self._contents: dict[str, Contents] = {}
        self._indexes: dict[tuple[str, int], Mapping[str, int]] = {}
        self._seen: dict[str, Contents] = {}
        self._seen_indexes: dict[tuple[str, int], Mapping[str, int]] = {}
        self._namesakes: dict[str, Mapping[int, Sequence[int]]] = {}
        self._followers: dict[tuple[str, int], Callable[[str], int | None]] = {}
        self._ids: dict[str, _Ids] = {}
        self._html: dict[str, Sequence[HtmlAnchor]] = {}
        self._places: dict[str, tuple[Place, frozenset[str]]] = {}
        self._counts: dict[str, tuple[int | None, frozenset[str]]] = {}
        self._readmes: dict[str, tuple[str | None, frozenset[str]]] = {}
        self._files = files or Listed((), lambda path: None)
        self._resolver = Resolver(self)
        self._served: dict[int, tuple[Served, frozenset[str]]] = {}
        self._uses: dict[str, tuple[tuple[Use, ...], frozenset[str]]] = {}
        self._questions: dict[str, tuple[Question, ...]] = {}
        self._askings: dict[str, dict[str, list[Question]]] = {}

    def revised(self, documents: Iterable[Document]) -> Notebook:
        """The notebook with other versions of some documents, or with new ones."""
        newer = {document.path: document for document in documents}
        return Notebook(
            Revised(self._shelf, newer, self.surfaces, routes=bool(self.publication.sites)),
            self._tree.including(newer),
            recall=self._recall,
            note=self._note,
            publication=self.publication,
            files=self._files,
            ignored=self.ignored,
            was_folder=self.was_folder,
            is_branch=self.is_branch,
            at=self.at,
        )

    def forget(self, path: str) -> None:
        """Free what was worked out of a document whose links need not be known any longer."""
        self._resolver.forget()
        self._uses.pop(path, None)
        self._questions.pop(path, None)
        self._askings.pop(path, None)
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
            for other in self._asking(path).get(words, ()):
                yield path, other

    def _asking(self, path: str) -> Mapping[str, list[Question]]:
        """The questions of a recall page by their words."""
        asked = self.questions(path)
        known = self._askings.get(path)
        if known is None:
            known = self._askings[path] = {}
            for question in asked:
                known.setdefault(questions.words(question), []).append(question)
        return known

    @cached_property
    def _asked_twice(self) -> dict[int, list[str]]:
        """The pages that ask a question which is asked elsewhere, or twice, by its fingerprint."""
        pages: dict[int, list[str]] = {}
        for path in self.recall_pages:
            for fingerprint in self._shelf.asked(path):
                pages.setdefault(fingerprint, []).append(path)
        return {key: list(dict.fromkeys(p)) for key, p in pages.items() if len(p) > 1}

    def text(self, path: str) -> str:
        """The text of a document, which need not be parsed for it."""
        self.subjects.note(f"document {path}")
        return self._shelf.text(path)

    # Anchors.

    def section(self, path: str, place: int) -> Section:
        """A section of a document by its index."""
        return self.outline(path).sections[place]

    def outline(self, path: str) -> Document:
        """A document of whose links and items nobody asks: they may be missing."""
        self.subjects.note(f"document {path}")
        return self._shelf.outline(path)

    def narrow(self, path: str, suspects: Mapping[str, int]) -> bool:
        """Let a document hold some of its links and nothing else, until it is forgotten.

        `suspects` are their destinations, percent-decoded, and how many have each. False, and
        all is as before, where they are not found.
        """
        return self._shelf.narrow(path, suspects)

    def contents(self, path: str) -> Contents:
        """What links can reach in a document."""
        self.subjects.note(f"document {path}")
        known = self._contents.get(path)
        if known is None:
            known = self._contents[path] = self._shelf.contents(path)
        return known

    def seen(self, path: str) -> Contents:
        """What links can reach in a document, as far as a reader's view tells."""
        self.subjects.note(f"document {path}")
        known = self._seen.get(path)
        if known is None:
            known = self._seen[path] = self._shelf.seen(path)
        return known

    def index(self, path: str, surface: Dialect | None = None) -> Mapping[str, Named]:
        """What each anchor of a document names, by lookup key; on its first surface without one."""
        surface = surface or self.surfaces_of(path)[0]
        number = self.number_of(surface)
        contents = self.contents(path)
        found = contents.places(surface, number).items()
        return {key: contents.named(place, number) for key, place in found}

    def naming(self, name: str) -> Iterator[str]:
        """The documents that may call a section so on the first surface, and few others."""
        self.subjects.note("names")
        return self._shelf.naming(name)

    def named(self, path: str, fragment: str, surface: Dialect | None = None) -> Named | None:
        """What a fragment names in a document on a surface, its first one if none is given."""
        surface = surface or self.surfaces_of(path)[0]
        number = self.number_of(surface)
        seen = self.seen(path)
        places = self._seen_indexes.get((path, number))
        if places is None:
            places = self._seen_indexes[path, number] = seen.places(surface, number)
        place = places.get(fragment)
        if place is not None:
            return seen.named(place, number)
        # That it is not there, only the whole document can tell.
        contents = self.contents(path)
        places = self._indexes.get((path, number))
        if places is None:
            places = self._indexes[path, number] = contents.places(surface, number)
        place = places.get(fragment)
        if place is None and slugs.is_path(surface, fragment):
            follow = self._followers.get((path, number))
            if follow is None:
                follow = slugs.follower(surface, self.documents[path])
                self._followers[path, number] = follow
            place = follow(fragment)
        elif place is None:
            place = places.get(surface.key(fragment))
        return None if place is None else contents.named(place, number)

    def anchors(self, path: str) -> Sequence[str | None]:
        """The anchor of each section of a document, on its first surface."""
        number = self.number_of(self.surfaces_of(path)[0])
        return self.contents(path).names[number]

    def anchor_of(self, path: str, place: int, surface: Dialect | None = None) -> str | None:
        """The anchor that a section answers to on a surface."""
        surface = surface or self.surfaces_of(path)[0]
        name = self.contents(path).names[self.number_of(surface)][place]
        named = self.named(path, name, surface) if name else None
        return name if named is not None and named.place == place else None

    def anchor_everywhere(
        self, path: str, place: int, surfaces: Sequence[Dialect] = ()
    ) -> str | None:
        """An anchor that reaches a section on some surfaces, those of its document without any."""
        surfaces = surfaces or self.surfaces_of(path)
        for surface in surfaces:
            name = self.anchor_of(path, place, surface)
            if name is not None and self.reaches(path, name, place, surfaces):
                return name
        heading = self.section(path, place).span
        anchors = self._html_anchors(path)
        starts = [bisect_left(anchors, at, key=lambda anchor: anchor.span.start) for at in heading]
        for anchor in anchors[slice(*starts)]:
            if self.reaches(path, anchor.name, None, surfaces):
                return anchor.name
        return None

    def _html_anchors(self, path: str) -> Sequence[HtmlAnchor]:
        """The HTML anchors of a document, in order."""
        document = self.outline(path)
        known = self._html.get(path)
        if known is None:
            known = sorted(document.html_anchors, key=lambda anchor: anchor.span.start)
            self._html[path] = known
        return known

    def reaches(self, path: str, name: str, place: int | None, surfaces: Sequence[Dialect]) -> bool:
        """Whether an anchor, so written, names a section, or None for no section, on each."""
        found = (self.named(path, name, surface) for surface in surfaces)
        return all(named is not None and named == Named(name, place) for named in found)

    def own_id(self, path: str, place: int) -> str | None:
        """The id, `{#id}`, that a heading of a document ends with."""
        return self._ids_in(path).headings.get(place)

    def is_own_id(self, path: str, anchor: str | None) -> bool:
        """Whether some heading of a document ends with this id."""
        return anchor in self._ids_in(path).own

    def is_listed_id(self, path: str, anchor: str | None) -> bool:
        """Whether a document has this id by hand, at a heading or in an attribute list."""
        return anchor in self._ids_in(path).listed

    def _ids_in(self, path: str) -> _Ids:
        contents = self.contents(path)
        known = self._ids.get(path)
        if known is None:
            headings = dict(contents.own_ids)
            own = frozenset(headings.values())
            known = self._ids[path] = _Ids(headings, own, own.union(*contents.others))
        return known

    @cached_property
    def own_ids(self) -> int:
        """How many headings of the notebook end with an id, `{#id}`."""
        return sum(len(self.seen(path).own_ids) for path in self._shelf)

    @cached_property
    def listed_ids(self) -> int:
        """How many ids of the notebook stand in attribute lists that some dialect reads.

        The ids of footnotes have a colon.
        """
        found = (
            {name for others in self.seen(path).others for name in others if ":" not in name}
            for path in self._shelf
        )
        return sum(map(len, found))

    def shares_its_name(self, path: str, place: int) -> bool:
        """Whether other sections of a document have the same heading."""
        return place in self._namesakes_in(path)

    def namesakes(self, path: str, place: int) -> list[int]:
        """The other sections of a document whose headings have the same text."""
        return [other for other in self._namesakes_in(path).get(place, ()) if other != place]

    def _namesakes_in(self, path: str) -> Mapping[int, Sequence[int]]:
        """Each section that shares its name, and all that have it."""
        seen = self.seen(path)
        known = self._namesakes.get(path)
        if known is None:
            known = {place: group for group in seen.namesakes for place in group}
            self._namesakes[path] = known
        return known

    # How it is published.

    def views(self, path: str) -> tuple[View, ...]:
        """The surfaces that a document is read on."""
        return self.publication.views(path)

    def surfaces_of(self, path: str) -> tuple[Dialect, ...]:
        """The dialects that a document is published in."""
        return tuple(slugs.dialect(view.dialect) for view in self.views(path))

    def number_of(self, surface: Dialect) -> int:
        """The place of a dialect among those of the notebook."""
        return self.surfaces.index(surface)

    def served(self, site: Site) -> Served:
        """What a site serves. Any document may have any URL, by its name or its front matter."""
        return self.subjects.remembered(self._served, id(site), lambda: self._serve(site))

    def _serve(self, site: Site) -> Served:
        for subject in ("paths", "routes", "tree"):
            self.subjects.note(subject)
        own = [path for path in self._shelf if self.publication.site_of(path) is site]
        pages = (Page(path, self._shelf.seen(path).metadata) for path in own)
        return Served(site, sites.generator(site.generator), pages, self._files)

    def defines_references(self, path: str) -> bool:
        """Whether a document's generator has definitions for references, as mkdocs-autorefs has."""
        site = self.publication.site_of(path)
        return site is not None and bool(site.options.get("autorefs"))

    def serves_below(self, prefix: str) -> bool:
        """Whether any site has a page below the first name of a URL path."""
        return any(self.served(site).serves_below(prefix) for site in self.publication.sites)

    def links_below(self, prefix: str) -> int:
        """How many links lead below the first name of a path from the root."""
        self.subjects.note("names")
        return self._prefixes.get(prefix, 0)

    @cached_property
    def _prefixes(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        for path in self._shelf:
            for prefix, number in self._shelf.seen(path).prefixes.items():
                counts[prefix] = counts.get(prefix, 0) + number
        return counts

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

    def count_lines(self, path: str) -> int | None:
        return self.subjects.remembered(self._counts, path, lambda: self._tree.count_lines(path))

    def index_of(self, folder: str) -> str | None:
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
        if self.defines_references(path):
            for text in document.lookalikes:
                if text.kind == "reference":
                    link = Link(text.text, text.destination, text.span, text.whole)
                    yield Use(link, Unjudged("generated", "autorefs"), None)
        if order := self.wikilinks(path):
            for wiki in document.lookalikes:
                if wiki.kind == "wiki":
                    link = _link(document, wiki, order)
                    yield Use(link, self.resolve(path, link), None)

    def wikilinks(self, path: str) -> Wikilinks:
        """How `[[…]]` is read as a link in a document; empty where it is text."""
        sites = (view.site for view in self.views(path) if view.site is not None)
        return next((site.wikilinks for site in sites if site.wikilinks), "")

    def count_wikilinks(self, path: str) -> int:
        """How many `[[…]]` of a document are links that nothing known publishes.

        None where a site is known, which says what they are, or where none names a note: tables
        of TOML and tests of a shell look the same.
        """
        wikis = [text for text in self.documents[path].lookalikes if text.kind == "wiki"]
        if not wikis or any(view.site is not None for view in self.views(path)):
            return 0
        self.subjects.note("paths")
        return len(wikis) if any(self._names_note(wiki.destination) for wiki in wikis) else 0

    def _names_note(self, destination: str) -> bool:
        name = posixpath.basename(destination.partition("#")[0].strip().rstrip("\\"))
        return folded(name.removesuffix(NOTE)) in self._note_names

    @cached_property
    def _note_names(self) -> frozenset[str]:
        stems = (posixpath.splitext(posixpath.basename(path))[0] for path in self._shelf)
        return frozenset(map(folded, stems))

    def resolve(self, origin: str, link: Link) -> Resolution:
        """What a reader's click on the link reaches in a document at `origin`."""
        return self._resolver.resolve(origin, link)


def _link(document: Document, wiki: Lookalike, order: Wikilinks) -> Link:
    """What is written `[[…]]`, as a link; an image with `!` before it."""
    source = document.source.text
    start, end = wiki.whole
    image = start > 0 and source[start - 1] == "!"
    text, destination, span = wiki.text, wiki.destination, wiki.span
    if order == "text-first" and (bar := source.find("|", start, end)) >= 0:
        span = Span(bar + 1, end - len("]]"))
        text, destination = destination, source[slice(*span)]
    return Link(text, destination, span, wiki.whole, image=image, wiki=True)
