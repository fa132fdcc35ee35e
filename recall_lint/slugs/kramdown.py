"""kramdown with its own parser and default options.

Algorithm: the heading's text as written, including markup, loses everything before its first ASCII
letter; of the rest ASCII letters and digits, spaces and `-` are kept; it is lower-cased, and each
space becomes `-`. An empty result becomes `section`. An explicit ID, `{#id}` or an attribute list,
takes precedence; an HTML heading only has an explicit ID; headings that kramdown does not recognize
have none: `_kramdown` determines which. ATX headings, too, need a blank line before them.

Uniqueness: naive suffix. The second `foo` is `foo-1`, even if another heading has that name or
explicit ID.

Source: `generate_id` and `basic_generate_id` of kramdown 2.4.
Differs: kramdown parses `#Title`, without a space, as a heading; its number is missed.
Differs: headings in footnotes get an ID there.
Differs: kramdown has no backtick fences: a `<div>` in one opens raw HTML there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from recall_lint.base.model import Document, Section
from recall_lint.slugs import _kramdown

NAME = "kramdown"
WHERE = "kramdown with its default parser"

_BEFORE_LETTER = re.compile(r"\A[^a-zA-Z]+")
_DROPPED = re.compile(r"[^a-zA-Z0-9 -]")


def slug(markup: str) -> str:
    """The ID of a heading's text as written, before it is made unique."""
    kept = _DROPPED.sub("", _BEFORE_LETTER.sub("", markup))
    return kept.replace(" ", "-").lower() or "section"


def _slug(section: Section) -> str:
    return slug(section.markup)


def anchors(document: Document) -> list[str | None]:
    """The ID of each section of a document; None for a heading without one."""
    return _kramdown.ids(document, _slug, after_blank=True)


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment: itself."""
    return fragment


def others(document: Document) -> Iterator[str]:
    """The IDs other than those of headings: of attribute lists and of footnotes."""
    return _kramdown.others(document)


def variant(options: Mapping[str, str]) -> _kramdown.Variant:
    """The dialect with other settings of kramdown."""
    return _kramdown.variant(options, NAME, WHERE, _slug, after_blank=True)
