"""A link of a document → what a reader's click reaches, on each surface that publishes it.

A forge, such as GitHub, shows files: a destination is the path of one. A site serves URLs: its
generator says in which ways it reads a destination (`sites/`), and what counts is what the host
then serves. Each document of the notebook has one or several such *views*, and the verdict on a
link is one for all of them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from recall_lint import slugs
from recall_lint.base.destinations import (
    Parts,
    absolute,
    climbs,
    first_name,
    inward,
    outward,
    split,
    template,
)
from recall_lint.base.model import Link, Target
from recall_lint.base.tree import Absent, Exact, OtherCase, Place
from recall_lint.facts.contents import Named
from recall_lint.notebook.resolutions import (
    AnchorCase,
    External,
    Found,
    Mismatch,
    MissingFile,
    MissingLine,
    MissingSection,
    Outside,
    PathCase,
    Resolution,
    Unjudged,
    Unpublished,
    Unwritten,
)
from recall_lint.sites.model import Elsewhere, File, Kind, Name, Unknown, Url, Way
from recall_lint.sites.names import NOTE, is_note
from recall_lint.sites.publication import FORGE_DIALECTS, View

if TYPE_CHECKING:
    from recall_lint.notebook.notebook import Notebook
    from recall_lint.sites.served import Served
    from recall_lint.slugs import Dialect

MANY: Final = 10
"""From so many on, what a surface does not read is not a mistake: something else reads it."""

_LINES = re.compile(r"L(\d+)(?:C\d+)?(?:-L?(\d+)(?:C\d+)?)?")
_GITHUB_PAGES = re.compile(
    r"\.\./\.\.(?:$|/(?:actions|activity|archive|assets|attestations|blame|blob|branches|"
    r"codespaces|commits?|community|compare|contribute|contributors|custom-properties|dependabot|"
    r"deployments|discussions|edit|find|forks|graphs|invitations|issues|labels|milestones?|"
    r"network|new|packages|pages|projects|pulls?|pulse|raw|releases|rules|search|security|settings|"
    r"sponsors|stargazers|subscription|suites|tags|topics|transfer|tree|upload|watchers|wiki)"
    r"(?:/|$)|/\.\.(?:/|$))"
)
"""Pages of GitHub's own beside the files of a repository, and other repositories of the owner.

A file's URL is `/owner/repository/blob/branch/path`; a folder's has `tree`.
"""

_BESIDE = re.compile(r"\.\./(\w[\w.-]*)/")


class Goal(NamedTuple):
    """Where the path of a destination leads on one surface."""

    path: str
    """As it is meant."""
    place: Place | None
    """What is there; None above the notebook's root."""
    document: str | None
    """The file that a click shows: a folder's README, or what a URL stands for."""
    plain: bool = False
    """Whether GitHub is asked to show the file's lines."""
    url: str | None = None
    """What the site was asked for."""
    anchor: str | None = None
    """The anchor that a template names."""

    @property
    def is_alive(self) -> bool:
        if self.document is not None:
            return True
        return isinstance(self.place, Exact)


Reached = Goal | Unjudged | Unpublished | None
"""Where a destination leads on one surface; None for somewhere else."""


