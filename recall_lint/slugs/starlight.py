r"""Starlight: the IDs that Astro gives headings.

Algorithm: the heading's text, including code and footnote numbers but without images, is
lower-cased; what is not in Ruby's `\p{Word}`, `-` or a space is dropped; each space becomes `-`.
Outside of code, `--` is turned into a dash first, and dropped. An HTML heading only has an explicit
ID. A page's title, from its front matter, is `_top`.

Uniqueness: collision-checked suffix `-1`, `-2` … among the IDs made from text; up to Astro 5, one
`-` at the end is then removed.

Source: `rehypeHeadingIds` of @astrojs/markdown-remark, github-slugger and retext-smartypants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from recall_lint.base.model import Document, Section
from recall_lint.slugs._attributes import github_footnote_ids
from recall_lint.slugs._components import only_components
from recall_lint.slugs._text import words
from recall_lint.slugs._unique import CheckedNames

NAME = "starlight"
WHERE = "Starlight sites"

_KINDS: Final = ("text", "code", "footnote")
_DASH = re.compile(r"(?<!-)--(?!-)")


def slug(text: str) -> str:
    """The ID of a heading's text, before it is made unique."""
    return words(text.lower()).replace(" ", "-")


def anchors(document: Document) -> list[str | None]:
    """The ID of each section of a document."""
    return _PLAIN.anchors(document)


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment: itself."""
    return fragment


def others(document: Document) -> Iterator[str]:
    """The IDs of the page's top and of footnotes."""
    return _PLAIN.others(document)


def opaque(document: Document) -> bool:
    """Whether there are unknown IDs."""
    return _PLAIN.opaque(document)


class Variant(NamedTuple):
    """The dialect of a site, by its version and settings."""

    end: str = "cut"
    """Whether a `-` at the end is cut off or kept; `any` if the version is unknown."""
    dashes: bool = True
    """Whether `--` is a dash."""
    NAME: str = NAME
    WHERE: str = WHERE

    def anchors(self, document: Document) -> list[str | None]:
        """The ID of each section of a document."""
        whole = self._whole(document)
        if self.end == "keep":
            return whole
        return [name and name.removesuffix("-") for name in whole]

    def _whole(self, document: Document) -> list[str | None]:
        """The same with complete endings."""
        names = CheckedNames()
        return [
            section.html_id if section.style == "html" else names.next(slug(self._text(section)))
            for section in document.sections
        ]

    def _text(self, section: Section) -> str:
        if not section.pieces:
            return _DASH.sub("", section.title) if self.dashes else section.title
        return "".join(
            _DASH.sub("", piece.text) if self.dashes and piece.kind == "text" else piece.text
            for piece in section.pieces
            if piece.kind in _KINDS
        )

    def key(self, fragment: str) -> str:
        """The lookup key of a percent-decoded fragment: itself."""
        return fragment

    def others(self, document: Document) -> Iterator[str]:
        """The IDs of the page's top and of footnotes."""
        yield "_top"
        yield from github_footnote_ids(document.source.text)
        if self.end == "any":
            yield from (name for name in self._whole(document) if name)

    def opaque(self, document: Document) -> bool:
        """Whether there are unknown IDs."""
        return only_components(document)


_PLAIN: Final = Variant()


def variant(options: Mapping[str, str]) -> Variant:
    """The dialect with `end=keep`, `end=any` and `dashes=keep`."""
    return Variant(options.get("end", "cut"), options.get("dashes") != "keep")
