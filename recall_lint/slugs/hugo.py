"""Hugo: the IDs that its goldmark gives headings, with `autoHeadingIDType` github.

Algorithm: an `#id` in braces at the end of a heading, `{#id .class key=value}`, is its ID.
Otherwise the heading's last line is used as written, including markup, lower-cased character by
character; letters (L*), digits (Nd), `-` and `_` are kept, spaces become `-`, all else is dropped.
An empty result becomes `heading`. An HTML heading only has an explicit ID.

Uniqueness: collision-checked suffix `-1`, `-2` … against all IDs before it, including explicit
ones, which are never changed.

Source: `sanitizeAnchorName` and `idFactory` in Hugo's markup/goldmark, and the heading parsers of
goldmark.
Differs: headings in footnotes get an ID there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from recall_lint.base.model import Document, Section
from recall_lint.slugs._attributes import footnote_ids
from recall_lint.slugs._text import lower_simple
from recall_lint.slugs._unique import CheckedNames, heading_ids

NAME = "hugo"
WHERE = "Hugo sites, with the default autoHeadingIDType"

_NAME = r"(?:[^\s!-/:-@\[-`{-~]|[_:.-])+"
_VALUE = r"\"(?:[^\"\\]|\\.)*\"|[^\s,{}\"']+"
_ATTRIBUTE = rf"(?:[#.]{_NAME}|[A-Za-z_:][\w:.-]*=(?:{_VALUE}))"
_ATTRIBUTES = re.compile(rf"(?<!\\)\{{\s*((?:{_ATTRIBUTE}(?:[\s,]+{_ATTRIBUTE})*)?)\s*\}}\Z")
_ID = re.compile(rf"(?:\A|[\s,])(?:#({_NAME})|id=(?:\"([^\"]*)\"|([^\s,]+)))")
_BLOCK = re.compile(r"^[ \t>]*\{[ \t]*([^{}\n]*#[^{}\n]*)\}[ \t]*$", re.MULTILINE)
_TERM = re.compile(r"^[ \t]*(?!:\s)(\S.*)\n(?:[ \t]*\n)?[ \t]*:[ \t]", re.MULTILINE)
_DROPPED_ASCII = re.compile(r"[^\w\- ]", re.ASCII)


def slug(text: str) -> str:
    """The ID of a heading's last line as written, before it is made unique."""
    text = lower_simple(text)
    if text.isascii():
        kept = _DROPPED_ASCII.sub("", text)
    else:
        kept = "".join([char for char in text if char in "-_ " or _is_alphanumeric(char)])
    return kept.replace(" ", "-") or "heading"


def anchors(document: Document) -> list[str | None]:
    """The ID of each section of a document; none for headings in footnotes."""
    return _anchors(document, slug)


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment: itself."""
    return fragment


def others(document: Document) -> Iterator[str]:
    """The IDs of footnotes that are referred to, and of the references to them."""
    return footnote_ids(document.source.text, numbered=True)


def variant(options: Mapping[str, str]) -> Variant:
    """The dialect with other settings of `markup.goldmark.parser`.

    `type` is `autoHeadingIDType`, `auto=no` is no `autoHeadingID`, `block=yes` is
    `attribute.block`, and `terms=yes` is `autoDefinitionTermID`.
    """
    return Variant(
        slug=_SLUGS.get(options.get("type", ""), slug),
        makes_ids=options.get("auto") != "no",
        reads_blocks=options.get("block") == "yes",
        names_terms=options.get("terms") == "yes",
    )


class Variant(NamedTuple):
    """Hugo's dialect under other settings."""

    slug: Callable[[str], str]
    makes_ids: bool
    reads_blocks: bool
    names_terms: bool
    NAME: str = NAME
    WHERE: str = WHERE

    def anchors(self, document: Document) -> list[str | None]:
        """The ID of each section of a document."""
        return _anchors(document, self.slug, makes_ids=self.makes_ids)

    def key(self, fragment: str) -> str:
        """The lookup key of a percent-decoded fragment: itself."""
        return fragment

    def others(self, document: Document) -> Iterator[str]:
        """The IDs of footnotes, and of blocks and terms if enabled."""
        text = document.source.text
        yield from others(document)
        if self.reads_blocks:
            for m in _BLOCK.finditer(text):
                yield from ("".join(own) for own in _ID.findall(m[1])[-1:])
        if self.names_terms:
            yield from self._terms(document)

    def _terms(self, document: Document) -> Iterator[str]:
        """The IDs of terms, numbered together with headings of the same name."""
        names = (self.slug(m[1].strip()) for m in _TERM.finditer(document.source.text))
        headings = Counter(self.slug(section.title) for section in document.sections)
        for name, number in Counter(names).items():
            yield name
            yield from (f"{name}-{each}" for each in range(1, number + headings[name]))


def _anchors(
    document: Document, slug: Callable[[str], str], *, makes_ids: bool = True
) -> list[str | None]:
    names = CheckedNames()
    return heading_ids(document, lambda each: _named(each, names, slug, makes_ids=makes_ids))


def _slug_ascii(text: str) -> str:
    """The ID of `github-ascii`: accents are removed, and then everything but ASCII."""
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return slug(plain)


def _slug_blackfriday(text: str) -> str:
    """The ID of `blackfriday`: letters and digits, and a dash for each run of anything else."""
    kept = "".join([char if _is_alphanumeric(char) else " " for char in lower_simple(text)])
    return "-".join(kept.split())


_SLUGS: Final = {"github-ascii": _slug_ascii, "blackfriday": _slug_blackfriday}


def _named(
    section: Section, names: CheckedNames, slug: Callable[[str], str], *, makes_ids: bool
) -> str | None:
    line = section.markup.rpartition("\n")[2].strip(" \t")
    if attributes := _ATTRIBUTES.search(line):
        if own := _ID.findall(attributes[1]):
            name = "".join(own[-1])
            names.take(name)
            return name
        line = line[: attributes.start()].rstrip()
    return names.next(slug(line)) if makes_ids else None


def _is_alphanumeric(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] == "L" or category == "Nd"
