"""Blocks and inline tokens → Document.

Leaves are processed in document order. Most paragraphs contain no link and no tag, and are never
parsed for inlines: a character test decides.
"""

from __future__ import annotations

import re

from recall_lint.base.model import (
    BlockKind,
    Document,
    HeadingStyle,
    Link,
    Lookalike,
    Piece,
    Source,
    Span,
)
from recall_lint.markdown import lookalikes
from recall_lint.markdown.blocks import Blocks, parse_blocks
from recall_lint.markdown.front_matter import front_matter
from recall_lint.markdown.glance import Token, glance
from recall_lint.markdown.html import decode_destination, decode_entities
from recall_lint.markdown.html_reader import HtmlReader, Parts
from recall_lint.markdown.items import BlockTexts
from recall_lint.markdown.leaves import Container, Leaf, Places
from recall_lint.markdown.sections import Heading, fold
from recall_lint.markdown.tokens import environment, heading_pieces, plain_text

# A single character class is searched three times as fast as one with alternatives.
_MARKUP = re.compile(r"[\[<*_`\\&$~!]")
_BLANKS = re.compile(r"[ \t]*")
_TASK = re.compile(r"\[[ xX]\][ \t]+")


def build(source: Source, *, mdx: bool = False, blocks: bool = True) -> Document:
    """The document of a source; without `blocks`, without its items and blocks."""
    yaml, start = front_matter(source.text)
    builder = Builder(source, parse_blocks(source.text, start, mdx=mdx), yaml)
    if blocks:
        builder.texts = BlockTexts(builder.blocks.items)
    return builder.build()


