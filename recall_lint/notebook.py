"""Documents → Notebook: every link resolved to one variant, on every surface that publishes it.

The notebook is built once and then only read; anchors are worked out as they
are asked for. What it needs to know of other files comes in as a `Tree`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from recall_lint import questions, routes
from recall_lint.destinations import absolute, split
from recall_lint.model import Document, Link, Question, Section, Span, Target
from recall_lint.slugs import Dialect, github, obsidian
from recall_lint.tree import Absent, OtherCase, Tree

_LINES = re.compile(r"L(\d+)(?:C\d+)?(?:-L?(\d+)(?:C\d+)?)?")
_GITHUB_PAGES = re.compile(
    r"\.\./\.\./(?:issues|pulls?|wiki|actions|releases|discussions|projects|security|compare|"
    r"commits?|blob|tree|raw|tags|stargazers)(?:/|$)"
)
"""What a repository's own pages are called beside the files that GitHub shows."""

_INDEXES = ("readme.md", "index.md", "readme.markdown", "index.markdown")


class Named(NamedTuple):
    """What an anchor names on one surface."""

    name: str
    """The anchor exactly as the surface has it."""
    section: Section | None
    """None for an HTML anchor."""


class External(NamedTuple):
    """A URL of somewhere else, or a scheme of its own such as `mailto:`."""


class Found(NamedTuple):
    """The target is there, on every surface."""

    target: Target
    section: Section | None
    """The section that the anchor names; None for a whole file or an HTML anchor."""
    tracked: bool
    """Whether git knows the file; true where there is no git."""


class AnchorCase(NamedTuple):
    """The target is there but for the letter case of its anchor."""

    target: Target
    section: Section | None
    right: str


class Mismatch(NamedTuple):
    """The target is there on some surfaces only, or is another section on each."""

    target: Target
    section: Section | None
    """What the first surface that knows it reaches."""
    alive: tuple[str, ...]
    """The surfaces that reach `section`."""
    dead: tuple[str, ...]
    """The surfaces that reach nothing, or something else."""
    everywhere: Target | None
    """A target that reaches `section` on all of them."""


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
    def section(self) -> Section | None:
        """The section that it reaches, on some surface at least."""
        match self.resolution:
            case Found(section=section) | AnchorCase(section=section) | Mismatch(section=section):
                return section
        return None


