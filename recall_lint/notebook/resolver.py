"""A link of a document → its target: one resolution for all surfaces.

Each document of the notebook has one or more *views*, the surfaces that publish it: a forge, which
shows files, or a site, which serves URLs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from recall_lint.base.destinations import PAGES, first_name, inward, split, template
from recall_lint.base.model import Link
from recall_lint.base.problems import Target
from recall_lint.base.tree import Absent, OtherCase
from recall_lint.notebook.anchor_resolver import AnchorResolver
from recall_lint.notebook.path_resolver import PathResolver
from recall_lint.notebook.resolutions import (
    MANY,
    AnchorCase,
    External,
    Found,
    MissingFile,
    MissingSection,
    Outside,
    PathCase,
    Resolution,
    Unjudged,
    Unpublished,
    Unwritten,
)
from recall_lint.notebook.resolved_path import PathResult, ResolvedPath
from recall_lint.sites.model import Kind
from recall_lint.sites.names import is_note
from recall_lint.sites.publication import View
from recall_lint.sites.unsupported import UNSUPPORTED

if TYPE_CHECKING:
    from recall_lint.notebook.notebook import Notebook

_README = re.compile(r"(?:\A|/)readme\.\w+\Z", re.IGNORECASE)
"""The file that a forge prefers."""
_FILE = re.compile(r"\.(?!html?\Z)[a-z][a-z0-9]{0,4}\Z", re.IGNORECASE)
"""The suffix of a file; a longer one is part of a name, as in `Spawner.environment`."""
_ZOLA: Final = "@/"
"""The prefix of Zola's page paths, which no other generator uses."""


