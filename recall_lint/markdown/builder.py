"""Blocks and inline tokens → Document.

Leaves are walked in document order. Most paragraphs hold no link and no tag,
and are never parsed for inlines: a character test decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from recall_lint.markdown import lookalikes
from recall_lint.markdown.blocks import Blocks, parse_blocks
from recall_lint.markdown.front_matter import front_matter
from recall_lint.markdown.glance import Token, glance
from recall_lint.markdown.html import Tag, decode_destination, decode_entities, pieces
from recall_lint.markdown.inlines import INLINES, environment, heading_pieces, plain_text
from recall_lint.markdown.items import ItemTexts, own_item
from recall_lint.markdown.leaves import Container, Leaf, Places
from recall_lint.model import (
    Document,
    HeadingStyle,
    HtmlAnchor,
    Link,
    Lookalike,
    Piece,
    Section,
    Source,
    Span,
)

EXCERPT_LENGTH: Final = 120
"""Characters of a section's content that are kept, enough to tell a placeholder."""

_MARKUP = re.compile(r"[\[<*_`\\&$~!]|://|www\.")
_BLANKS = re.compile(r"[ \t]*")
_TAGS = re.compile(r"<!--.*?(?:-->|\Z)|</?(?!(?:img|video|audio|iframe|svg|object|embed|input)\b)"
                   r"[A-Za-z][^<>]*>", re.DOTALL | re.IGNORECASE)  # fmt: skip
_RAW_HEADING = re.compile(r"<(h[1-6])\b[^<>]*>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE_LIST = re.compile(r"\{:[^}]*\}")
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


Read = Callable[[Leaf, str, dict[str, Any]], list[Token]]
"""How an engine reads a leaf's inlines: the leaf, its text, what its document shares → tokens."""


def build(source: Source) -> Document:
    """The document of a source, by the mistune engine."""
    yaml, start = front_matter(source.text)
    return assemble(source, parse_blocks(source.text, start), yaml, _read)


def assemble(source: Source, blocks: Blocks, yaml: str, read: Read) -> Document:
    """The document of a source whose blocks an engine has found, and whose inlines it reads."""
    return _Builder(source, blocks, yaml, read).build()


def _read(leaf: Leaf, text: str, env: dict[str, Any]) -> list[Token]:
    return INLINES(text, env)


class _RawHeading:
    """A heading opened by an HTML tag, which may close in a later block."""

    __slots__ = ("html_id", "leaf", "level", "parts", "start", "tag_start")

    def __init__(
        self, level: int, html_id: str | None, leaf: Leaf, tag_start: int, start: int
    ) -> None:
        self.level = level
        self.html_id = html_id
        self.leaf = leaf
        self.tag_start = tag_start
        self.start = start
        self.parts: list[str] = []


