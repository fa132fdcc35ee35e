"""The path of a destination → the file that a forge shows for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recall_lint.base.destinations import Parts, absolute, climbs, inward, outward
from recall_lint.base.tree import Exact
from recall_lint.notebook.resolved_path import ResolvedPath
from recall_lint.sites.publication import FORGE_DIALECTS

if TYPE_CHECKING:
    from recall_lint.notebook.notebook import Notebook

_GITHUB_PAGES = re.compile(
    r"\.\./\.\.(?:$|/(?:actions|activity|archive|assets|attestations|blame|blob|branches|"
    r"codespaces|commits?|community|compare|contribute|contributors|custom-properties|dependabot|"
    r"deployments|discussions|edit|find|forks|graphs|invitations|issues|labels|milestones?|"
    r"network|new|packages|pages|projects|pulls?|pulse|raw|releases|rules|search|security|settings|"
    r"sponsors|stargazers|subscription|suites|tags|topics|transfer|tree|upload|watchers|wiki)"
    r"(?:/|$)|/\.\.(?:/|$))"
)
"""GitHub pages next to the files of a repository, and the owner's other repositories.

The URL of a file is `/owner/repository/blob/branch/path`; that of a folder has `tree`.
"""

_BESIDE = re.compile(r"\.\./(\w[\w.-]*)/")


def resolve(notebook: Notebook, dialect: str, origin: str, parts: Parts) -> ResolvedPath | None:
    """The file that a path refers to on the forge of a dialect."""
    paths, at = notebook.paths, notebook.repository.at
    path = absolute(origin, parts.path)
    plain = "plain=1" in parts.query
    is_forge = dialect in FORGE_DIALECTS
    if is_forge and at and (climbs(path) or parts.path.startswith("/")):
        # A forge serves the whole repository, and paths from the root start at its root.
        full = path if parts.path.startswith("/") else outward(path, at)
        path = full if climbs(full) else inward(full, at)
    else:
        full = path
    if climbs(full):
        # Next to the current branch, GitHub serves the others: `../assets/a.png`.
        beside = _BESIDE.match(full)
        on_github = dialect == "github" and (
            _GITHUB_PAGES.match(full) or (beside and notebook.repository.is_branch(beside[1]))
        )
        return None if on_github else ResolvedPath(path, None, None, plain)
    place = paths.find(path)
    if not isinstance(place, Exact):
        return ResolvedPath(path, place, None, plain)
    if climbs(place.path) and not is_forge:
        return ResolvedPath(path, None, None, plain)
    document = paths.index_of(place.path) if place.folder else place.path
    return ResolvedPath(path, place, document, plain)