class Resolver:
    """Finds what links reach; what it worked out, it keeps for the run."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._reached: dict[tuple[View, str, str, Kind], tuple[Reached, frozenset[str]]] = {}
        self._taken_in: dict[str, tuple[dict[str | None, None], frozenset[str]]] = {}

    def forget(self) -> None:
        """Free what was worked out."""
        self._reached.clear()
        self._taken_in.clear()

    def resolve(self, origin: str, link: Link) -> Resolution:
        """What a reader's click on a link reaches in a document at `origin`."""
        notebook = self._notebook
        way, hash_, fragment = link.destination.partition("#")
        pattern = notebook.ignored(link.destination) or notebook.ignored(way)
        if pattern is not None:
            return Unjudged("ignore-links", pattern)
        is_template = template(link.destination)
        anchor = None
        if link.wiki:
            # A cell of a table has a backslash before the `|` that follows.
            way, anchor = way.rstrip("\\").strip(), fragment.rstrip("\\").strip() or None
        elif hash_ and not is_template:
            parts = split(f"#{fragment}")
            if parts is None:
                return External()
            anchor = parts.anchor
        if is_template:
            way = link.destination
        kind = _kind(link)
        views = notebook.views(origin)
        if link.wiki:
            views = tuple(view for view in views if view.site is not None and view.site.wikilinks)
        if is_template:
            # What a forge shows of a template is no link to anything.
            views = tuple(view for view in views if view.site is not None) or views
        reached = [self._reach(view, origin, way, kind, is_template) for view in views]
        found = self._judge(views, reached, None if link.image and not link.wiki else anchor, link)
        if not isinstance(found, Found | External | Unjudged):
            pattern = notebook.ignored(str(found.target))
            if pattern is not None:
                return Unjudged("ignore-links", pattern)
        return found

    def _judge(
        self,
        views: tuple[View, ...],
        reached: list[Reached],
        anchor: str | None,
        link: Link,
    ) -> Resolution:
        """One verdict for all views."""
        alive = [(v, g) for v, g in zip(views, reached, strict=True) if _is_alive(g)]
        if not alive:
            return self._dead(reached, anchor, link)
        for each in reached:
            if isinstance(each, Unpublished):
                return each._replace(target=each.target._replace(anchor=anchor))
        strict = bool(self._notebook.publication.surfaces)
        if strict:
            alive = [*zip(views, reached, strict=True)]
        goals = [(v, g if isinstance(g, Goal) else None) for v, g in alive]
        pages = dict.fromkeys(g.document for _, g in goals if g is not None and g.is_alive)
        if len(pages) == 1:
            return self._resolve_in(goals, anchor)
        # A forge shows a folder's README where the site has another page; one of them is meant.
        apart = [
            self._resolve_in([(v, g) for v, g in goals if g is None or g.document == page], anchor)
            for page in pages
        ]
        return next((each for each in apart if isinstance(each, Found) is not strict), apart[0])

    def _dead(self, reached: list[Reached], anchor: str | None, link: Link) -> Resolution:
        for kind in (Unjudged, Unpublished):
            for each in reached:
                if isinstance(each, kind):
                    return each
        goal = next((each for each in reached if isinstance(each, Goal)), None)
        if goal is None or None in reached:
            return External()
        target = Target(goal.path, anchor if goal.anchor is None else goal.anchor)
        if isinstance(goal.place, OtherCase):
            return PathCase(target, goal.place.path)
        if not isinstance(goal.place, Absent):
            return Outside(target)
        if prefix := self._unknown_prefix(link.destination, reached):
            return Unjudged("prefix", prefix)
        if link.wiki and not link.image and is_note(target.path):
            return Unwritten(target)
        return MissingFile(target, goal.url)

    def _unknown_prefix(self, destination: str, reached: list[Reached]) -> str | None:
        """The first name of a path from the root, if nothing lies there and many lead there."""
        prefix = first_name(destination)
        if prefix is None:
            return None
        notebook = self._notebook
        folder = inward(prefix.strip("/"), notebook.at)
        if not isinstance(notebook.find(folder), Absent) or notebook.serves_below(prefix):
            return None
        many = notebook.links_below(prefix) >= MANY and not notebook.was_folder(folder)
        return prefix if many else None

    # One surface.

    def _reach(self, view: View, origin: str, way: str, kind: Kind, is_template: bool) -> Reached:
        # A file's path means the same in all of its folder, one that is empty its own page.
        around = origin
        if view.site is None and way[:1] not in ("", "?"):
            around = origin.rpartition("/")[0]
        key = (view._replace(site=None), f"{view.site is None}{around}", way, kind)
        return self._notebook.subjects.remembered(
            self._reached, key, lambda: self._work_out(view, origin, way, kind, is_template)
        )

    def _work_out(
        self, view: View, origin: str, way: str, kind: Kind, is_template: bool
    ) -> Reached:
        served = None if view.site is None else self._notebook.served(view.site)
        if is_template:
            if served is None:
                return Unjudged("template")
            return self._by_site(served, origin, served.templates(origin, way))
        if kind == "wiki" and served is not None:
            if not way:
                return Goal(origin, self._notebook.find(origin), origin)
            if "://" in way:
                return None
            return self._by_site(served, origin, served.ways(origin, way, kind))
        parts = split(way)
        if parts is None:
            return None
        if served is None and parts.path.startswith("pathname:"):
            return None
        if self._is_route(origin, parts.path):
            return Unjudged("generated", "route")
        if served is not None and parts.path:
            found = self._by_site(served, origin, served.ways(origin, parts.path, kind))
            beside = absolute(origin, parts.path)
            is_dead = isinstance(found, Goal) and isinstance(found.place, Absent)
            is_left_out = beside in self._notebook.documents and beside not in served.urls
            if is_dead and origin in served.urls and is_left_out:
                return Unpublished(Target(beside, None))
            return found
        return self._by_file(view, origin, parts)

    def _is_route(self, origin: str, path: str) -> bool:
        """Whether a path of an MDX page is one of a site that was not found: no forge shows MDX."""
        if not path or path.lower().endswith((".md", ".mdx")):
            return False
        is_mdx = origin.lower().endswith(".mdx")
        return is_mdx and self._notebook.publication.site_of(origin) is None

    def _by_file(self, view: View, origin: str, parts: Parts) -> Goal | None:
        """Where a path leads among the files."""
        notebook = self._notebook
        path = absolute(origin, parts.path)
        plain = "plain=1" in parts.query
        is_forge = view.dialect in FORGE_DIALECTS
        if is_forge and notebook.at and (climbs(path) or parts.path.startswith("/")):
            # A forge serves the whole repository, and a path from the root starts at its root.
            full = path if parts.path.startswith("/") else outward(path, notebook.at)
            path = full if climbs(full) else inward(full, notebook.at)
        else:
            full = path
        if climbs(full):
            # Beside the branch that is looked at, GitHub has the others: `../assets/a.png`.
            beside = _BESIDE.match(full)
            on_github = view.dialect == "github" and (
                _GITHUB_PAGES.match(full) or (beside and notebook.is_branch(beside[1]))
            )
            return None if on_github else Goal(path, None, None, plain)
        place = notebook.find(path)
        if not isinstance(place, Exact):
            return Goal(path, place, None, plain)
        if climbs(place.path) and not is_forge:
            return Goal(path, None, None, plain)
        document = notebook.index_of(place.path) if place.folder else place.path
        return Goal(path, place, document, plain)

    def _by_site(self, served: Served, origin: str, ways: Iterator[Way]) -> Reached:
        """Where the first of some ways leads that leads anywhere."""
        missing: Goal | None = None
        unpublished: Unpublished | None = None
        for way in ways:
            if isinstance(way, Unknown):
                return Unjudged("template" if way.reason == "template" else "generated", way.reason)
            if isinstance(way, Elsewhere):
                return None
            reached: Goal | Unpublished
            if isinstance(way, Url):
                reached = self._by_url(served, way)
            elif isinstance(way, Name):
                reached = self._by_name(served, origin, way)
            else:
                reached = self._by_source(served, origin, way)
            if isinstance(reached, Unpublished):
                unpublished = unpublished or reached
            elif reached.is_alive:
                return reached
            elif missing is None or isinstance(reached.place, OtherCase):
                missing = reached
        return unpublished or missing

    def _by_name(self, served: Served, origin: str, way: Name) -> Goal:
        """Where a name leads."""
        path = served.named(origin, way.text)
        if path is not None:
            return Goal(path, self._notebook.find(path), path, anchor=way.anchor)
        name = way.text.lstrip("/")
        if is_note(name) and not name.endswith(NOTE):
            name += NOTE
        return Goal(posixpath.normpath(name), Absent(), None, anchor=way.anchor)

    def _by_source(self, served: Served, origin: str, way: File) -> Goal | Unpublished:
        """Where a path leads that the generator looks up among the sources.

        What a page that is not published links to need not be, either.
        """
        notebook = self._notebook
        path = posixpath.normpath(way.path)
        if path == ".." or path.startswith("../"):
            return Goal(path, None, None, anchor=way.anchor)
        place = notebook.find(path)
        if not isinstance(place, Exact) or place.folder:
            absent = place if isinstance(place, OtherCase) else Absent()
            return Goal(path, absent, None, anchor=way.anchor)
        is_page = place.path in notebook.documents
        if served.has_urls and is_page and place.path not in served.urls and origin in served.urls:
            return Unpublished(Target(path, way.anchor))
        return Goal(path, place, place.path, anchor=way.anchor)

    def _by_url(self, served: Served, way: Url) -> Goal:
        """Where a URL path leads."""
        notebook = self._notebook
        page = served.page_at(way.path)
        if page is not None:
            return Goal(page, notebook.find(page), page, anchor=way.anchor)
        for path in served.files_at(way.path):
            if path.startswith("../"):
                continue
            place = notebook.find(path)
            if isinstance(place, Exact) and not place.folder and path not in served.sources:
                return Goal(path, place, place.path, anchor=way.anchor)
        source = served.source_of(way.path)
        return Goal(source, Absent(), None, url=way.path, anchor=way.anchor)

    # Anchors.

    def _resolve_in(self, goals: list[tuple[View, Goal | None]], anchor: str | None) -> Resolution:
        """What a destination comes to that leads somewhere; None where it does not."""
        notebook = self._notebook
        goal = next(goal for _, goal in goals if goal is not None and goal.is_alive)
        if goal.anchor is not None:
            anchor = goal.anchor
        path, place, document, plain = goal.path, goal.place, goal.document, goal.plain
        tracked = place.tracked if isinstance(place, Exact) else True
        everywhere = all(other is not None and other.is_alive for _, other in goals)
        if everywhere and (anchor is None or document is None):
            return Found(Target(path, anchor), None, tracked)
        if document is not None and (document not in notebook.documents or plain) and anchor:
            lines = _LINES.fullmatch(anchor)
            if lines:
                count = notebook.count_lines(document)
                if count is not None and max(int(n) for n in lines.groups() if n) > count:
                    return MissingLine(Target(path, anchor), count)
            if document not in notebook.documents or lines:
                return Found(Target(path, anchor), None, tracked)
        return self._resolve_anchor(Target(document or path, anchor), goals, tracked=tracked)

    def _resolve_anchor(
        self, target: Target, goals: list[tuple[View, Goal | None]], *, tracked: bool
    ) -> Resolution:
        """Look an anchor up on every surface."""
        notebook = self._notebook
        fragment = target.anchor
        surfaces = [self._surface(view, target.path) for view, _ in goals]
        is_page = target.path in notebook.documents
        of_page = fragment is None or fragment.lower() == "top" or not is_page
        found = [
            None
            if goal is None or not goal.is_alive
            else Named(fragment or "", None)
            if of_page or goal.document not in notebook.documents
            else notebook.named(goal.document or "", fragment or "", surface)
            for (_, goal), surface in zip(goals, surfaces, strict=True)
        ]
        first = next((named for named in found if named is not None), None)
        if first is None:
            included = self._included(target, surfaces)
            return included or self._no_section(target, surfaces)
        place = first.place
        if all(n and n.place == place and n.name == fragment for n in found):
            return Found(target, place, tracked)
        served_only = any(goal is None or not goal.is_alive for _, goal in goals)
        if of_page:
            everywhere: Target | None = target
        else:
            if place is not None:
                anchor = notebook.anchor_everywhere(target.path, place, surfaces)
            else:
                reaches = notebook.reaches(target.path, first.name, None, surfaces)
                anchor = first.name if reaches else None
            everywhere = None if anchor is None else Target(target.path, anchor)
            forgiving = slugs.github not in surfaces and None not in found
            if not served_only and not forgiving and _differs_in_case(fragment or "", everywhere):
                assert everywhere is not None
                assert everywhere.anchor is not None
                return AnchorCase(target, place, everywhere.anchor)
        reached = [named is not None and named.place == place for named in found]
        if all(reached) or self._is_for_site(target, goals, reached):
            return Found(target, place, tracked)
        names = [surface.NAME for surface in surfaces]
        alive = tuple(name for name, ok in zip(names, reached, strict=True) if ok)
        dead = tuple(name for name, ok in zip(names, reached, strict=True) if not ok)
        if served_only and climbs(target.path):
            # No site has what lies around the notebook.
            everywhere = None
        return Mismatch(target, place, alive, dead, everywhere)

    def _is_for_site(
        self, target: Target, goals: list[tuple[View, Goal | None]], reached: list[bool]
    ) -> bool:
        """Whether an anchor is an id by hand that a forge does not read, in a notebook of many."""
        notebook = self._notebook
        if notebook.publication.surfaces or target.path not in notebook.documents:
            return False
        if any(
            view.site is not None and not ok for (view, _), ok in zip(goals, reached, strict=True)
        ):
            return False
        is_listed = notebook.is_listed_id(target.path, target.anchor)
        return is_listed and max(notebook.own_ids, notebook.listed_ids) >= MANY

    def _included(self, target: Target, surfaces: list[Dialect]) -> Resolution | None:
        """An anchor of a file whose text the target takes in."""
        notebook = self._notebook
        site = notebook.publication.site_of(target.path)
        if site is None:
            return None
        served = notebook.served(site)
        files = notebook.subjects.remembered(
            self._taken_in, target.path, lambda: self._take_in(served, target.path)
        )
        for file in files:
            if file is None:
                continue
            if file not in notebook.documents:
                is_there = served.has_id(file, target.anchor or "")
            else:
                is_there = all(notebook.named(file, target.anchor or "", each) for each in surfaces)
            if is_there:
                return Found(target, None, tracked=True)
        return Unjudged("generated", "include") if None in files else None

    def _take_in(self, served: Served, path: str) -> dict[str | None, None]:
        """All files whose texts a document takes in, None among them for one that nobody knows."""
        documents = self._notebook.documents
        found: dict[str | None, None] = {}
        ahead = [path]
        for origin in ahead:
            for file in served.includes(origin, documents[origin].source.text):
                if file is not None and file != path and file not in found and file in documents:
                    ahead.append(file)
                if file != path:
                    found[file] = None
        return found

    def _no_section(self, target: Target, surfaces: list[Dialect]) -> Resolution:
        notebook = self._notebook
        contents = notebook.contents(target.path)
        for surface in surfaces:
            is_opaque = contents.opaque[notebook.number_of(surface)]
            if is_opaque and slugs.hides(surface, target.anchor or ""):
                return Unjudged("generated", "anchor")
        if notebook.is_own_id(target.path, target.anchor):
            if notebook.own_ids >= MANY:
                return Unjudged("custom-id", surfaces[0].NAME)
            return MissingSection(target, unread_id=True)
        return MissingSection(target)

    def _surface(self, view: View, path: str) -> Dialect:
        """The dialect that gives a document its anchors where a link of a view leads to it."""
        publication = self._notebook.publication
        if view.site is not None and not publication.surfaces:
            site = publication.site_of(path)
            if site is not None and site.dialects:
                return slugs.dialect(site.dialects[0])
        return slugs.dialect(view.dialect)


def _kind(link: Link) -> Kind:
    if link.wiki:
        return "wiki"
    if link.component:
        return "component"
    return "html" if link.html else "image" if link.image else "link"


def _is_alive(reached: Reached) -> bool:
    return isinstance(reached, Goal) and reached.is_alive


def _differs_in_case(fragment: str, everywhere: Target | None) -> bool:
    """Whether lower case is all that an anchor lacks to work on every surface."""
    if everywhere is None or everywhere.anchor in (None, fragment):
        return False
    return slugs.github.key(fragment) == slugs.github.key(everywhere.anchor or "")
