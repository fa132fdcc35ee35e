"""The path of a destination → where it leads on one surface.

A forge, such as GitHub, shows files: a destination is the path of one. A site serves URLs: its
generator determines how destinations are read (`sites/`), and the target is what the host then
serves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from recall_lint.base.destinations import absolute, split
from recall_lint.base.problems import Target
from recall_lint.base.tree import Absent
from recall_lint.notebook import forge_paths, site_paths
from recall_lint.notebook.resolutions import Unjudged, Unpublished
from recall_lint.notebook.resolved_path import PathResult, ResolvedPath
from recall_lint.sites.model import Kind
from recall_lint.sites.publication import View

if TYPE_CHECKING:
    from recall_lint.notebook.notebook import Notebook


class PathResolver:
    """Resolves paths, with cached results."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._results: dict[tuple[View, str, str, Kind], tuple[PathResult, frozenset[str]]] = {}

    def forget(self) -> None:
        """Drop cached results."""
        self._results.clear()

    def resolve(
        self, view: View, origin: str, path: str, kind: Kind, *, is_template: bool
    ) -> PathResult:
        """Where the path of a destination leads from the document at `origin`."""
        # A path means the same for all files of a folder; an empty one means the page itself.
        base = origin
        if view.site is None and path[:1] not in ("", "?"):
            base = origin.rpartition("/")[0]
        key = (view._replace(site=None), f"{view.site is None}{base}", path, kind)
        return self._notebook.subjects.remembered(
            self._results, key, lambda: self._resolve(view, origin, path, kind, is_template)
        )

    def _resolve(
        self, view: View, origin: str, path: str, kind: Kind, is_template: bool
    ) -> PathResult:
        notebook = self._notebook
        served = None if view.site is None else notebook.sites.served(view.site)
        if is_template:
            if served is None:
                return Unjudged("template")
            return site_paths.resolve(notebook, served, origin, served.templates(origin, path))
        if kind == "wiki" and served is not None:
            if not path:
                return ResolvedPath(origin, notebook.paths.find(origin), origin)
            if "://" in path:
                return None
            return site_paths.resolve(notebook, served, origin, served.ways(origin, path, kind))
        parts = split(path)
        if parts is None:
            return None
        if served is None and parts.path.startswith("pathname:"):
            return None
        if self._is_route(origin, parts.path):
            return Unjudged("generated", "route")
        if served is None or not parts.path:
            return forge_paths.resolve(notebook, view.dialect, origin, parts)
        ways = served.ways(origin, parts.path, kind)
        found = site_paths.resolve(notebook, served, origin, ways)
        beside = absolute(origin, parts.path)
        if not isinstance(found, ResolvedPath) or not isinstance(found.place, Absent):
            return found
        is_left_out = beside in notebook.documents and beside not in served.urls
        if origin in served.urls and is_left_out:
            return Unpublished(Target(beside, None))
        if served.leaves(origin, parts.path) and not self._is_inside(beside, parts.path):
            return None
        return found

    def _is_inside(self, path: str, written: str) -> bool:
        """Whether a destination that leads out of the notebook reaches a file or document."""
        below = written.lstrip("./")
        folder, slash, _ = below.partition("/")
        if not slash and folder.lower().endswith((".md", ".markdown")):
            return True
        first = path.removesuffix(below.rstrip("/")) + folder
        return not isinstance(self._notebook.paths.find(first), Absent)

    def _is_route(self, origin: str, path: str) -> bool:
        """Whether a path of an MDX page is a route of an undetected site: no forge renders MDX."""
        if not path or path.lower().endswith((".md", ".mdx")):
            return False
        is_mdx = origin.lower().endswith(".mdx")
        return is_mdx and self._notebook.publication.site_of(origin) is None