class Resolver:
    """Resolves links, with cached results."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._paths = PathResolver(notebook)
        self._anchors = AnchorResolver(notebook)
        self._letters: dict[str, frozenset[str]] = {}

    def forget(self) -> None:
        """Drop cached results."""
        self._paths.forget()
        self._anchors.forget()
        self._letters.clear()

    def resolve(self, origin: str, link: Link) -> Resolution:
        """The resolution of a link in the document at `origin`."""
        notebook = self._notebook
        ignoring_pattern = notebook.roles.ignoring_pattern
        path, hash_, fragment = link.destination.partition("#")
        pattern = ignoring_pattern(link.destination) or ignoring_pattern(path)
        if pattern is not None:
            return Unjudged("ignore-links", pattern)
        is_template = template(link.destination)
        anchor = None
        if link.wiki:
            # A cell of a table has a backslash before the `|` that follows.
            path, anchor = path.rstrip("\\").strip(), fragment.rstrip("\\").strip() or None
        elif hash_ and not is_template:
            parts = split(f"#{fragment}")
            if parts is None:
                return External()
            anchor = parts.anchor
        if is_template:
            path = link.destination
        kind = _kind(link)
        views = notebook.surfaces.views(origin)
        if link.wiki:
            views = tuple(view for view in views if view.site is not None and view.site.wikilinks)
        if is_template:
            # On a forge, a template is not a link to anything.
            views = tuple(view for view in views if view.site is not None) or views
        resolve = self._paths.resolve
        results = [resolve(view, origin, path, kind, is_template=is_template) for view in views]
        wanted = None if link.image and not link.wiki else anchor
        found = self._judge(origin, views, results, wanted, link)
        if isinstance(found, MissingSection | AnchorCase):
            generator = self._unsupported_spelling(found.target)
            if generator is not None:
                return Unjudged("generator", generator)
        if not isinstance(found, Found | External | Unjudged):
            pattern = ignoring_pattern(str(found.target))
            if pattern is not None:
                return Unjudged("ignore-links", pattern)
        return found

    def _judge(
        self,
        origin: str,
        views: Sequence[View],
        results: Sequence[PathResult],
        anchor: str | None,
        link: Link,
    ) -> Resolution:
        """One resolution for all views."""
        existing = [(v, r) for v, r in zip(views, results, strict=True) if _exists(r)]
        if not existing:
            return self._missing(origin, results, anchor, link)
        for each in results:
            if isinstance(each, Unpublished):
                return each._replace(target=each.target._replace(anchor=anchor))
        strict = bool(self._notebook.publication.surfaces)
        if strict:
            existing = [*zip(views, results, strict=True)]
        paths = [(v, r if isinstance(r, ResolvedPath) else None) for v, r in existing]
        pages = dict.fromkeys(p.document for _, p in paths if p is not None and p.exists)
        if len(pages) == 1:
            return self._anchors.resolve(paths, anchor)
        # A forge shows a folder's README where the site has another page; one of them is meant.
        apart = [
            self._anchors.resolve(
                [(v, p) for v, p in paths if p is None or p.document == page], anchor
            )
            for page in pages
        ]
        return next((each for each in apart if isinstance(each, Found) is not strict), apart[0])

    def _missing(
        self, origin: str, results: Sequence[PathResult], anchor: str | None, link: Link
    ) -> Resolution:
        """The resolution of a path that does not exist on any view."""
        for kind in (Unjudged, Unpublished):
            for each in results:
                if isinstance(each, kind):
                    return each
        path = next((each for each in results if isinstance(each, ResolvedPath)), None)
        if path is None or None in results:
            return External()
        target = Target(path.path, anchor if path.anchor is None else path.anchor)
        if isinstance(path.place, OtherCase):
            return PathCase(target, path.place.path)
        if not isinstance(path.place, Absent):
            return Outside(target)
        if prefix := self._unknown_prefix(link.destination):
            return Unjudged("prefix", prefix)
        if generator := self._unsupported(origin, target.path, link):
            return Unjudged("generator", generator)
        if link.wiki and not link.image and is_note(target.path):
            return Unwritten(target)
        return MissingFile(target, path.url)

    def _unsupported(self, origin: str, path: str, link: Link) -> str | None:
        """The generator that a path is probably for, if it would be the document's route."""
        if link.destination.startswith(_ZOLA):
            return "zola"
        generator = self._notebook.publication.unsupported_generator(origin)
        if link.wiki or _README.search(origin):
            return None
        if generator is None:
            return "html" if self._is_rendered(origin, path) else None
        is_route = link.destination.startswith("/") or not _FILE.search(path)
        return generator if is_route else None

    def _is_rendered(self, origin: str, path: str) -> bool:
        """Whether a path looks like the output of some generator for a document: `a.html` for
        `a.md`.

        A few such links are mistakes, and a link on a recall page must work for its reader.
        """
        notebook = self._notebook
        publication = notebook.publication
        if publication.surfaces or publication.site_of(origin) is not None:
            return False
        stem = path.removesuffix(PAGES)
        is_page = stem != path and f"{stem}.md" in notebook.documents
        if not is_page or notebook.roles.is_recall_page(origin):
            return False
        return notebook.sites.links_below(PAGES) >= MANY

    def _unsupported_spelling(self, target: Target) -> str | None:
        """The unsupported generator that may produce this anchor, or use it as a label."""
        path, anchor = target
        generator = self._notebook.publication.unsupported_generator(path)
        if generator is None or anchor is None or _README.search(path):
            return None
        if UNSUPPORTED[generator].has_label(anchor):
            return generator
        from recall_lint.base.similarity import letters

        known = self._letters.get(path)
        if known is None:
            names = self._notebook.anchors.of_sections(path)
            known = self._letters[path] = frozenset(letters(name) for name in names if name)
        else:
            self._notebook.subjects.note(f"document {path}")
        return generator if letters(anchor) in known else None

    def _unknown_prefix(self, destination: str) -> str | None:
        """The first name of a path from the root, if it does not exist and many links use it."""
        prefix = first_name(destination)
        if prefix is None:
            return None
        notebook = self._notebook
        folder = inward(prefix.strip("/"), notebook.repository.at)
        if not isinstance(notebook.paths.find(folder), Absent):
            return None
        if notebook.sites.serves_below(prefix) or notebook.sites.links_below(prefix) < MANY:
            return None
        return None if notebook.repository.was_folder(folder) else prefix


def _kind(link: Link) -> Kind:
    if link.wiki:
        return "wiki"
    if link.component:
        return "component"
    return "html" if link.html else "image" if link.image else "link"


def _exists(result: PathResult) -> bool:
    return isinstance(result, ResolvedPath) and result.exists
