r"""VitePress: the ids that it gives headings, and those of markdown-it-attrs.

Algorithm: `{#id}` at the end of a heading is its id. Otherwise the heading's text, without images,
HTML and emoji by name, is decomposed (NFKD) and loses its combining marks; each run of white space,
ASCII punctuation and typographic quotes becomes one `-`; these are trimmed, a digit at the start
gets `_` in front, and the whole is lower-cased.

Uniqueness: collision-checked suffix `-1`, `-2` … among all of them.

Source: `slugify` of @mdit-vue/shared, `getTokensText` of VitePress and markdown-it-anchor.
Differs: any word between colons is taken for an emoji's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final, NamedTuple

from recall_lint.model import Document, PieceKind, Section
from recall_lint.slugs._text import rendered
from recall_lint.slugs._unique import CheckedNames

NAME = "vitepress"
WHERE = "VitePress sites"

_KINDS: Final[frozenset[PieceKind]] = frozenset({"code"})
_COMBINING = re.compile(r"[\u0300-\u036f]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SPECIAL = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'“”‘’<>,.?/]+")
_ATTRIBUTES = re.compile(r"\s*\{([^{}\n]+)\}\s*\Z")
_ID = re.compile(r"(?:\A|\s)#([^\s{}#]+)")
_LISTED = re.compile(r"(?P<table>\|[ \t]*\n\n)?\{([^{}\n]*#[^{}\n]+)\}")
_ENTITY = re.compile(r"&(?:#\w+|\w+);")
_EMOJI = re.compile(r"(?<!\S):[\w+-]+:(?!\S)")


def slug(text: str) -> str:
    """The id of a heading's text, before it is made unique."""
    text = _CONTROL.sub("", _COMBINING.sub("", unicodedata.normalize("NFKD", text)))
    text = _SPECIAL.sub("-", text).strip("-")
    return (f"_{text}" if text[:1].isascii() and text[:1].isdigit() else text).lower()


def anchors(document: Document) -> list[str | None]:
    """The id of each section of a document; of an HTML heading, the one that it brings along."""
    names = CheckedNames()
    return [
        section.html_id
        if section.style == "html"
        else names.next(_own_id(section) or _slug(section))
        for section in document.sections
    ]


def key(fragment: str) -> str:
    """What a percent-decoded fragment is looked up as: itself."""
    return fragment


def others(document: Document) -> Iterator[str]:
    """The ids that markdown-it-attrs gives blocks and inlines."""
    for m in _LISTED.finditer(document.source.text):
        # One below a table is lost there.
        if m["table"] is None:
            yield from _ID.findall(m[2])


class Variant(NamedTuple):
    """A site whose own function makes the ids."""

    NAME: str = NAME
    WHERE: str = WHERE

    def anchors(self, document: Document) -> list[str | None]:
        """The ids that were written by hand."""
        return [section.html_id or _own_id(section) for section in document.sections]

    def key(self, fragment: str) -> str:
        """What a percent-decoded fragment is looked up as: itself."""
        return fragment

    def others(self, document: Document) -> Iterator[str]:
        """The ids that markdown-it-attrs gives blocks and inlines."""
        return others(document)

    def opaque(self, document: Document) -> bool:
        """Whether there are ids that are not known."""
        return bool(document.sections)


def variant(options: Mapping[str, str]) -> Variant:
    """The dialect where a function of the site's makes the ids, `slug=unknown`."""
    return Variant()


def _slug(section: Section) -> str:
    text = rendered(section, _KINDS)
    if section.markup.rstrip().endswith("}"):
        text = _ATTRIBUTES.sub("", text)
    for m in _ENTITY.finditer(section.markup):
        # An entity counts as it is written.
        text = text.replace(unescape(m[0]), m[0], 1)
    return slug(_EMOJI.sub("", text.replace("\n", "")))


def _own_id(section: Section) -> str | None:
    attributes = _ATTRIBUTES.search(section.markup)
    found = _ID.findall(attributes[1]) if attributes else []
    return found[-1] if found else None
