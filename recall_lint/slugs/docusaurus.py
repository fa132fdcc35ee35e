r"""Docusaurus: the IDs that its MDX loader gives headings.

Algorithm: `{#id}` at the end of a heading is its ID, as written. Otherwise the heading's text is
lower-cased; what is not in Ruby's `\p{Word}`, `-` or a space is dropped; each space becomes `-`.

Uniqueness: collision-checked suffix `-1`, `-2` … among the IDs made from text; explicit IDs are
neither counted nor changed.

Source: `parseMarkdownHeadingId` of @docusaurus/utils and `BananaSlug` of github-slugger.
Differs: an image's alternative text is part of the heading there.
Differs: footnote references are not part of the heading there.
Differs: HTML headings are JSX there and get no ID.
Differs: headings in footnotes get an ID there.

The option `site=yes` is for pages that are only read on the site, and removes these differences. An
ID may then also be in a comment, `{/* #id */}`; a title (`#`) gets no ID, although its text is
counted, and text that remark parses as a directive (`:name`) is not part of the heading. Footnotes
have IDs, and so have admonitions with an explicit one. On the site, footnotes of blog posts also
have a number from the post's path. With `case=keep` texts are not lower-cased (`maintainCase`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from recall_lint.base.model import Document, Section
from recall_lint.slugs._components import only_components
from recall_lint.slugs._text import words
from recall_lint.slugs._unique import CheckedNames

NAME = "docusaurus"
WHERE = "Docusaurus sites"

_OWN_ID = re.compile(r"\{#((?:(?!\{#|\}).)+)\}\Z")
_COMMENT_ID = re.compile(r"\{\s*/\*\s*#(\S+)(?:\s[^*]*)?\*/\s*\}\Z")
_DIRECTIVE = re.compile(
    r"(?<![:\\]):[^\W\d_](?:[\w-]*[^\W_])?(?![\w:-])(?:\[([^\]]*)\])?(?:\{[^}]*\})?"
)
_NO_TEXT = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\]\([^)]*\)")
"""The parts of a heading that cannot contain a directive: code and destinations."""
_NOTE = re.compile(r"^[ \t>]*\[\^([^\]\s]+)\]:", re.MULTILINE)
_ADMONITION = re.compile(r"^[ \t>]*:::+[^\n{]*\{[^}\n]*#([\w-]+)", re.MULTILINE)


def slug(text: str) -> str:
    """The ID of a heading's text, before it is made unique."""
    return words(text.lower()).replace(" ", "-")


def anchors(document: Document) -> list[str | None]:
    """The ID of each section of a document; none for headings in footnotes."""
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
    """The lookup key of a percent-decoded fragment: itself."""
    return fragment


def variant(options: Mapping[str, str]) -> _OnSite:
    """The dialect of a site."""
    return _OnSite(keeps_case=options.get("case") == "keep")


class _OnSite:
    """The anchors of a site's pages."""

    NAME: Final = NAME
    WHERE: Final = WHERE

    def __init__(self, *, keeps_case: bool) -> None:
        self._keeps_case = keeps_case

    def anchors(self, document: Document) -> list[str | None]:
        """The ID of each section that has one."""
        names = CheckedNames()
        return [self._anchor(section, names) for section in document.sections]

    def _anchor(self, section: Section, names: CheckedNames) -> str | None:
        if section.style == "html":
            return None
        text = _text(section)
        own = _COMMENT_ID.search(section.markup.rstrip()) or _OWN_ID.search(text)
        if own is None:
            bare = words(text if self._keeps_case else text.lower())
            name = names.next(bare.replace(" ", "-"))
        else:
            name = own[1].strip()
        return None if section.level == 1 else name

    def key(self, fragment: str) -> str:
        """The lookup key of a percent-decoded fragment: itself."""
        return fragment

    def others(self, document: Document) -> Iterator[str]:
        """The IDs of footnotes and of admonitions."""
        text = document.source.text
        if "[^" in text:
            notes = [note.lower() for note in _NOTE.findall(text)]
            for note in notes:
                yield f"user-content-fn-{note}"
                yield f"user-content-fnref-{note}"
            if notes:
                yield "footnote-label"
        if ":::" in text:
            yield from _ADMONITION.findall(text)

    def opaque(self, document: Document) -> bool:
        """Whether there are unknown IDs."""
        return only_components(document)


def _text(section: Section) -> str:
    """A heading's text as in remark."""
    text = section.title
    if section.pieces:
        kinds = ("text", "code", "image")
        text = "".join([piece.text for piece in section.pieces if piece.kind in kinds])
    if ":" in text:
        for m in _DIRECTIVE.finditer(_NO_TEXT.sub("", section.markup)):
            text = text.replace(m[0], m[1] or "", 1)
    return text
