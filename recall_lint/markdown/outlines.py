"""Source → its sections and HTML anchors; and those of its links that are asked about.

Most of the work on a text is to read paragraphs whose links nobody doubts. A destination is
written as it is read but for escapes, which no letter or digit needs, for percent-encoding, and for
entities. So the longest word of one stands where its links are, or the links are not found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import unquote

from recall_lint.base.model import Document, Link, Source, Span
from recall_lint.markdown.blocks import Blocks, parse_blocks
from recall_lint.markdown.builder import Builder
from recall_lint.markdown.front_matter import front_matter
from recall_lint.markdown.leaves import Leaf

_WORD = re.compile(r"[A-Za-z0-9]+")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_MANY_WORDS: Final = 50
"""Searches of a text that cost as much as all of its words."""
_LINK_TAG = re.compile(r"<[aA]\s")
_HEADING = re.compile(r"^#{1,6}(?=[ \t\n])", re.MULTILINE)
_OTHER_HEADING = re.compile(
    r"^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])[ \t>*+\d.)-]*|[ ]{1,3})#{1,6}(?=[ \t\n])"
    r"|^[^\n\S]*[^\s#][^\n]*\n[ \t>]*(?:=+|-+)[ \t]*$",
    re.MULTILINE,
)
"""In a quote or a list, indented, or underlined."""


def outline(source: Source) -> Document:
    """The document of a source without its items and most of its links."""
    return _Outliner(*_blocks(source)).build()


def links_to(
    source: Source, destinations: Mapping[str, int], headings: int
) -> tuple[Link, ...] | None:
    """The links of a source to some destinations, in order.

    `destinations` are percent-decoded, each with a `word` and the number of its links; `headings`
    is how many the source has. None where the source has not just these links.
    """
    words = frozenset(map(word, destinations))
    found: list[Link] = []
    for start, end in _parts(source.text, words, headings):
        reader = _LinkReader(*_blocks(Source(source.path, source.text[start:end])))
        reader.words = words
        links = (x for x in reader.build().links if unquote(x.destination) in destinations)
        found += (_moved(link, start) for link in links)
    is_all = Counter(unquote(link.destination) for link in found) == destinations
    return tuple(found) if is_all else None


def word(destination: str) -> str:
    """The longest of a destination's words of letters and digits in ASCII; empty without any."""
    return max(_words(destination), key=len, default="")


def _words(text: str) -> list[str]:
    return _WORD.findall(_ENCODED.sub("/", text) if "%" in text else text)


def _blocks(source: Source) -> tuple[Source, Blocks, str]:
    yaml, start = front_matter(source.text)
    return source, parse_blocks(source.text, start), yaml


def _parts(text: str, words: Collection[str], headings: int) -> Iterator[tuple[int, int]]:
    """Where the parts of a text begin and end that hold some words, each a text of its own.

    A heading ends all that is above it. A line that looks like one may be code, but then there
    are more of these lines than headings. What a definition or a tag begins may end anywhere.
    """
    body = front_matter(text)[1]
    starts = [m.start() for m in _HEADING.finditer(text, body)]
    # As many as there are, and none of another form: each of these is one, and not in code.
    other = len(starts) == headings and _OTHER_HEADING.search(text, body)
    if other or len(starts) != headings or "]:" in text or _LINK_TAG.search(text):
        yield 0, len(text)
        return
    starts = [0, *starts]
    held = {bisect_right(starts, at) - 1 for at in _places(text, words, starts, body)}
    ends = [*starts[1:], len(text)]
    yield from ((starts[part], ends[part]) for part in sorted(held))


def _places(text: str, words: Collection[str], starts: Sequence[int], body: int) -> Iterator[int]:
    """Where some words stand, each at least once in each part that has it."""
    if len(words) > _MANY_WORDS:
        plain = _ENCODED.sub("///", text) if "%" in text else text
        yield from (m.start() for m in _WORD.finditer(plain, body) if m[0] in words)
        return
    for each in words:
        at = text.find(each, body)
        while at >= 0:
            yield at
            part = bisect_right(starts, at)
            at = text.find(each, starts[part]) if part < len(starts) else -1


def _moved(link: Link, by: int) -> Link:
    span, whole = (Span(by + start, by + end) for start, end in (link.span, link.whole))
    return link._replace(span=span, whole=whole)


class _Outliner(Builder):
    """Of paragraphs, reads those that may hold an anchor."""

    def paragraph(self, leaf: Leaf) -> None:
        text = leaf.text
        if "<" in text or self.raw_heading is not None:
            self.rendered(leaf, text)


class _LinkReader(Builder):
    """Reads what may hold one of the links that are asked about, and makes no sections."""

    words: frozenset[str]

    def read(self, leaf: Leaf) -> None:
        if self.anchor_link is not None:
            # The text of a tag's link may go on.
            super().read(leaf)
            return
        if leaf.kind in ("code", "rule"):
            return
        text = leaf.text
        # A definition may have the destination.
        if not self.references and self.words.isdisjoint(_words(text)):
            return
        if leaf.kind == "html":
            self.html(leaf)
        elif "<" in text or "[" in text:
            self.rendered(leaf, text)
