r"""VitePress: the IDs that it gives headings, and those of markdown-it-attrs.

Algorithm: `{#id}` at the end of a heading is its ID. Otherwise the heading's text, without images,
HTML and emoji by name, is decomposed (NFKD) and loses its combining marks and control characters;
each run of white space, ASCII punctuation and typographic quotes becomes one `-`; these are
trimmed, a digit at the start gets the prefix `_`, and the whole is lower-cased.

Uniqueness: collision-checked suffix `-1`, `-2` … among all of them.

Source: `slugify` of @mdit-vue/shared, `getTokensText` of VitePress and markdown-it-anchor; for the
footnotes of markdown-it-footnote, its "Usage".
Differs: any word between colons is read as an emoji name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final, NamedTuple

from recall_lint.base.model import Document, PieceKind, Section
from recall_lint.slugs._components import only_components
from recall_lint.slugs._curly_attributes import heading_id, ids, lists
from recall_lint.slugs._extensions import prose
from recall_lint.slugs._text import rendered
from recall_lint.slugs._unique import CheckedNames

NAME = "vitepress"
WHERE = "VitePress sites"

_KINDS: Final[frozenset[PieceKind]] = frozenset({"code"})
_COMBINING = re.compile(r"[\u0300-\u036f]")
_CONTROL = re.compile(r"[\x00-\x1f]")
_SPECIAL = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'“”‘’<>,.?/]+")
_ENTITY = re.compile(r"&(?:#\w+|\w+);")
_NOTE = re.compile(r"[ ]{0,3}\[\^([^\]\s]+)\]:")
_NOTE_USE = re.compile(r"\[\^([^\]\s]+)\]|\^\[[^\]]")
_EMOJI = re.compile(r"(?<!\S):[\w+-]+:(?!\S)")


def slug(text: str) -> str:
    """The ID of a heading's text, before it is made unique."""
    text = _CONTROL.sub("", _COMBINING.sub("", unicodedata.normalize("NFKD", text)))
    text = _SPECIAL.sub("-", text).strip("-")
    return (f"_{text}" if text[:1].isascii() and text[:1].isdigit() else text).lower()


def anchors(document: Document) -> list[str | None]:
    """The ID of each section of a document; for an HTML heading, its own."""
    return _PLAIN.anchors(document)


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment: itself."""
    return fragment


def others(document: Document) -> Iterator[str]:
    """The IDs that markdown-it-attrs gives blocks and inlines."""
    return _PLAIN.others(document)


def opaque(document: Document) -> bool:
    """Whether there are unknown IDs."""
    return _PLAIN.opaque(document)


class Variant(NamedTuple):
    """The dialect of a site that configures its Markdown renderer."""

    delimiters: tuple[str, str] | None = ("{", "}")
    """The delimiters of attribute lists; None if they are text."""
    footnotes: bool = False
    """Whether markdown-it-footnote is used."""
    own_slugs: bool = False
    """Whether a function of the site makes the IDs."""
    NAME: str = NAME
    WHERE: str = WHERE

    def anchors(self, document: Document) -> list[str | None]:
        """The ID of each section, if known."""
        names = CheckedNames()
        return [
            section.html_id if section.style == "html" else self._anchor(section, names)
            for section in document.sections
        ]

    def _anchor(self, section: Section, names: CheckedNames) -> str | None:
        own = heading_id(self._curly(section.markup))
        if self.own_slugs:
            return own
        return names.next(own or slug(self._text(section)))

    def _text(self, section: Section) -> str:
        text = rendered(section, _KINDS)
        for attributes in lists(self._curly(section.markup)):
            text = text.replace(self._written(attributes), "", 1)
        for m in _ENTITY.finditer(section.markup):
            # An entity counts as written.
            text = text.replace(unescape(m[0]), m[0], 1)
        return _EMOJI.sub("", text.replace("\n", ""))

    def _curly(self, text: str) -> str:
        """A text with its attribute lists in braces, and without other braces."""
        if self.delimiters == ("{", "}"):
            return text
        text = text.replace("{", "(").replace("}", ")")
        if self.delimiters is None:
            return text
        left, right = (each.replace("{", "(").replace("}", ")") for each in self.delimiters)
        return text.replace(left, "{").replace(right, "}")

    def _written(self, attributes: str) -> str:
        """A list in braces as written in the text."""
        left, right = self.delimiters or ("{", "}")
        return f"{left}{attributes[1:-1]}{right}"

    def key(self, fragment: str) -> str:
        """The lookup key of a percent-decoded fragment: itself."""
        return fragment

    def others(self, document: Document) -> Iterator[str]:
        """The IDs that plug-ins give blocks and inlines."""
        yield from ids(self._curly(document.source.text))
        if self.footnotes:
            yield from _footnote_ids(document.source.text)

    def opaque(self, document: Document) -> bool:
        """Whether there are unknown IDs."""
        return (self.own_slugs and bool(document.sections)) or only_components(document)


_PLAIN: Final = Variant()


def variant(options: Mapping[str, str]) -> Variant:
    """The dialect with `attrs=no`, or `attrs=%{ }%`, `footnotes=yes` and `slug=unknown`."""
    left, _, right = options.get("attrs", "{ }").partition(" ")
    return Variant(
        delimiters=(left, right) if right else None,
        footnotes=options.get("footnotes") == "yes",
        own_slugs=options.get("slug") == "unknown",
    )


def _footnote_ids(text: str) -> Iterator[str]:
    """The IDs of footnotes and of the references to them, numbered by their first references."""
    lines = prose(text)
    defined = {m[1] for line in lines if (m := _NOTE.match(line))}
    uses: dict[str, int] = {}
    for line in lines:
        definition = _NOTE.match(line)
        for m in _NOTE_USE.finditer(line, definition.end() if definition else 0):
            # An inline footnote has no other name.
            name = m[1] or f"^{len(uses)}"
            if m[1] is not None and name not in defined:
                continue
            uses[name] = uses.get(name, 0) + 1
            number = [*uses].index(name) + 1
            yield f"fn{number}"
            yield f"fnref{number}" if uses[name] == 1 else f"fnref{number}:{uses[name] - 1}"
