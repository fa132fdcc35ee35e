"""The anchor of a destination → what it refers to in the target document, on every surface."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from recall_lint import slugs
from recall_lint.base.destinations import climbs
from recall_lint.base.problems import Target
from recall_lint.base.tree import Exact
from recall_lint.facts.contents import Named
from recall_lint.notebook.resolutions import (
    MANY,
    AnchorCase,
    Found,
    Mismatch,
    MissingLine,
    MissingSection,
    Resolution,
    Unjudged,
)
from recall_lint.notebook.resolved_path import PathOnView
from recall_lint.sites.publication import View

if TYPE_CHECKING:
    from recall_lint.notebook.notebook import Notebook
    from recall_lint.sites.served import Served
    from recall_lint.slugs import Dialect

_LINES = re.compile(r"L(\d+)(?:C\d+)?(?:-L?(\d+)(?:C\d+)?)?")


class AnchorResolver:
    """Resolves anchors; caches the files that pages include."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._includes: dict[str, tuple[dict[str | None, None], frozenset[str]]] = {}

    def forget(self) -> None:
        """Drop cached results."""
        self._includes.clear()

    def resolve(self, paths: Sequence[PathOnView], anchor: str | None) -> Resolution:
        """The resolution of a destination whose path exists on some surface, else None."""
        notebook = self._notebook
        first = next(path for _, path in paths if path is not None and path.exists)
        if first.anchor is not None:
            anchor = first.anchor
        path, place, document, plain = first.path, first.place, first.document, first.plain
        tracked = place.tracked if isinstance(place, Exact) else True
        is_everywhere = all(other is not None and other.exists for _, other in paths)
        if is_everywhere and (anchor is None or document is None):
            return Found(Target(path, anchor), None, tracked)
        if document is not None and (document not in notebook.documents or plain) and anchor:
            lines = _LINES.fullmatch(anchor)
            if lines:
                count = notebook.paths.count_lines(document)
                if count is not None and max(int(n) for n in lines.groups() if n) > count:
                    return MissingLine(Target(path, anchor), count)
            if document not in notebook.documents or lines:
                return Found(Target(path, anchor), None, tracked)
        return self._resolve_anchor(Target(document or path, anchor), paths, tracked=tracked)

    def _resolve_anchor(
        self, target: Target, paths: Sequence[PathOnView], *, tracked: bool
    ) -> Resolution:
        """Look an anchor up on every surface."""
        notebook = self._notebook
        fragment = target.anchor
        surfaces = [self._surface(view, target.path) for view, _ in paths]
        is_page = target.path in notebook.documents
        of_page = fragment is None or fragment.lower() == "top" or not is_page
        found = [
            None
            if path is None or not path.exists
            else Named(fragment or "", None)
            if of_page or path.document not in notebook.documents
            else notebook.anchors.find(path.document or "", fragment or "", surface)
            for (_, path), surface in zip(paths, surfaces, strict=True)
        ]
        first = next((named for named in found if named is not None), None)
        if first is None:
            included = self._included(target, surfaces)
            return included or self._missing(target, surfaces)
        place = first.place
        if all(n and n.place == place and n.name == fragment for n in found):
            return Found(target, place, tracked)
        is_partly_served = any(path is None or not path.exists for _, path in paths)
        common = target if of_page else self._common_target(target.path, first, surfaces)
        if not of_page:
            forgiving = slugs.github not in surfaces and None not in found
            if not is_partly_served and not forgiving and _differs_in_case(fragment or "", common):
                assert common is not None
                assert common.anchor is not None
                return AnchorCase(target, place, common.anchor)
        reached = [named is not None and named.place == place for named in found]
        if all(reached) or self._is_for_site(target, paths, reached):
            return Found(target, place, tracked)
        names = [surface.NAME for surface in surfaces]
        works_on = tuple(name for name, ok in zip(names, reached, strict=True) if ok)
        broken_on = tuple(name for name, ok in zip(names, reached, strict=True) if not ok)
        if is_partly_served and climbs(target.path):
            # Nothing around the notebook is on any site.
            common = None
        return Mismatch(target, place, works_on, broken_on, common)

    def _common_target(self, path: str, named: Named, surfaces: Sequence[Dialect]) -> Target | None:
        """A target that is the same on every surface, for what one of them reaches by a name."""
        anchors = self._notebook.anchors
        if named.place is not None:
            anchor = anchors.common(path, named.place, surfaces)
        else:
            anchor = named.name if anchors.reaches(path, named.name, None, surfaces) else None
        return None if anchor is None else Target(path, anchor)

    def _is_for_site(
        self, target: Target, paths: Sequence[PathOnView], reached: Sequence[bool]
    ) -> bool:
        """Whether an anchor is an explicit ID that forges ignore; the notebook has many."""
        notebook = self._notebook
        if notebook.publication.surfaces or target.path not in notebook.documents:
            return False
        if any(
            view.site is not None and not ok for (view, _), ok in zip(paths, reached, strict=True)
        ):
            return False
        ids = notebook.custom_ids
        is_listed = ids.is_listed(target.path, target.anchor)
        return is_listed and max(ids.number_of_headings, ids.number_listed) >= MANY

    def _included(self, target: Target, surfaces: Sequence[Dialect]) -> Resolution | None:
        """An anchor of a file that the target includes."""
        notebook = self._notebook
        site = notebook.publication.site_of(target.path)
        if site is None:
            return None
        served = notebook.sites.served(site)
        files = notebook.subjects.remembered(
            self._includes, target.path, lambda: self._find_includes(served, target.path)
        )
        anchor = target.anchor or ""
        for file in files:
            if file is None:
                continue
            if file not in notebook.documents:
                is_there = served.has_id(file, anchor)
            else:
                is_there = all(notebook.anchors.find(file, anchor, each) for each in surfaces)
            if is_there:
                return Found(target, None, tracked=True)
        return Unjudged("generated", "include") if None in files else None

    def _find_includes(self, served: Served, path: str) -> dict[str | None, None]:
        """All files that a document includes, with None for each that cannot be determined."""
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

    def _missing(self, target: Target, surfaces: Sequence[Dialect]) -> Resolution:
        """The resolution of an anchor that does not exist on any surface."""
        notebook = self._notebook
        contents = notebook.anchors.contents(target.path)
        for surface in surfaces:
            is_opaque = contents.opaque[notebook.surfaces.number_of(surface)]
            if is_opaque and slugs.hides(surface, target.anchor or ""):
                return Unjudged("generated", "anchor")
        if notebook.custom_ids.is_of_heading(target.path, target.anchor):
            if notebook.custom_ids.number_of_headings >= MANY:
                return Unjudged("custom-id", surfaces[0].NAME)
            return MissingSection(target, unread_id=True)
        return MissingSection(target)

    def _surface(self, view: View, path: str) -> Dialect:
        """The dialect of a document's anchors for links on this view."""
        publication = self._notebook.publication
        if view.site is not None and not publication.surfaces:
            site = publication.site_of(path)
            if site is not None and site.dialects:
                return slugs.dialect(site.dialects[0])
        return slugs.dialect(view.dialect)


def _differs_in_case(fragment: str, common: Target | None) -> bool:
    """Whether an anchor only needs lower case to work on every surface."""
    if common is None or common.anchor in (None, fragment):
        return False
    return slugs.github.key(fragment) == slugs.github.key(common.anchor or "")
