"""pandoc: the IDs that it gives headings when it reads GitHub's Markdown.

Algorithm: the heading's text with the alternative texts of its images and without footnote
references is lower-cased (Σ always to σ) and composed (NFC); white space and `<br>` become `-`,
runs of spaces, tabs and line ends a single one unless there is a tag in between; what is not in L*,
M*, Nd, Nl, No and Pc or `-` is dropped. A heading with an empty result has no ID, and neither has
an HTML heading without an explicit one.

Uniqueness: naive suffix. The second `foo` is `foo-1`, even if another heading has that name.

Source: pandoc 2.17, `-f gfm`, extension `gfm_auto_identifiers`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from recall_lint.base.model import Document, Section
from recall_lint.slugs._text import lower_plain
from recall_lint.slugs._unique import NaiveNames, heading_ids

NAME = "pandoc-gfm"
WHERE = "pandoc -f gfm: HTML, EPUB, PDF"

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n]+")
_DROPPED_ASCII = re.compile(r"[^\w\-\s]", re.ASCII)


def slug(section: Section) -> str:
    """The ID of a heading, before it is made unique."""
    text = "".join(_runs(section)) if section.pieces else _SPACES.sub(" ", section.title)
    text = lower_plain(text)
    if text.isascii():
        return _DROPPED_ASCII.sub("", text).replace(" ", "-")
    text = unicodedata.normalize("NFC", text)
    return "".join(
        ["-" if c.isspace() else c for c in text if c == "-" or c.isspace() or _is_kept(c)]
    )


def anchors(document: Document) -> list[str | None]:
    """The ID of each section of a document; none for headings in footnotes."""
    names = NaiveNames()
    return heading_ids(document, lambda each: names.next(slug(each)) or None)


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment: itself."""
    return fragment


def _runs(section: Section) -> Iterator[str]:
    for kind, text in section.pieces:
        if kind == "html":
            yield " " if _BREAK.fullmatch(text) else ""
        elif kind != "footnote":
            yield _SPACES.sub(" ", text)


def _is_kept(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] in "LMN" or category == "Pc"
