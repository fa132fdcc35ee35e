"""Quartz: the anchors that its pages have.

Algorithm: those of `github-slugger`, like GitHub's; a fragment is turned into a slug as well, so
that `[[Note#Old stars]]` reaches `old-stars`. Of a path of headings, `#Old#Stars`, the first part
counts. The anchor of a block is its ID without the `^`.

Uniqueness: collision-checked suffix `-1`, `-2` …

Source: Quartz's documentation, "Wikilinks", and the parts of Quartz 4 that make slugs, read; Quartz
was not run.
Differs: the ID of a block in a code block also counts.
"""

from __future__ import annotations

from recall_lint.base.model import Document
from recall_lint.slugs import github, obsidian

NAME = "quartz"
WHERE = "Quartz sites"


def anchors(document: Document) -> list[str | None]:
    """The anchor of each section of a document."""
    return github.anchors(document)


def others(document: Document) -> list[str]:
    """The IDs of blocks."""
    return [key(name) for name in obsidian.others(document)]


def key(fragment: str) -> str:
    """The lookup key of a fragment: the slug of its first part."""
    return github.slug(fragment.lstrip("#").partition("#")[0])
