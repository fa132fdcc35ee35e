"""Source → its texts that might have been headings, with positions.

These are a whole line of a paragraph, the words before its colon, and each piece of bold text, any
of which a writer may have meant as a title. Also text that looks like a heading but is not:
`#Title`, and `# Title` in an HTML block.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from html import unescape
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from recall_lint.base import similarity
from recall_lint.base.model import Source, Span
from recall_lint.markdown.blocks import Blocks, parse_blocks
from recall_lint.markdown.builder import Builder
from recall_lint.markdown.front_matter import front_matter
from recall_lint.markdown.inlines import INLINES
from recall_lint.markdown.leaves import Leaf, Places
from recall_lint.markdown.tokens import plain_text

_MARKS = re.compile(r"[\s*_`~]+")
_BOLD = re.compile(r"\*\*|__")
_LONGEST: Final = 500
"""Maximum length of a possible title in characters."""
_DESTINATION = re.compile(r"\]\([^()\s]*\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_NO_SPACE = re.compile(r"#{1,6}(?=[^#\s])")
_IN_HTML = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(.*\S)", re.MULTILINE)

Kind = Literal["plain", "bold", "no-space", "in-html"]


class Phrase(NamedTuple):
    """A text as rendered, its span, and what it looks like."""

    text: str
    span: Span
    kind: Kind

    @property
    def is_almost_heading(self) -> bool:
        """Whether it begins with `#` but is not a heading."""
        return self.kind in ("no-space", "in-html")


class Unread(NamedTuple):
    """A text as written, its position in its leaf, and what it looks like."""

    text: str
    leaf: Leaf
    start: int
    end: int
    kind: Kind


class Phrases:
    """The phrases of one text by their letters; only matching ones are parsed.

    A text next to a link is not a phrase: it already has a target.
    """

    def __init__(self, source: Source) -> None:
        blocks = parse_blocks(source.text, front_matter(source.text)[1])
        # Shared by all: its cost depends on the number of definitions.
        self._builder = Builder(source, blocks, "")
        self._places: dict[Leaf, Places] = {}
        self._links: dict[Leaf, list[tuple[int, int]]] = {}
        self._by_key: dict[str, list[Unread]] = {}
        self._read: dict[str, list[Phrase]] = {}
        for unread in unread_phrases(blocks):
            if len(unread.text) <= _LONGEST:
                self._by_key.setdefault(_key(_shown(unread.text)), []).append(unread)

    def spelling(self, words: str) -> list[Phrase]:
        """The phrases with exactly the letters of these words.

        In document order; if two begin at the same position, the bold one first.
        """
        key = _key(words)
        known = self._read.get(key)
        if known is None:
            known = self._read[key] = [*self._spelling(key)]
        return known

    def _spelling(self, key: str) -> Iterator[Phrase]:
        for unread in self._by_key.get(key, ()):
            text = self._rendered(unread.text)
            if _key(text) == key and not self._is_linked(unread):
                yield Phrase(text, self._span(unread), unread.kind)

    def _rendered(self, text: str) -> str:
        return plain_text(INLINES(text, {**self._builder.env, "opaque": []}))

    def _span(self, unread: Unread) -> Span:
        places = self._places.get(unread.leaf)
        if places is None:
            places = self._places[unread.leaf] = Places(unread.leaf)
        return places.span(unread.start, unread.end)

    def _is_linked(self, unread: Unread) -> bool:
        """Whether a part of a text belongs to a link."""
        links = self._links.get(unread.leaf)
        if links is None:
            wholes = sorted(link.whole for link in self._builder.links_in(unread.leaf))
            # A link may contain an image, and extends beyond it.
            ends = accumulate((end for _, end in wholes), max)
            links = [(start, end) for (start, _), end in zip(wholes, ends, strict=True)]
            self._links[unread.leaf] = links
        if not links:
            return False
        start, end = self._span(unread)
        last = bisect_left(links, (end, 0))
        return last > 0 and links[last - 1][1] > start


def _shown(text: str) -> str:
    """A text as rendered, approximately: without tags and destinations, entities decoded."""
    if "](" in text:
        text = _DESTINATION.sub("]", text)
    if "<" in text:
        text = _TAG.sub("", text)
    return unescape(text) if "&" in text else text


def _key(text: str) -> str:
    """The letters of a text, or its other characters if it has none, without marks of emphasis and
    code.
    """
    return similarity.letters(text) or _MARKS.sub("", text)


def unread_phrases(blocks: Blocks) -> Iterator[Unread]:
    """All possible titles in a text, unparsed."""
    for leaf in blocks.leaves:
        if leaf.kind == "html":
            yield from _in_html(leaf)
        elif leaf.kind in ("paragraph", "cell"):
            yield from _in_leaf(leaf)


def _in_html(leaf: Leaf) -> Iterator[Unread]:
    for m in _IN_HTML.finditer(leaf.text):
        yield Unread(m[1], leaf, *m.span(1), "in-html")


def _in_leaf(leaf: Leaf) -> Iterator[Unread]:
    text = leaf.text
    for inner, end in _bold(text) if _BOLD.search(text) else ():
        yield Unread(text[inner:end], leaf, inner, end, "bold")
    start = 0
    for line in text.split("\n"):
        if line.strip():
            hashes = _NO_SPACE.match(line)
            kind: Kind = "no-space" if hashes else "plain"
            title = line[hashes.end() if hashes else 0 :]
            yield Unread(title, leaf, start, start + len(line), kind)
            before, colon, _ = line.partition(":")
            if colon and before.strip() and not hashes:
                yield Unread(before, leaf, start, start + len(before), "plain")
        start += len(line) + 1


def _bold(text: str) -> Iterator[tuple[int, int]]:
    """The spans of bold text in linear time: an opener and the next closer."""
    closers: dict[str, list[int]] = {"**": [], "__": []}
    marks = list(_BOLD.finditer(text))
    for m in marks:
        if not text[m.start() - 1 : m.start()].isspace():
            closers[m.group()].append(m.start())
    taken = 0
    for m in marks:
        start = m.end()
        ends = closers[m.group()]
        index = bisect_right(ends, start)
        if m.start() >= taken and index < len(ends) and not text[start].isspace():
            yield start, ends[index]
            taken = ends[index] + 2
