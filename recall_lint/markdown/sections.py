"""Headings and the leaves below them, as they are read → sections."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from recall_lint.base.model import ContainerKind, HeadingStyle, Piece, Section, Span
from recall_lint.markdown.leaves import Leaf

EXCERPT_LENGTH: Final = 120
"""Number of characters of a section's content to keep, enough to recognize a placeholder."""

_TAGS = re.compile(r"<!--.*?(?:-->|\Z)|</?(?!(?:img|video|audio|iframe|svg|object|embed|input)\b)"
                   r"[A-Za-z][^<>]*>", re.DOTALL | re.IGNORECASE)  # fmt: skip
_RAW_HEADING = re.compile(r"<(h[1-6])\b[^<>]*>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE_LIST = re.compile(r"\{:[^}]*\}")


class Heading(NamedTuple):
    """A section whose end is not known yet."""

    title: str
    level: int
    style: HeadingStyle
    span: Span
    leaf: Leaf
    start: int
    """The end of the previous section."""
    html_id: str | None
    pieces: tuple[Piece, ...]


class Sections:
    """The sections of one text, each completed when the next one begins."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.found: list[Section] = []
        self._heading: Heading | None = None
        self._content: list[str] = []
        self.left = 0
        """Remaining length of the current section's excerpt in characters."""

    def open(self, heading: Heading) -> None:
        """Begin a section."""
        self.close(heading.start)
        self._heading = heading
        self._content = []
        self.left = EXCERPT_LENGTH

    def close(self, end: int) -> None:
        """Complete the current section at the start of the next one."""
        if self._heading is None:
            return
        title, level, style, span, leaf, _, html_id, pieces = self._heading
        body = max(leaf.end, span.end)
        containers: list[ContainerKind] = []
        item: Span | None = None
        for container in leaf.ancestors():
            assert container.kind != "document"
            containers.append(container.kind)
            if item is None and container.kind == "item":
                item = Span(container.start, container.end)
        self.found.append(
            Section(
                title,
                self._text[span.start : span.end],
                level,
                style,
                span,
                Span(body, max(body, end)),
                "\n".join(self._content)[:EXCERPT_LENGTH],
                tuple(reversed(containers)),
                item,
                html_id,
                pieces,
            )
        )

    def add(self, leaf: Leaf) -> None:
        """Add a leaf to the content of the current section."""
        if self.left <= 0:
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
                # If no tag is closed, each would be searched to the end of the text.
                last = text.rfind("}") + 1
                text = _ATTRIBUTE_LIST.sub("", text[:last]) + text[last:]
        if text := fold(text):
            self._content.append(text)
            self.left -= len(text)


def fold(text: str) -> str:
    return " ".join(text.split())