class Builder(HtmlReader):
    """Reads the leaves of one source, in order."""

    def __init__(self, source: Source, blocks: Blocks, yaml: str) -> None:
        super().__init__(source)
        self.yaml = yaml
        self.blocks = blocks
        self.env = environment(blocks, len(source.text))
        self.references = bool(blocks.definitions or blocks.footnotes)
        self.lookalikes: list[Lookalike] = []
        # By the first of its links: each footnote's leaf with links, and where these end.
        self.footnote_links: dict[int, tuple[Container, int]] = {}

    def links_in(self, leaf: Leaf) -> list[Link]:
        """The links of one leaf, independent of earlier leaves."""
        self.links = []
        if leaf.kind == "html":
            self.html(leaf)
        else:
            self.rendered(leaf, leaf.text)
        self.close_anchor_link()
        return self.links

    def build(self) -> Document:
        read = self._note if self.blocks.footnotes else self.read
        for leaf in self.blocks.leaves:
            read(leaf)
        self.close_anchor_link()
        self._drop_unused_footnotes()
        self.close_raw_heading(len(self.source.text))
        self.sections.close(len(self.source.text))
        return Document(
            self.source,
            tuple(self.sections.found),
            tuple(self.links),
            tuple(self.lookalikes),
            tuple(self.html_anchors),
            () if self.texts is None else tuple(self.texts.items()),
            self.yaml,
            tuple(self.comments),
            () if self.texts is None else tuple(self.texts.found),
        )

    # Leaves.

    def _note(self, leaf: Leaf) -> None:
        """Read a leaf that may be in a footnote."""
        footnote = leaf.parent.footnote
        if footnote is None:
            self.read(leaf)
            return
        first = len(self.links)
        self.read(leaf)
        if len(self.links) > first:
            self.footnote_links[first] = footnote, len(self.links)

    def _drop_unused_footnotes(self) -> None:
        """As GitHub, keep only the first footnote with a label, if something refers to it."""
        kept: list[Link] = []
        end = 0
        for first, (footnote, last) in self.footnote_links.items():
            label = footnote.marker
            used = label in self.env["footnote_numbers"]
            if not used or self.blocks.footnotes[label] is not footnote:
                kept += self.links[end:first]
                end = last
        self.links = kept + self.links[end:]

    def read(self, leaf: Leaf) -> None:
        raw = self.raw_heading
        if raw is not None and not raw.holds(leaf):
            self.close_raw_heading(leaf.start)
        kind = leaf.kind
        if kind in ("paragraph", "cell"):
            if leaf.parent.kind == "item":
                self._drop_checkbox(leaf.parent, leaf)
            self.paragraph(leaf)
            if self.sections.left > 0:
                self.sections.add(leaf)
        elif kind == "heading":
            self.close_raw_heading(leaf.start)
            if leaf.setext and leaf.parent.kind == "item":
                self._drop_checkbox(leaf.parent, leaf)
            self._heading(leaf)
        elif kind == "html":
            self.html(leaf)
            self.sections.add(leaf)
        elif kind == "code":
            self.sections.add(leaf)
            if self.texts is not None:
                self.texts.add("code", leaf, (), Span(leaf.start, max(leaf.start, leaf.end)))
            if self.raw_heading is not None:
                self.raw_heading.parts.append(leaf.text)
        if self.raw_heading is not None:
            self.raw_heading.parts.append("\n")

    def _heading(self, leaf: Leaf) -> None:
        title = text = leaf.text
        span = leaf.span
        parts: Parts = [(text, False)]
        pieces: tuple[Piece, ...] = ()
        if leaf.setext or _has_markup(text):
            places = Places(leaf)
            tokens = self._inlines(text, places)
            pieces = heading_pieces(tokens)
            parts = []
            self._walk(tokens, leaf, places, parts)
            title = "".join([part for part, _ in parts])
        style: HeadingStyle = "setext" if leaf.setext else "atx"
        self.sections.open(Heading(title, leaf.level, style, span, leaf, leaf.start, None, pieces))
        if self.texts is not None:
            self.texts.add("heading", leaf, parts, span)

    def paragraph(self, leaf: Leaf) -> None:
        text = leaf.text
        if self.texts is not None:
            kind: BlockKind = "cell" if leaf.kind == "cell" else "paragraph"
            self.texts.add(kind, leaf, self.rendered(leaf, text), leaf.span)
        elif self.raw_heading is not None:
            self.rendered(leaf, text)
        # Of other paragraphs, only links and tags are needed.
        elif "<" in text or (
            "[" in text and (self.references or "](" in text or lookalikes.possible(text))
        ):
            places = Places(leaf)
            self._walk(self._inlines(text, places), leaf, places, [])

    def rendered(self, leaf: Leaf, text: str) -> Parts:
        parts: Parts = []
        if _has_markup(text):
            places = Places(leaf)
            self._walk(self._inlines(text, places), leaf, places, parts)
        else:
            parts.append((text, False))
            if self.raw_heading is not None:
                self.raw_heading.parts.append(text)
        return parts

    def _drop_checkbox(self, item: Container, leaf: Leaf) -> None:
        """A checkbox at the start of a list item is not text."""
        at, piece = leaf.pieces[0]
        if piece.startswith("["):
            m = _TASK.match(piece)
            if m and _first_of(item, leaf, self.source.text):
                leaf.pieces[0] = (at + m.end(), piece[m.end() :])

    def _inlines(self, text: str, places: Places) -> list[Token]:
        """Parse the inlines of a leaf's text, and record its lookalikes."""
        opaque: list[tuple[int, int]] = []
        tokens = glance(text, self.references, opaque)
        if tokens is None:
            # The fast path reads most texts: many runs never get here.
            from recall_lint.markdown.inlines import INLINES

            self.env["opaque"] = opaque
            tokens = INLINES(text, self.env)
        if "[" in text:
            self.lookalikes.extend(lookalikes.find(text, opaque, places))
        return tokens

    def _walk(self, tokens: list[Token], leaf: Leaf, places: Places, parts: Parts) -> None:
        """Collect the links and tags among tokens, and their rendered text, with links marked."""
        for token in tokens:
            kind = token["type"]
            if kind == "text":
                self.say(decode_entities(token["raw"]), parts)
            elif kind in ("codespan", "math"):
                self.say(token["raw"], parts)
            elif kind == "footnote_ref":
                # Its number is part of a heading's anchor, but not of a question's words.
                self.say(token["raw"], parts if leaf.kind == "heading" else [])
            elif kind in ("softbreak", "linebreak"):
                self.say("\n", parts)
            elif kind == "inline_html":
                self.read_html(token["raw"], leaf, places, parts, token["at"][0])
            elif kind in ("link", "image"):
                image = kind == "image"
                if "at" in token:
                    self.links.append(self._link(token, places, image))
                # An image's alternative text is not part of the surrounding text.
                if not image:
                    inside: Parts = []
                    self._walk(token["children"], leaf, places, inside)
                    parts += [(part, True) for part, _ in inside]
            else:
                self._walk(token["children"], leaf, places, parts)

    def _link(self, token: Token, places: Places, image: bool) -> Link:
        text = fold(plain_text(token["children"]))
        whole = places.span(*token["at"])
        if "href" in token:
            span = places.span(*token["href"])
            raw = self.source.text[span.start : span.end]
        else:
            definition = self.blocks.definitions[token["ref"]]
            span = definition.span
            raw = definition.destination
        return Link(text, decode_destination(raw), span, whole, image)


def _has_markup(text: str) -> bool:
    return _MARKUP.search(text) is not None or "://" in text or "www." in text


def _first_of(item: Container, leaf: Leaf, text: str) -> bool:
    """Whether a leaf begins on the line of its item's marker."""
    m = _BLANKS.match(text, item.start + len(item.marker))
    return m is not None and m.end() == leaf.start
