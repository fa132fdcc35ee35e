"""Documents → Notebook: every link resolved to one variant, on every surface that publishes it.

The notebook is read-only; results are computed on demand and cached. Information about other files
is passed in as a `Repository`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from recall_lint import markdown, questions
from recall_lint.base.model import Document, Link, Question, Source
from recall_lint.base.moves import Moves
from recall_lint.facts.dependencies import Dependencies
from recall_lint.facts.store import Documents, DocumentStore, Revised
from recall_lint.notebook.anchors import Anchors
from recall_lint.notebook.custom_ids import CustomIds
from recall_lint.notebook.generated import contributors, is_placeholder
from recall_lint.notebook.inputs import Repository, Roles
from recall_lint.notebook.paths import Paths
from recall_lint.notebook.resolutions import (
    AnchorCase,
    External,
    Found,
    Mismatch,
    MissingSection,
    Resolution,
    Unjudged,
)
from recall_lint.notebook.resolver import Resolver
from recall_lint.notebook.site_index import SiteIndex
from recall_lint.notebook.surfaces import Surfaces
from recall_lint.notebook.wikilinks import WikilinkIndex
from recall_lint.sites.files import Listed, moved
from recall_lint.sites.publication import Publication


class Use(NamedTuple):
    """A link of a document, its resolution, and its question."""

    link: Link
    resolution: Resolution
    question: Question | None

    @property
    def anchor(self) -> str | None:
        """The anchor of the target."""
        if isinstance(self.resolution, External | Unjudged):
            return None
        return self.resolution.target.anchor

    @property
    def place(self) -> int | None:
        """The index of the section that it refers to, on at least one surface."""
        match self.resolution:
            case Found(place=place) | AnchorCase(place=place) | Mismatch(place=place):
                return place
        return None


class Notebook:
    """The documents of a notebook as one value.

    Every method that uses more than its arguments records dependencies in `subjects`.
    """

    def __init__(
        self,
        store: DocumentStore,
        repository: Repository,
        roles: Roles,
        publication: Publication | None = None,
        subjects: Dependencies | None = None,
    ) -> None:
        """`publication` is how each document is published; the default is GitHub only."""
        self._store = store
        self.repository = repository
        self.roles = roles
        self.publication = publication or Publication()
        self.subjects = subjects or Dependencies()
        files = repository.files or Listed((), lambda path: None)
        self.documents = Documents(store, self.subjects)
        self.paths = Paths(repository.tree, self.documents, self.subjects)
        self.surfaces = Surfaces(self.publication)
        self.sites = SiteIndex(store, self.publication, files, self.subjects)
        self.anchors = Anchors(store, self.documents, self.surfaces, self.subjects)
        self.custom_ids = CustomIds(store, self.anchors)
        self.wikilinks = WikilinkIndex(store, self.documents, self.surfaces, self.subjects)
        self._resolver = Resolver(self)
        self._uses: dict[str, tuple[tuple[Use, ...], frozenset[str]]] = {}
        self._questions: dict[str, tuple[Question, ...]] = {}
        self._by_words: dict[str, dict[str, list[Question]]] = {}

    def revised(self, documents: Iterable[Document]) -> Notebook:
        """The notebook with other versions of some documents, or with new ones."""
        newer = {document.path: document for document in documents}
        tree = self.repository.tree.with_files(newer)
        return self._overlaid(newer, (), self.repository._replace(tree=tree))

    def _overlaid(
        self, newer: Mapping[str, Document], gone: Collection[str], repository: Repository
    ) -> Notebook:
        store = Revised(
            self._store,
            newer,
            self.surfaces.dialects,
            routes=bool(self.publication.sites),
            gone=gone,
            asking=self.roles.questions,
        )
        return Notebook(store, repository, self.roles, self.publication)

    def with_texts(self, texts: Mapping[str, str]) -> Notebook:
        """The notebook with other texts of some files, or with new files."""
        syntax = self.publication.syntax
        return self.revised(
            markdown.parse(Source(path, text), syntax(path)) for path, text in texts.items()
        )

    def renewed(self, changed: frozenset[str], *, new_paths: bool = False) -> Notebook:
        """The notebook after changes to some dependencies in its store, with the same files.

        Cached results without these dependencies are reused; with `new_paths`, paths are looked
        up again.
        """
        self.subjects.forget()
        for subject in changed:
            kind, _, path = subject.partition(" ")
            if kind == "document":
                self._store.forget(path)
                self.anchors.forget(path)
        new = Notebook(self._store, self.repository, self.roles, self.publication, self.subjects)
        new.wikilinks, new.anchors = self.wikilinks, self.anchors
        if new_paths:
            self.repository.tree.forget()
        else:
            new.paths = self.paths
        new.custom_ids = CustomIds(self._store, new.anchors)
        if changed.isdisjoint(("routes", "names")):
            new.sites = self.sites
        return new

    def moved(self, moves: Moves, documents: Iterable[Document]) -> Notebook:
        """The notebook with some files moved; `documents` are those at their new paths."""
        newer = {document.path: document for document in documents}
        gone = [path for path in self._store if moves.after(path) != path]
        tree, files = self.repository.tree.moved(moves), self.repository.files
        now = None if files is None else moved(files, moves)
        return self._overlaid(newer, gone, self.repository._replace(tree=tree, files=now))

    def forget(self, path: str) -> None:
        """Drop what was computed from a document whose links are no longer needed."""
        self._resolver.forget()
        self._uses.pop(path, None)
        self._questions.pop(path, None)
        self._by_words.pop(path, None)
        self._store.forget(path)

    @cached_property
    def recall_pages(self) -> tuple[str, ...]:
        return tuple(filter(self.roles.is_recall_page, self._store))

    @cached_property
    def notes(self) -> tuple[str, ...]:
        return tuple(filter(self.roles.is_note, self._store))

    # Questions.

    def questions(self, path: str) -> tuple[Question, ...]:
        """The questions of a document, in order."""
        cached = self._questions.get(path)
        if cached is None:
            cached = self._questions[path] = self.roles.questions(self.documents[path])
        else:
            self.subjects.note(f"document {path}")
        return cached

    def asking(self, paths: Iterable[str]) -> Iterator[str]:
        """The documents with questions among these."""
        return (path for path in paths if self._store.asked(path))

    def same_questions(self, question: Question) -> Iterator[tuple[str, Question]]:
        """All questions with the same words as this one, which is included; with their pages."""
        words = questions.words(question)
        fingerprint = questions.fingerprint(words)
        self.subjects.note(f"asked {fingerprint}")
        for path in self._duplicates.get(fingerprint, ()):
            for other in self._questions_by_words(path).get(words, ()):
                yield path, other

    def _questions_by_words(self, path: str) -> Mapping[str, list[Question]]:
        """The questions of a document by their words."""
        asked = self.questions(path)
        cached = self._by_words.get(path)
        if cached is None:
            cached = self._by_words[path] = {}
            for question in asked:
                cached.setdefault(questions.words(question), []).append(question)
        return cached

    @cached_property
    def _duplicates(self) -> dict[int, list[str]]:
        """By fingerprint: the pages with a question that occurs more than once in the notebook."""
        pages: dict[int, list[str]] = {}
        for path in self._store:
            for fingerprint in self._store.asked(path):
                pages.setdefault(fingerprint, []).append(path)
        return {key: list(dict.fromkeys(p)) for key, p in pages.items() if len(p) > 1}

    # Links.

    def uses(self, path: str) -> tuple[Use, ...]:
        """The links of a document, resolved, in document order."""
        return self.subjects.remembered(self._uses, path, lambda: tuple(self._resolve_all(path)))

    def _resolve_all(self, path: str) -> Iterator[Use]:
        owner = _owners(self.questions(path))
        document = self.documents[path]
        listed = contributors(document.source.text)
        for link in document.links:
            found = self.resolve(path, link)
            if listed and isinstance(found, MissingSection) and is_placeholder(link, listed):
                found = Unjudged("generated", "contributors")
            yield Use(link, found, owner(link))
        for like in document.lookalikes:
            if like.kind == "reference" and self.sites.defines_reference(path, like.destination):
                link = Link(like.text, like.destination, like.span, like.whole)
                yield Use(link, Unjudged("generated", "reference"), None)
        for link in self.wikilinks.links(path):
            yield Use(link, self.resolve(path, link), owner(link))

    def resolve(self, origin: str, link: Link) -> Resolution:
        """The resolution of a link in the document at `origin`."""
        return self._resolver.resolve(origin, link)


def _owners(asked: Sequence[Question]) -> Callable[[Link], Question | None]:
    """The question of each link: the one that contains it, or refers to its footnote."""
    starts = [question.span.start for question in asked]
    noted = {link: question for question in asked for link in question.links}

    def owner(link: Link) -> Question | None:
        if link.image and not link.wiki:
            return None
        index = bisect_right(starts, link.whole.start) - 1
        if index >= 0 and link.whole.start < asked[index].span.end:
            return asked[index]
        return noted.get(link)

    return owner
