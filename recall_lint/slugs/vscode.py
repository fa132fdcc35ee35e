r"""Visual Studio Code: the anchors of its Markdown preview and link validation.

Algorithm: the heading's text with the alternative texts of its images is trimmed and lower-cased;
what is not in Ruby's `\p{Word}`, `-` or a space is dropped; each space becomes `-`. HTML headings
are ignored.

Uniqueness: naive suffix. The second `foo` is `foo-1`, even if another heading has that name.

Source: `githubSlugifier` and `TableOfContents` of vscode-markdown-languageservice 0.5.
Differs: a footnote reference is read as its number here, and as its label there.
"""

from __future__ import annotations

from typing import Final

from recall_lint.base.model import Document, PieceKind, Section
from recall_lint.slugs._text import rendered, words
from recall_lint.slugs._unique import NaiveNames

NAME = "vscode"
WHERE = "Visual Studio Code: Markdown preview, link completion and validation"

_KINDS: Final[frozenset[PieceKind]] = frozenset({"code", "image", "footnote"})


def slug(text: str) -> str:
    """The anchor of a heading's rendered text, before it is made unique."""
    return words(text.strip().lower()).replace(" ", "-")


def anchors(document: Document) -> list[str | None]:
    """The anchor of each section of a document; none for HTML headings."""
    names = NaiveNames()
    return [
        names.next(slug(rendered(section, _KINDS))) if _is_seen(section) else None
        for section in document.sections
    ]


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment, which ignores case."""
    return fragment.lower()


def _is_seen(section: Section) -> bool:
    return section.style != "html" and "footnote" not in section.containers