class Notebook:
    """The documents of a notebook as one value."""

    def __init__(
        self,
        documents: Iterable[Document],
        tree: Tree,
        *,
        recall: Callable[[str], bool],
        note: Callable[[str], bool] = lambda path: True,
        surfaces: tuple[Dialect, ...] = (github,),
    ) -> None:
        """Roles are predicates of paths; `surfaces` are the dialects that publish the notebook."""
        self.documents: Mapping[str, Document] = {
            d.path: d for d in sorted(documents, key=lambda document: document.path)
        }
        self.tree = tree
        self.surfaces = surfaces
        self._recall = recall
        self._note = note
        self.notes = tuple(p for p in self.documents if note(p) and not recall(p))
        self.questions: Mapping[str, tuple[Question, ...]] = {
            path: questions.find(document)
            for path, document in self.documents.items()
            if recall(path)
        }
        self._anchors: dict[tuple[str, str], dict[str, Named]] = {}
        self._names: dict[tuple[str, str], dict[Span, str]] = {}
        self._uses: dict[str, tuple[Use, ...]] = {}
        self._namesakes: dict[str, dict[str, list[Section]]] = {}
        self._indexes: dict[str, dict[str, str]] | None = None
        self._routes: Mapping[str, str] | None = None
        self._stems: dict[str, list[str]] | None = None

    def revised(self, documents: Iterable[Document]) -> Notebook:
        """The notebook with other versions of some documents."""
        newer = {document.path: document for document in documents}
        return Notebook(
            {**self.documents, **newer}.values(),
            self.tree,
            recall=self._recall,
            note=self._note,
            surfaces=self.surfaces,
        )

    # Anchors.

    def anchors(self, path: str, surface: Dialect | None = None) -> Mapping[str, Named]:
        """What each anchor of a document names, by lookup key; a heading wins over an HTML id.

        Without a surface it is the first one's.
        """
        surface = surface or self.surfaces[0]
        known = self._anchors.get((path, surface.NAME))
        if known is None:
            document = self.documents[path]
            known = {}
            for name, section in zip(surface.anchors(document), document.sections, strict=True):
                # A heading without words is named by nothing, and no link reaches that.
                if name:
                    known.setdefault(surface.key(name), Named(name, section))
            for anchor in document.html_anchors:
                known.setdefault(surface.key(anchor.name), Named(anchor.name, None))
            self._anchors[path, surface.NAME] = known
            self._names[path, surface.NAME] = {
                named.section.span: named.name for named in known.values() if named.section
            }
        return known

    def anchor_of(self, path: str, section: Section, surface: Dialect | None = None) -> str | None:
        """The anchor that a section answers to on a surface."""
        surface = surface or self.surfaces[0]
        self.anchors(path, surface)
        return self._names[path, surface.NAME].get(section.span)

    def anchor_everywhere(self, path: str, section: Section) -> str | None:
        """An anchor that reaches a section on every surface, if there is one."""
        for surface in self.surfaces:
            name = self.anchor_of(path, section, surface)
            if name is not None and self._reaches(path, name, section):
                return name
        for anchor in self.documents[path].html_anchors:
            inside = section.span.start <= anchor.span.start < section.span.end
            if inside and self._reaches(path, anchor.name, None):
                return anchor.name
        return None

    def namesakes(self, path: str, section: Section) -> list[Section]:
        """The other sections of a document whose headings have the same text."""
        groups = self._namesakes.get(path)
        if groups is None:
            groups = self._namesakes[path] = {}
            for other in self.documents[path].sections:
                groups.setdefault(other.label.lower(), []).append(other)
        return [other for other in groups[section.label.lower()] if other is not section]

    def _reaches(self, path: str, name: str, section: Section | None) -> bool:
        return all(
            found is not None and found.section is section and found.name == name
            for found in self._lookup(path, name)
        )

    def _lookup(self, path: str, fragment: str) -> list[Named | None]:
        return [self.anchors(path, s).get(s.key(fragment)) for s in self.surfaces]

    # Links.

    def uses(self, path: str) -> tuple[Use, ...]:
        """The links of a document, resolved, in document order."""
        known = self._uses.get(path)
        if known is None:
            document = self.documents[path]
            known = self._uses[path] = tuple(self._resolve_all(document))
        return known

    def _resolve_all(self, document: Document) -> Iterator[Use]:
        owners = {
            link: question
            for question in self.questions.get(document.path, ())
            for link in question.links
        }
        for link in document.links:
            yield Use(link, self.resolve(document, link), owners.get(link))
        if obsidian in self.surfaces:
            for wiki in document.lookalikes:
                if wiki.kind == "wiki":
                    link = Link(wiki.text, wiki.destination, wiki.span, wiki.whole)
                    yield Use(link, self._resolve_wiki(document, link), None)

    def resolve(self, document: Document, link: Link) -> Resolution:
        """What a reader's click on the link reaches."""
        parts = split(link.destination)
        if parts is None:
            return External()
        path = absolute(document.path, parts.path)
        target = Target(path, None if link.image else parts.anchor)
        if path == ".." or path.startswith("../"):
            on_github = github in self.surfaces and _GITHUB_PAGES.match(path)
            return External() if on_github else Outside(target)
        place = self.tree.find(path)
        if isinstance(place, OtherCase):
            return PathCase(target, place.path)
        if isinstance(place, Absent):
            route = self._route(path)
            if route is None:
                return MissingFile(target)
            return self._resolve_anchor(Target(route, target.anchor), route=True)
        if place.path.startswith("../"):
            return Outside(target)
        goal = self._index_of(place.path) if place.folder else place.path
        if target.anchor is None or goal is None:
            return Found(target, None, place.tracked)
        lines = None
        if goal not in self.documents or "plain=1" in parts.query:
            lines = _LINES.fullmatch(target.anchor)
        if lines:
            count = self.tree.count_lines(goal)
            if count is not None and max(int(n) for n in lines.groups() if n) > count:
                return MissingLine(target, count)
        if goal not in self.documents or lines:
            return Found(target, None, place.tracked)
        return self._resolve_anchor(Target(goal, target.anchor), tracked=place.tracked)

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
        section = first.section
        if all(n and n.section is section and n.name == fragment for n in found):
            return Found(target, section, tracked)
        if fragment is None or fragment.lower() == "top":
            everywhere: Target | None = target
        else:
            if section is not None:
                anchor = self.anchor_everywhere(target.path, section)
            else:
                anchor = first.name if self._reaches(target.path, first.name, None) else None
            everywhere = None if anchor is None else Target(target.path, anchor)
            forgiving = github not in self.surfaces and None not in found
            if not route and not forgiving and _differs_in_case(fragment, everywhere):
                assert everywhere is not None
                assert everywhere.anchor is not None
                return AnchorCase(target, section, everywhere.anchor)
        reached = [named is not None and named.section is section for named in found]
        if all(reached):
            return Found(target, section, tracked)
        names = [surface.NAME for surface in self.surfaces]
        alive = tuple(name for name, ok in zip(names, reached, strict=True) if ok)
        dead = tuple(name for name, ok in zip(names, reached, strict=True) if not ok)
        return Mismatch(target, section, alive, dead, everywhere)

    def _route(self, path: str) -> str | None:
        if not any(surface.NAME in routes.SURFACES for surface in self.surfaces):
            return None
        if self._routes is None:
            self._routes = routes.jekyll(self.documents.values())
        return self._routes.get(path)

    def _index_of(self, folder: str) -> str | None:
        """The document that a click on a folder shows."""
        if self._indexes is None:
            self._indexes = {}
            for path in self.documents:
                parent, name = posixpath.split(path)
                if name.lower() in _INDEXES:
                    self._indexes.setdefault(parent or ".", {})[name.lower()] = path
        inside = self._indexes.get(folder, {})
        return next((inside[name] for name in _INDEXES if name in inside), None)

    def _resolve_wiki(self, document: Document, link: Link) -> Resolution:
        """`[[Note#Heading]]`: a note by its name wherever it lies, a heading by its text."""
        name, _, fragment = link.destination.partition("#")
        name = name.strip()
        goal = self._note_called(name) if name else document.path
        target = Target(goal or name, fragment or None)
        if goal is None:
            place = self.tree.find(name)
            missing = isinstance(place, Absent)
            return MissingFile(target) if missing else Found(target, None, tracked=True)
        if not fragment or fragment.startswith("^"):
            return Found(target, None, tracked=True)
        named = self.anchors(goal, obsidian).get(obsidian.key(fragment))
        if named is None:
            return MissingSection(target)
        return Found(target, named.section, tracked=True)

    def _note_called(self, name: str) -> str | None:
        if self._stems is None:
            self._stems = {}
            for path in self.documents:
                stem = posixpath.splitext(path)[0].lower()
                parts = stem.split("/")
                for index in range(len(parts)):
                    self._stems.setdefault("/".join(parts[index:]), []).append(path)
        wanted = name.lower().removesuffix(".md").strip("/")
        return next(iter(sorted(self._stems.get(wanted, ()), key=lambda p: p.count("/"))), None)


def _differs_in_case(fragment: str, everywhere: Target | None) -> bool:
    """Whether lower case is all that an anchor lacks to work on every surface."""
    if everywhere is None or everywhere.anchor in (None, fragment):
        return False
    return github.key(fragment) == github.key(everywhere.anchor or "")
