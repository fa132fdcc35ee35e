"""HTML in leaves → anchors, links, headings and the text between tags.

A heading or link opened by a tag may close in a later leaf; the Markdown rendered in between
belongs to its text.
"""

from __future__ import annotations

import re
from typing import Final

from recall_lint.base.model import HtmlAnchor, Link, Source, Span
from recall_lint.markdown.html import Comment, Tag, pieces
from recall_lint.markdown.items import BlockTexts
from recall_lint.markdown.leaves import Leaf, Places
from recall_lint.markdown.sections import Heading, Sections, fold

_OURS = re.compile(r"<!--\s*+recall-lint-")
_LINK_TAGS: Final = {"a": "href", "link": "to"}
"""The tags of links, and the attribute with their destination; `<Link to>` is from MDX."""
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}

Parts = list[tuple[str, bool]]
"""Rendered text; True if it belongs to a link."""


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
        """Whether a later leaf is in the same container, or in one inside it."""
        # A container may have many leaves, and be deeply nested.
        if leaf.parent is not self._inside:
            around = self.leaf.parent
            if around.parent is not None and all(c is not around for c in leaf.ancestors()):
                return False
            self._inside = leaf.parent
        return True


class HtmlReader:
    """Reads the HTML of one source, in order, and tracks open elements."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sections = Sections(source.text)
        self.links: list[Link] = []
        self.html_anchors: list[HtmlAnchor] = []
        self.comments: list[Span] = []
        self.raw_heading: _RawHeading | None = None
        self.anchor_link: Link | None = None
        self.anchor_text: list[str] = []
        self.texts: BlockTexts | None = None
        """The collector of the leaves' texts, if requested."""

    def say(self, text: str, parts: Parts) -> None:
        if self.raw_heading is not None:
            self.raw_heading.parts.append(text)
        if self.anchor_link is not None:
            self.anchor_text.append(text)
        parts.append((text, self.anchor_link is not None))

    def html(self, leaf: Leaf) -> None:
        text = leaf.text
        places = Places(leaf)
        parts: Parts = []
        self.read_html(text, leaf, places, parts)
        if self.texts is not None:
            span = places.span(len(text) - len(text.lstrip()), len(text.rstrip()))
            self.texts.add("html", leaf, parts, span)

    def read_html(self, html: str, leaf: Leaf, places: Places, parts: Parts, base: int = 0) -> None:
        """Collect the tags of a piece of HTML, and the text between them, with links marked."""
        for piece in pieces(html):
            if isinstance(piece, str):
                self.say(piece, parts)
                continue
            start, end = places(base + piece.start), places(base + piece.end - 1) + 1
            if isinstance(piece, Comment):
                if _OURS.match(html, piece.start):
                    self.comments.append(Span(start, end))
                continue
            level = _HEADINGS.get(piece.name)
            if level is not None and leaf.kind != "heading":
                self.close_raw_heading(start)
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

    def close_raw_heading(self, end: int) -> None:
        raw = self.raw_heading
        if raw is None:
            return
        self.raw_heading = None
        span = Span(raw.start, max(raw.start, end))
        title = "".join(raw.parts)
        self.sections.open(
            Heading(title, raw.level, "html", span, raw.leaf, raw.tag_start, raw.html_id, ())
        )
