"""Blocks and inline tokens → Document.

Leaves are walked in document order. Most paragraphs hold no link and no tag,
and are never parsed for inlines: a character test decides.
"""

from __future__ import annotations

import re
from typing import Final

from recall_lint.base.model import (
    Document,
    HeadingStyle,
    HtmlAnchor,
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
from recall_lint.markdown.html import Comment, Tag, decode_destination, decode_entities, pieces
from recall_lint.markdown.items import ItemTexts
from recall_lint.markdown.leaves import Container, Leaf, Places
from recall_lint.markdown.sections import Heading, Sections, fold
from recall_lint.markdown.tokens import environment, heading_pieces, plain_text

# A set alone is searched for three times as fast as one with alternatives.
_MARKUP = re.compile(r"[\[<*_`\\&$~!]")
_BLANKS = re.compile(r"[ \t]*")
_OURS = re.compile(r"<!--\s*+recall-lint-")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_LINK_TAGS: Final = {"a": "href", "link": "to"}
"""The tags around a link's text, and the attribute with its destination; `<Link to>` is MDX's."""
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


def build(source: Source, *, mdx: bool = False) -> Document:
    """The document of a source."""
    yaml, start = front_matter(source.text)
    return Builder(source, parse_blocks(source.text, start, mdx=mdx), yaml).build()


def links_in(leaf: Leaf, blocks: Blocks, source: Source) -> list[Link]:
    """The links of one leaf of a source."""
    builder = Builder(source, blocks, "")
    if leaf.kind == "html":
        builder.html(leaf)
    else:
        builder.rendered(leaf, leaf.text)
    builder.close_anchor_link()
    return builder.links


Parts = list[tuple[str, bool]]
"""Rendered text; true: it is a link's."""


class _RawHeading:
    """A heading opened by an HTML tag, which may close in a later block."""

    __slots__ = ("_inside", "html_id", "leaf", "level", "parts", "start", "tag_start")

    def __init__(
        self, level: int, html_id: str | None, leaf: Leaf, tag_start: int, start: int
    ) -> None:
        self.level = level
        self.html_id = html_id
        self.leaf = leaf
        self.tag_start = tag_start
        self.start = start
        self.parts: list[str] = []
        self._inside = leaf.parent

    def holds(self, leaf: Leaf) -> bool:
        """Whether a later leaf stands in the same container, or in one inside of that."""
        # A container may have many leaves, and lie deep.
        if leaf.parent is not self._inside:
            around = self.leaf.parent
            if around.parent is not None and all(c is not around for c in leaf.ancestors()):
                return False
            self._inside = leaf.parent
        return True


class Builder:
    """Reads the leaves of one source, in order."""

    def __init__(self, source: Source, blocks: Blocks, yaml: str) -> None:
        self.source = source
        self.yaml = yaml
        self.blocks = blocks
        self.env = environment(blocks, len(source.text))
        self.references = bool(blocks.definitions or blocks.footnotes)
        self.sections = Sections(source.text)
        self.links: list[Link] = []
        self.lookalikes: list[Lookalike] = []
        self.html_anchors: list[HtmlAnchor] = []
        self.comments: list[Span] = []
        # By the first of its links: each footnote's leaf with links, and where these end.
        self.footnote_links: dict[int, tuple[Container, int]] = {}
        self.raw_heading: _RawHeading | None = None
        self.anchor_link: Link | None = None
        self.anchor_text: list[str] = []
        self.items = ItemTexts()

    def build(self) -> Document:
        read = self._note if self.blocks.footnotes else self.read
        for leaf in self.blocks.leaves:
            read(leaf)
        self.close_anchor_link()
        self._drop_unused_footnotes()
        self._close_raw_heading(len(self.source.text))
        self.sections.close(len(self.source.text))
        return Document(
            self.source,
            tuple(self.sections.found),
            tuple(self.links),
            tuple(self.lookalikes),
            tuple(self.html_anchors),
            tuple(self.items.of(self.blocks.items)),
            self.yaml,
            tuple(self.comments),
        )

    # Leaves.

    def _note(self, leaf: Leaf) -> None:
        """Read a leaf that may stand in a footnote."""
        footnote = leaf.parent.footnote
        if footnote is None:
            self.read(leaf)
            return
        first = len(self.links)
        self.read(leaf)
        if len(self.links) > first:
            self.footnote_links[first] = footnote, len(self.links)

    def _drop_unused_footnotes(self) -> None:
        """GitHub renders the first footnote of a label, if anything refers to it, and no other."""
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
            self._close_raw_heading(leaf.start)
        kind = leaf.kind
        if kind in ("paragraph", "cell"):
            if leaf.parent.kind == "item":
                self._drop_checkbox(leaf.parent, leaf)
            self.paragraph(leaf)
            if self.sections.left > 0:
                self.sections.add(leaf)
        elif kind == "heading":
            self._close_raw_heading(leaf.start)
            if leaf.setext and leaf.parent.kind == "item":
                self._drop_checkbox(leaf.parent, leaf)
            self._heading(leaf)
        elif kind == "html":
            self.html(leaf)
            self.sections.add(leaf)
        elif kind == "code":
            self.sections.add(leaf)
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
        self.items.add(leaf, parts, span)

    def paragraph(self, leaf: Leaf) -> None:
        text = leaf.text
        if leaf.parent.own_item is not None:
            self.items.add(leaf, self.rendered(leaf, text), leaf.span)
        elif self.raw_heading is not None:
            self.rendered(leaf, text)
        # Nobody asks for the text of any other paragraph, only for its links and tags.
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
        """A checkbox that a list item begins with is no text."""
        at, piece = leaf.pieces[0]
        if piece.startswith("["):
            m = _TASK.match(piece)
            if m and _first_of(item, leaf, self.source.text):
                leaf.pieces[0] = (at + m.end(), piece[m.end() :])

    def _inlines(self, text: str, places: Places) -> list[Token]:
        """Parse the inlines of a leaf's text, and note what in it only looks like a link."""
        opaque: list[tuple[int, int]] = []
        tokens = glance(text, self.references, opaque)
        if tokens is None:
            # A glance reads most texts: many a run never comes here.
            from recall_lint.markdown.inlines import INLINES

            self.env["opaque"] = opaque
            tokens = INLINES(text, self.env)
        if "[" in text:
            self.lookalikes.extend(lookalikes.find(text, opaque, places))
        return tokens

    def _walk(self, tokens: list[Token], leaf: Leaf, places: Places, parts: Parts) -> None:
        """Collect the links and tags among tokens, and their rendered text, links marked."""
        for token in tokens:
            kind = token["type"]
            if kind == "text":
                self._say(decode_entities(token["raw"]), parts)
            elif kind in ("codespan", "math", "footnote_ref"):
                self._say(token["raw"], parts)
            elif kind in ("softbreak", "linebreak"):
                self._say("\n", parts)
            elif kind == "inline_html":
                self._html(token["raw"], leaf, places, parts, token["at"][0])
            elif kind in ("link", "image"):
                image = kind == "image"
                if "at" in token:
                    self.links.append(self._link(token, places, image))
                # An image's alternative text is no part of the text around it.
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

    def _say(self, text: str, parts: Parts) -> None:
        if self.raw_heading is not None:
            self.raw_heading.parts.append(text)
        if self.anchor_link is not None:
            self.anchor_text.append(text)
        parts.append((text, self.anchor_link is not None))

    # HTML.

    def html(self, leaf: Leaf) -> None:
        text = leaf.text
        places = Places(leaf)
        parts: Parts = []
        self._html(text, leaf, places, parts)
        if any(part.strip() for part, _ in parts):
            span = places.span(len(text) - len(text.lstrip()), len(text.rstrip()))
            self.items.add(leaf, parts, span)

    def _html(self, html: str, leaf: Leaf, places: Places, parts: Parts, base: int = 0) -> None:
        """Collect the tags of a piece of HTML, and the text between them, links marked."""
        for piece in pieces(html):
            if isinstance(piece, str):
                self._say(piece, parts)
                continue
            start, end = places(base + piece.start), places(base + piece.end - 1) + 1
            if isinstance(piece, Comment):
                if _OURS.match(html, piece.start):
                    self.comments.append(Span(start, end))
                continue
            level = _HEADINGS.get(piece.name)
            if level is not None and leaf.kind != "heading":
                self._close_raw_heading(start)
                if not piece.closing:
                    html_id = piece.attributes.get("id")
                    self.raw_heading = _RawHeading(
                        level, html_id.value if html_id else None, leaf, start, end
                    )
            elif piece.name in _LINK_TAGS:
                self.close_anchor_link()
            if not piece.closing:
                self._attributes(piece, places, base, start, end)

    def _attributes(self, tag: Tag, places: Places, base: int, start: int, end: int) -> None:
        for name in ("id", "name"):
            if attribute := tag.attributes.get(name):
                span = places.span(base + attribute.start, base + attribute.end)
                self.html_anchors.append(HtmlAnchor(attribute.value, span))
        if tag.name in _LINK_TAGS and (href := tag.attributes.get(_LINK_TAGS[tag.name])):
            span = places.span(base + href.start, base + href.end)
            component = tag.name != "a"
            self.anchor_link = Link(
                "",
                href.value.strip(),
                span,
                Span(start, end),
                html=not component,
                component=component,
            )
            self.anchor_text = []
        elif tag.name == "img" and (src := tag.attributes.get("src")):
            alt = tag.attributes.get("alt")
            span = places.span(base + src.start, base + src.end)
            text = fold(alt.value) if alt else ""
            self.links.append(
                Link(text, src.value.strip(), span, Span(start, end), image=True, html=True)
            )

    def close_anchor_link(self) -> None:
        if self.anchor_link is not None:
            text = fold("".join(self.anchor_text))
            self.links.append(self.anchor_link._replace(text=text))
            self.anchor_link = None

    def _close_raw_heading(self, end: int) -> None:
        raw = self.raw_heading
        if raw is None:
            return
        self.raw_heading = None
        span = Span(raw.start, max(raw.start, end))
        title = "".join(raw.parts)
        self.sections.open(
            Heading(title, raw.level, "html", span, raw.leaf, raw.tag_start, raw.html_id, ())
        )


def _has_markup(text: str) -> bool:
    return _MARKUP.search(text) is not None or "://" in text or "www." in text


def _first_of(item: Container, leaf: Leaf, text: str) -> bool:
    """Whether a leaf begins in the line of its item's marker."""
    m = _BLANKS.match(text, item.start + len(item.marker))
    return m is not None and m.end() == leaf.start
