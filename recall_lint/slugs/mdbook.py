"""mdBook: the ids that its HTML renderer gives headings.

Algorithm: the heading's text as rendered is trimmed and lower-cased; what is
not alphanumeric (Unicode Alphabetic, Nd, Nl or No), `-`, `_` or white space is
dropped; each white space becomes `-`. Nothing left makes `section`.

Uniqueness: collision-checked suffix `-1`, `-2` …

Source: `id_from_content_or_fallback` and `unique_id` of mdBook's HTML crate,
read; no mdBook was run. The property Alphabetic of combining marks, which
Python does not know, is told by their combining class: right for all but some
350 rare characters.
Differs: `{#id}` at the end of a heading is its id in mdBook, plain text here.
Differs: an HTML heading keeps its own id in mdBook.
Differs: the number of a footnote reference is no part of the heading in mdBook.
"""

from __future__ import annotations

import re
import unicodedata

from recall_lint.model import Document
from recall_lint.slugs._text import is_alphabetic_symbol
from recall_lint.slugs._unique import CheckedNames

NAME = "mdbook"
WHERE = "mdBook books"

_DROPPED_ASCII = re.compile(r"[^\w\-\s]", re.ASCII)
_SPACE = re.compile(r"\s")


def slug(text: str) -> str:
    """The id of a heading's rendered text, before it is made unique."""
    text = text.strip().lower()
    if text.isascii():
        kept = _DROPPED_ASCII.sub("", text)
    else:
        kept = "".join([c for c in text if c in "-_" or c.isspace() or _is_alphanumeric(c)])
    return _SPACE.sub("-", kept) or "section"


def anchors(document: Document) -> list[str | None]:
    """The id of each section of a document; none for headings in footnotes."""
    names = CheckedNames()
    return [
        None if "footnote" in section.containers else names.next(slug(section.title))
        for section in document.sections
    ]


def key(fragment: str) -> str:
    """What a percent-decoded fragment is looked up as: itself."""
    return fragment


def _is_alphanumeric(char: str) -> bool:
    if char.isalnum():
        return True
    match unicodedata.category(char):
        case "Mn" | "Mc":
            combining = unicodedata.combining(char)
            selector = "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0000"
            return 10 <= combining <= 35 or (combining == 0 and not selector)
        case "So":
            return is_alphabetic_symbol(char)
    return False