class _Builder:
    def __init__(self, source: Source, blocks: Blocks, yaml: str, read: Read) -> None:
        self.source = source
        self.read = read
        self.yaml = yaml
        self.blocks = blocks
        self.env = environment(blocks)
        self.references = bool(blocks.definitions or blocks.footnotes)
        # Sections so far, each with the offset where its heading starts and its content.
        self.sections: list[Section] = []
        self.starts: list[int] = []
        self.contents: list[list[str]] = []
        self.content_left = 0
        self.links: list[Link] = []
        self.lookalikes: list[Lookalike] = []
        self.html_anchors: list[HtmlAnchor] = []
        self.footnote_links: list[tuple[Container, int, int]] = []
        self.raw_heading: _RawHeading | None = None
        self.anchor_link: tuple[str, Span, Span, list[str]] | None = None
        self.items = ItemTexts()

    def build(self) -> Document:
        read = self._note if self.blocks.footnotes else self._read_leaf
        for leaf in self.blocks.leaves:
            read(leaf)
        self._close_anchor_link()
        self._drop_unused_footnotes()
        self._close_raw_heading(len(self.source.text))
        return Document(
            self.source,
            tuple(self._sections()),
            tuple(self.links),
            tuple(self.lookalikes),
            tuple(self.html_anchors),
            tuple(self.items.of(self.blocks.items)),
            self.yaml,
        )

    # Leaves.

    def _note(self, leaf: Leaf) -> None:
        """Read a leaf that may stand in a footnote."""
        footnote = next((c for c in leaf.ancestors() if c.kind == "footnote"), None)
        if footnote is None:
            self._read_leaf(leaf)
            return
        first = len(self.links)
        self._read_leaf(leaf)
        self.footnote_links.append((footnote, first, len(self.links)))

    def _drop_unused_footnotes(self) -> None:
        """GitHub renders the first footnote of a label, if anything refers to it, and no other."""
        for footnote, first, last in reversed(self.footnote_links):
            label = footnote.marker
            used = label in self.env["footnote_numbers"]
            if not used or self.blocks.footnotes[label] is not footnote:
                del self.links[first:last]

    def _read_leaf(self, leaf: Leaf) -> None:
        raw = self.raw_heading
        if raw is not None and not _contains(raw.leaf.parent, leaf):
            self._close_raw_heading(leaf.start)
        if leaf.kind == "heading":
            self._close_raw_heading(leaf.start)
            if leaf.setext:
                self._drop_checkbox(leaf)
            self._heading(leaf)
        elif leaf.kind == "html":
            self._html_leaf(leaf)
            self._content(leaf)
        elif leaf.kind in ("paragraph", "cell"):
            self._drop_checkbox(leaf)
            self._paragraph(leaf)
            if self.content_left > 0:
                self._content(leaf)
        elif leaf.kind == "code":
            self._content(leaf)
            if self.raw_heading is not None:
                self.raw_heading.parts.append(leaf.text)
        if self.raw_heading is not None:
            self.raw_heading.parts.append("\n")

    def _heading(self, leaf: Leaf) -> None:
        text = leaf.text
        parts: list[tuple[str, bool]] = [(text, False)]
        pieces: tuple[Piece, ...] = ()
        places = Places(leaf)
        if leaf.setext or _MARKUP.search(text):
            tokens = self._inlines(leaf, text, places)
            pieces = heading_pieces(tokens)
            parts = list(self._walk(tokens, leaf, places))
        span = places.span(0, len(text))
        title = "".join([part for part, _ in parts])
        style: HeadingStyle = "setext" if leaf.setext else "atx"
        self._open_section(title, leaf.level, style, span, leaf, leaf.start, pieces=pieces)
        self.items.add(leaf, parts, span)

    def _paragraph(self, leaf: Leaf) -> None:
        text = leaf.text
        item = own_item(leaf)
        if item is not None or self.raw_heading is not None:
            needed = _MARKUP.search(text) is not None
        else:
            needed = "<" in text or (
                "[" in text and (self.references or "](" in text or lookalikes.possible(text))
            )
        parts: Iterable[tuple[str, bool]] = [(text, False)]
        places = None
        if needed:
            places = Places(leaf)
            parts = list(self._walk(self._inlines(leaf, text, places), leaf, places))
        elif self.raw_heading is not None:
            self.raw_heading.parts.append(text)
        if item is not None:
            places = places or Places(leaf)
            self.items.add(leaf, parts, places.span(0, len(leaf.text)))

    def _drop_checkbox(self, leaf: Leaf) -> None:
        """A checkbox that a list item begins with is no text."""
        item = leaf.parent
        if item.kind != "item":
            return
        at, piece = leaf.pieces[0]
        m = _TASK.match(piece)
        if m and _first_of(item, leaf, self.source.text):
            leaf.pieces[0] = (at + m.end(), piece[m.end() :])

    def _inlines(self, leaf: Leaf, text: str, places: Places) -> list[Token]:
        """Parse the inlines of a leaf's text, and note what in it only looks like a link."""
        opaque: list[tuple[int, int]] = []
        self.env["opaque"] = opaque
        tokens = glance(text, self.references, opaque)
        if tokens is None:
            tokens = self.read(leaf, text, self.env)
        self.lookalikes.extend(lookalikes.find(text, opaque, places))
        return tokens

    def _walk(self, tokens: list[Token], leaf: Leaf, places: Places) -> Iterator[tuple[str, bool]]:
        """Collect the links and tags among tokens; yield the rendered text, links marked."""
        for token in tokens:
            kind = token["type"]
            if kind == "text":
                yield self._say(decode_entities(token["raw"])), self._in_link()
            elif kind in ("codespan", "math", "footnote_ref"):
                yield self._say(token["raw"]), self._in_link()
            elif kind in ("softbreak", "linebreak"):
                yield self._say("\n"), self._in_link()
            elif kind == "inline_html":
                yield from self._html(token["raw"], leaf, places, token["at"][0])
            elif kind in ("link", "image"):
                image = kind == "image"
                if "at" in token:
                    self.links.append(self._link(token, places, image))
                # An image's alternative text is no part of the text around it.
                if not image:
                    for part, _ in self._walk(token["children"], leaf, places):
                        yield part, True
            else:
                yield from self._walk(token["children"], leaf, places)

    def _link(self, token: Token, places: Places, image: bool) -> Link:
        text = _fold(plain_text(token["children"]))
        whole = places.span(*token["at"])
        if "href" in token:
            span = places.span(*token["href"])
            raw = self.source.text[span.start : span.end]
        else:
            definition = self.blocks.definitions[token["ref"]]
            span = definition.span
            raw = definition.destination
        return Link(text, decode_destination(raw), span, whole, image)

    def _say(self, text: str) -> str:
        if self.raw_heading is not None:
            self.raw_heading.parts.append(text)
        if self.anchor_link is not None:
            self.anchor_link[3].append(text)
        return text

    def _in_link(self) -> bool:
        return self.anchor_link is not None

    # HTML.

    def _html_leaf(self, leaf: Leaf) -> None:
        text = leaf.text
        places = Places(leaf)
        parts = list(self._html(text, leaf, places))
        if any(part.strip() for part, _ in parts):
            span = places.span(len(text) - len(text.lstrip()), len(text.rstrip()))
            self.items.add(leaf, parts, span)

    def _html(
        self, html: str, leaf: Leaf, places: Places, base: int = 0
    ) -> Iterator[tuple[str, bool]]:
        """Collect the tags of a piece of HTML; yield the text between them, links marked."""
        for piece in pieces(html):
            if isinstance(piece, str):
                yield self._say(piece), self._in_link()
                continue
            level = _HEADINGS.get(piece.name)
            start, end = places(base + piece.start), places(base + piece.end - 1) + 1
            if level is not None and leaf.kind != "heading":
                self._close_raw_heading(start)
                if not piece.closing:
                    html_id = piece.attributes.get("id")
                    self.raw_heading = _RawHeading(
                        level, html_id.value if html_id else None, leaf, start, end
                    )
            elif piece.name == "a":
                self._close_anchor_link()
            if not piece.closing:
                self._attributes(piece, places, base, start, end)

    def _attributes(self, tag: Tag, places: Places, base: int, start: int, end: int) -> None:
        for name in ("id", "name"):
            if attribute := tag.attributes.get(name):
                span = places.span(base + attribute.start, base + attribute.end)
                self.html_anchors.append(HtmlAnchor(attribute.value, span))
        if tag.name == "a" and (href := tag.attributes.get("href")):
            span = places.span(base + href.start, base + href.end)
            self.anchor_link = (href.value.strip(), span, Span(start, end), [])
        elif tag.name == "img" and (src := tag.attributes.get("src")):
            alt = tag.attributes.get("alt")
            span = places.span(base + src.start, base + src.end)
            text = _fold(alt.value) if alt else ""
            self.links.append(Link(text, src.value.strip(), span, Span(start, end), image=True))

    def _close_anchor_link(self) -> None:
        if self.anchor_link is not None:
            destination, span, tag, parts = self.anchor_link
            self.anchor_link = None
            self.links.append(Link(_fold("".join(parts)), destination, span, tag))

    def _close_raw_heading(self, end: int) -> None:
        raw = self.raw_heading
        if raw is None:
            return
        self.raw_heading = None
        span = Span(raw.start, max(raw.start, end))
        self._open_section(
            "".join(raw.parts), raw.level, "html", span, raw.leaf, raw.tag_start, raw.html_id
        )

    # Sections.

    def _open_section(
        self,
        title: str,
        level: int,
        style: HeadingStyle,
        span: Span,
        leaf: Leaf,
        start: int,
        html_id: str | None = None,
        pieces: tuple[Piece, ...] = (),
    ) -> None:
        containers = list(leaf.ancestors())
        item = next((Span(c.start, c.end) for c in containers if c.kind == "item"), None)
        self.sections.append(
            Section(
                title,
                self.source.text[span.start : span.end],
                level,
                style,
                span,
                Span(max(leaf.end, span.end), 0),
                "",
                tuple(c.kind for c in reversed(containers) if c.kind != "document"),
                item,
                html_id,
                pieces,
            )
        )
        self.starts.append(start)
        self.contents.append([])
        self.content_left = EXCERPT_LENGTH

    def _content(self, leaf: Leaf) -> None:
        if self.content_left <= 0 or not self.contents:
            return
        text = ""
        for _, piece in leaf.pieces:
            text += piece + leaf.joint
            if len(text) > 4 * EXCERPT_LENGTH:
                break
        if leaf.kind != "code":
            if "<" in text:
                text = _TAGS.sub("", _RAW_HEADING.sub("", text))
            if "{:" in text:
                text = _ATTRIBUTE_LIST.sub("", text)
        if text := _fold(text):
            self.contents[-1].append(text)
            self.content_left -= len(text)

    def _sections(self) -> Iterator[Section]:
        ends = [*self.starts, len(self.source.text)][1:]
        for section, end, content in zip(self.sections, ends, self.contents, strict=True):
            start = section.body.start
            yield section._replace(
                body=Span(start, max(start, end)),
                excerpt="\n".join(content)[:EXCERPT_LENGTH],
            )


def _first_of(item: Container, leaf: Leaf, text: str) -> bool:
    """Whether a leaf begins in the line of its item's marker."""
    m = _BLANKS.match(text, item.start + len(item.marker))
    return m is not None and m.end() == leaf.start


def _contains(container: Container, leaf: Leaf) -> bool:
    return container.parent is None or any(c is container for c in leaf.ancestors())


def _fold(text: str) -> str:
    return " ".join(text.split())
