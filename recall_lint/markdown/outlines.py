"""Source → its sections and HTML anchors, and selected links.

Most of the time for parsing is spent on paragraphs whose links are correct. A destination as
written differs from the decoded one only by escapes, which are never before letters or digits, by
percent-encoding, and by entities. So the longest word of a destination occurs in the text where its
links are; otherwise, the links are not found.
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
"""Number of searches of a text that take as long as extracting all of its words."""
_LINK_TAG = re.compile(r"<[aA]\s")
_HEADING = re.compile(r"^#{1,6}(?=[ \t\n])", re.MULTILINE)
_OTHER_HEADING = re.compile(
    r"^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])[ \t>*+\d.)-]*|[ ]{1,3})#{1,6}(?=[ \t\n])"
    r"|^[^\n\S]*[^\s#][^\n]*\n[ \t>]*(?:=+|-+)[ \t]*$",
    re.MULTILINE,
)
"""A heading in a quote or list, indented, or underlined."""


def outline(source: Source) -> Document:
    """The document of a source without its items and most of its links."""
    return _Outliner(*_blocks(source)).build()


def links_to(
    source: Source, destinations: Mapping[str, int], headings: int
) -> tuple[Link, ...] | None:
    """The links of a source to some destinations, in order.

    `destinations` are percent-decoded, each with a `word` and the number of its links; `headings`
    is the number of headings in the source. None if the source does not have exactly these links.
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
    """The longest of a destination's words of ASCII letters and digits; empty without any."""
    return max(_words(destination), key=len, default="")


def _words(text: str) -> list[str]:
    return _WORD.findall(_ENCODED.sub("/", text) if "%" in text else text)


def _blocks(source: Source) -> tuple[Source, Blocks, str]:
    yaml, start = front_matter(source.text)
    return source, parse_blocks(source.text, start), yaml


def _parts(text: str, words: Collection[str], headings: int) -> Iterator[tuple[int, int]]:
    """The spans of the parts of a text that contain some words, each to be parsed alone.

    A heading ends everything above it. A line that looks like one may be code, but then there are
    more such lines than headings. A definition or a tag may end anywhere.
    """
    body = front_matter(text)[1]
    starts = [m.start() for m in _HEADING.finditer(text, body)]
    # As many as there are headings, and none in another form: each is one, and not code.
    other = len(starts) == headings and _OTHER_HEADING.search(text, body)
    if other or len(starts) != headings or "]:" in text or _LINK_TAG.search(text):
        yield 0, len(text)
        return
    starts = [0, *starts]
    held = {bisect_right(starts, at) - 1 for at in _places(text, words, starts, body)}
    ends = [*starts[1:], len(text)]
    yield from ((starts[part], ends[part]) for part in sorted(held))


def _places(text: str, words: Collection[str], starts: Sequence[int], body: int) -> Iterator[int]:
    """The positions of some words, at least one in each part that contains a word."""
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
    """Reads only paragraphs that may contain an anchor."""

    def paragraph(self, leaf: Leaf) -> None:
        text = leaf.text
        if "<" in text or self.raw_heading is not None:
            self.rendered(leaf, text)


class _LinkReader(Builder):
    """Reads only what may contain one of the wanted links, and builds no sections."""

    words: frozenset[str]

    def read(self, leaf: Leaf) -> None:
        if self.anchor_link is not None:
            # The text of an HTML link may continue here.
            super().read(leaf)
            return
        if leaf.kind in ("code", "rule"):
            return
        text = leaf.text
        # A definition may contain the destination.
        if not self.references and self.words.isdisjoint(_words(text)):
            return
        if leaf.kind == "html":
            self.html(leaf)
        elif "<" in text or "[" in text:
            self.rendered(leaf, text)
