r"""Starlight: the ids that Astro gives headings.

Algorithm: the heading's text, code included and images left out, is lower-cased; what is not in
Ruby's `\p{Word}`, `-` or a space is dropped; each space becomes `-`. An HTML heading keeps the id
that it brings along. A page's title, from its front matter, is `_top`.

Uniqueness: collision-checked suffix `-1`, `-2` … among those made from text; one `-` at the end is
taken off afterwards.

Source: `rehypeHeadingIds` of @astrojs/markdown-remark, and github-slugger.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from recall_lint.model import Document, PieceKind
from recall_lint.slugs._attributes import github_footnote_ids
from recall_lint.slugs._text import rendered, words
from recall_lint.slugs._unique import CheckedNames

NAME = "starlight"
WHERE = "Starlight sites"

_KINDS: Final[frozenset[PieceKind]] = frozenset({"code"})


def slug(text: str) -> str:
    """The id of a heading's text, before it is made unique."""
    return words(text.lower()).replace(" ", "-")


def anchors(document: Document) -> list[str | None]:
    """The id of each section of a document."""
    names = CheckedNames()
    return [
        section.html_id or names.next(slug(rendered(section, _KINDS))).removesuffix("-")
        for section in document.sections
    ]


def key(fragment: str) -> str:
    """What a percent-decoded fragment is looked up as: itself."""
    return fragment


def others(document: Document) -> Iterator[str]:
    """The ids of the page's top and of footnotes."""
    yield "_top"
    yield from github_footnote_ids(document.source.text)
