"""The last run's listing and documents, and the current ones → the changed dependencies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from recall_lint.facts.cache import Cache, Record
from recall_lint.facts.cached_results import State
from recall_lint.facts.catalogue import Revision
from recall_lint.facts.index import DocumentIndex
from recall_lint.sources.discovery import Listing

REPOSITORIES: Final = ("repository ", "submodule ")
"""Prefixes of lines for nested repositories; for git they are submodules."""


def changed_dependencies(
    state: State, kept: Cache, listing: Listing, documents: DocumentIndex
) -> Iterator[str]:
    """The dependencies that have changed since the last run, except for lookups on disk and
    history.
    """
    before = dict(zip(state.paths, state.ids, strict=True))
    edited = [path for path, now in documents.ids.items() if before.get(path) != now]
    gone = [path for path in before if path not in documents]
    yield from (f"document {path}" for path in (*edited, *gone))
    lines = listing_fingerprint(listing)
    moved = [] if lines == state.listing else {*lines} ^ {*state.listing}
    for line in moved:
        for name in line.partition(" ")[2].split("\0"):
            while name:
                yield f"place {name.lower()}"
                name = name.rpartition("/")[0]
    if edited or gone or moved:
        yield "worktree"
    if moved:
        yield "tree"
    if gone or any(path not in before for path in edited):
        yield "paths"
        yield "names"
        yield "routes"
    for path in edited:
        was = kept.record(before[path]) if path in before else None
        yield from _changed_facts(was, documents.record(path))
    for path in gone:
        was = kept.record(before[path])
        yield from (f"asked {number}" for number in (was.questions() if was else ()))


def edited(path: str, revision: Revision) -> Iterator[str]:
    """The dependencies that change if only this document does."""
    yield f"document {path}"
    yield "worktree"
    yield from _changed_facts(*revision)


def _changed_facts(was: Record | None, now: Record) -> Iterator[str]:
    """The facts about a document that others may depend on without reading it."""
    if was is None or was.names != now.names:
        yield "names"
    if was is None or was.front_matter != now.front_matter:
        yield "routes"
    old = set(was.questions()) if was else set()
    yield from (f"asked {number}" for number in old ^ set(now.questions()))


def repository_lines(listing: Listing) -> list[str]:
    """A line for each nested repository."""
    tracked = {*listing.tracked}
    return [f"{REPOSITORIES[path in tracked]}{path}" for path in listing.repositories]


def listing_fingerprint(listing: Listing) -> list[str]:
    """A line for each listed name and how it was listed; a symlink's line includes its target."""
    return [
        *(f"tracked {path}" for path in listing.tracked),
        *(f"untracked {path}" for path in listing.untracked),
        *repository_lines(listing),
        *(f"link {path}\0{real}" for path, real in sorted(listing.aliases.items())),
        "by git" if listing.git else "by a walk",
    ]
