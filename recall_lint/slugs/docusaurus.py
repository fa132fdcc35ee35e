r"""Docusaurus: the ids that its MDX loader gives headings.

Algorithm: `{#id}` at the end of a heading is its id, as written. Otherwise the
heading's text is lower-cased; what is not in Ruby's `\p{Word}`, `-` or a
space is dropped; each space becomes `-`.

Uniqueness: collision-checked suffix `-1`, `-2` … among the ids made from text;
ids written by hand are neither counted nor changed.

Source: `parseMarkdownHeadingId` of @docusaurus/utils and `BananaSlug` of
github-slugger.
Differs: an image's alternative text is part of the heading there.
Differs: footnote references are no part of the heading there.
Differs: HTML headings are JSX there and get no id.
Differs: headings in footnotes get an id there.
"""

from __future__ import annotations

import re

from recall_lint.model import Document
from recall_lint.slugs._text import words
from recall_lint.slugs._unique import CheckedNames

NAME = "docusaurus"
WHERE = "Docusaurus sites"

_OWN_ID = re.compile(r"\{#((?:(?!\{#|\}).)+)\}\Z")


def slug(text: str) -> str:
    """The id of a heading's text, before it is made unique."""
    return words(text.lower()).replace(" ", "-")


def anchors(document: Document) -> list[str | None]:
    """The id of each section of a document; none for headings in footnotes."""
    names = CheckedNames()
    found: list[str | None] = []
    for section in document.sections:
        if "footnote" in section.containers:
            found.append(None)
        elif section.style != "html" and (own := _OWN_ID.search(section.title)):
            found.append(own[1].strip())
        else:
            found.append(names.next(slug(section.title)))
    return found


def key(fragment: str) -> str:
    """What a percent-decoded fragment is looked up as: itself."""
    return fragment
