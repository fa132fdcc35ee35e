"""Source → the texts in it that might have been headings, with their places.

A whole line of a paragraph, the words before its colon, and each piece of
bold text: what a writer may have meant as the title of something. And what
looks like a heading and is none: `#Title`, and `# Title` in an HTML block.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Literal, NamedTuple

from recall_lint import likeness
from recall_lint.markdown.blocks import parse_blocks
from recall_lint.markdown.builder import links_in
from recall_lint.markdown.front_matter import front_matter
from recall_lint.markdown.inlines import INLINES
from recall_lint.markdown.leaves import Leaf, Places
from recall_lint.markdown.tokens import environment, plain_text
from recall_lint.model import Source, Span

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_BOLD = re.compile(r"\*\*|__")
_NO_SPACE = re.compile(r"#{1,6}(?=[^#\s])")
_IN_HTML = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(.*\S)", re.MULTILINE)

Kind = Literal["plain", "bold", "no-space", "in-html"]


class Phrase(NamedTuple):
    """A text as rendered, the characters it stands in, and what it looks like."""

    text: str
    span: Span
    kind: Kind

    @property
    def is_almost_heading(self) -> bool:
        """Whether it begins with `#`, and is no heading all the same."""
        return self.kind in ("no-space", "in-html")


class Phrases:
    """The phrases of one text; only those that may be meant are parsed."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._blocks = parse_blocks(source.text, front_matter(source.text)[1])
        self._env = environment(self._blocks, len(source.text))
        kinds = ("paragraph", "cell", "html")
        self._leaves = [leaf for leaf in self._blocks.leaves if leaf.kind in kinds]
        self._links: dict[Leaf, list[Span]] = {}
        # The letters of all leaves as one text: one search in it is faster than one in each.
        letters = [_letters(leaf.text) for leaf in self._leaves]
        self._letters = "\n".join(letters)
        self._starts = list(accumulate((len(each) + 1 for each in letters), initial=0))

    def holding(self, letters: str) -> Iterator[Phrase]:
        """The phrases that hold these letters and digits as written, tags aside.

        They come in the order of the text, bold ones first where both begin together.
        """
        for leaf in self._leaves_holding(letters):
            for text, span, kind in (_in_html if leaf.kind == "html" else _in_leaf)(leaf):
                if letters in _letters(text):
                    yield Phrase(plain_text(INLINES(text, self._env)), span, kind)

    def is_linked(self, phrase: Phrase) -> bool:
        """Whether a part of a phrase is a link's."""
        start, end = phrase.span
        leaf = self._leaves[bisect_right(self._leaves, start, key=lambda leaf: leaf.start) - 1]
        ends = self._links.get(leaf)
        if ends is None:
            links = links_in(leaf, self._blocks, self._source)
            ends = self._links[leaf] = sorted(link.whole for link in links)
        last = bisect_left(ends, (end, 0))
        return last > 0 and ends[last - 1].end > start

    def _leaves_holding(self, letters: str) -> Iterator[Leaf]:
        at = self._letters.find(letters)
        while at >= 0:
            index = bisect_right(self._starts, at) - 1
            if index == len(self._leaves):
                return
            yield self._leaves[index]
            at = self._letters.find(letters, self._starts[index + 1])


def _letters(text: str) -> str:
    return likeness.letters(_TAG.sub("", text) if "<" in text else text)


def _in_html(leaf: Leaf) -> Iterator[tuple[str, Span, Kind]]:
    places = Places(leaf)
    for m in _IN_HTML.finditer(leaf.text):
        yield m[1], places.span(*m.span(1)), "in-html"


def _in_leaf(leaf: Leaf) -> Iterator[tuple[str, Span, Kind]]:
    text = leaf.text
    places = Places(leaf)
    for inner, end in _bold(text):
        yield text[inner:end], places.span(inner, end), "bold"
    start = 0
    for line in text.split("\n"):
        if line.strip():
            hashes = _NO_SPACE.match(line)
            kind: Kind = "no-space" if hashes else "plain"
            yield line[hashes.end() if hashes else 0 :], places.span(start, start + len(line)), kind
            before, colon, _ = line.partition(":")
            if colon and before.strip() and not hashes:
                yield before, places.span(start, start + len(before)), "plain"
        start += len(line) + 1


def _bold(text: str) -> Iterator[tuple[int, int]]:
    """Where each bold text begins and ends, by a linear look: an opener and the next closer."""
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
