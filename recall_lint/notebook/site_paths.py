"""The ways in which a generator reads a destination → the page or file that the site serves."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from recall_lint.base.problems import Target
from recall_lint.base.tree import Absent, Exact, OtherCase
from recall_lint.notebook.resolutions import Unjudged, Unpublished
from recall_lint.notebook.resolved_path import PathResult, ResolvedPath
from recall_lint.sites.model import Elsewhere, File, Name, Unknown, Url, Way
from recall_lint.sites.names import NOTE, is_note

if TYPE_CHECKING:
    from recall_lint.notebook.notebook import Notebook
    from recall_lint.notebook.paths import Paths
    from recall_lint.sites.served import Served


def resolve(notebook: Notebook, served: Served, origin: str, ways: Iterator[Way]) -> PathResult:
    """The result of the first way that leads anywhere."""
    missing: list[ResolvedPath] = []
    unpublished: Unpublished | None = None
    for way in ways:
        if isinstance(way, Unknown):
            return Unjudged("template" if way.reason == "template" else "generated", way.reason)
        if isinstance(way, Elsewhere):
            return None
        result: ResolvedPath | Unpublished
        if isinstance(way, Url):
            result = _by_url(notebook.paths, served, way)
        elif isinstance(way, Name):
            result = _by_name(notebook.paths, served, origin, way)
        else:
            result = _by_source(notebook, served, origin, way)
        if isinstance(result, Unpublished):
            unpublished = unpublished or result
        elif result.exists:
            return result
        else:
            missing.append(result)
    if unpublished is not None or not missing:
        return unpublished
    if any(notebook.sites.ignores(served.site, each.path, each.url) for each in missing):
        return Unjudged("generated", "ignored")
    return next((each for each in missing if isinstance(each.place, OtherCase)), missing[0])


def _by_name(paths: Paths, served: Served, origin: str, way: Name) -> ResolvedPath:
    """The target of a name."""
    path = served.named(origin, way.text)
    if path is not None:
        return ResolvedPath(path, paths.find(path), path, anchor=way.anchor)
    name = way.text.lstrip("/")
    if is_note(name) and not name.endswith(NOTE):
        name += NOTE
    return ResolvedPath(posixpath.normpath(name), Absent(), None, anchor=way.anchor)


def _by_source(
    notebook: Notebook, served: Served, origin: str, way: File
) -> ResolvedPath | Unpublished:
    """The target of a path that the generator looks up among the sources.

    On a page that is not published, links may point to other unpublished pages.
    """
    path = posixpath.normpath(way.path)
    if path == ".." or path.startswith("../"):
        return ResolvedPath(path, None, None, anchor=way.anchor)
    place = notebook.paths.find(path)
    if not isinstance(place, Exact) or place.folder:
        absent = place if isinstance(place, OtherCase) else Absent()
        return ResolvedPath(path, absent, None, anchor=way.anchor)
    is_page = place.path in notebook.documents
    if served.has_urls and is_page and place.path not in served.urls and origin in served.urls:
        return Unpublished(Target(path, way.anchor))
    return ResolvedPath(path, place, place.path, anchor=way.anchor)


def _by_url(paths: Paths, served: Served, way: Url) -> ResolvedPath:
    """The target of a URL path."""
    page = served.page_at(way.path)
    if page is not None:
        return ResolvedPath(page, paths.find(page), page, anchor=way.anchor)
    for path in served.files_at(way.path):
        if path.startswith("../"):
            continue
        place = paths.find(path)
        if isinstance(place, Exact) and not place.folder and path not in served.sources:
            return ResolvedPath(path, place, place.path, anchor=way.anchor)
    source = served.source_of(way.path)
    return ResolvedPath(source, Absent(), None, url=way.path, anchor=way.anchor)
