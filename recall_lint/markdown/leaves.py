"""The values of the block structure: containers, their leaves, and positions in a leaf's text.

A leaf stores a slice of the source for each of its lines, so that every character of its text has
an exact position.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, Literal

from recall_lint.base.model import ContainerKind, Span

MAX_NESTING: Final = 100
"""Maximum depth of containers: far more than anyone writes, few enough for recursion."""

LeafKind = Literal["paragraph", "heading", "code", "html", "cell", "rule"]


class Container:
    """An open or closed container block; the document itself is the outermost."""

    # Class attributes for what most containers never set: there are tens of thousands.
    width = 0
    has_child = False
    list_key = ""
    open_list: Container | None = None

    def __init__(
        self,
        kind: ContainerKind | Literal["document"],
        parent: Container | None,
        start: int,
        marker: str = "",
    ) -> None:
        self.kind = kind
        self.parent = parent
        self.start = start
        self.end = start
        self.marker = marker
        self.list_start = start
        self.in_item: bool = parent is not None and (
            parent.in_item or parent.kind in ("item", "footnote")
        )
        """Whether it is in a list item or a footnote."""
        self.footnote: Container | None = None if parent is None else parent.footnote
        """The innermost footnote that it is in, or itself."""
        if kind == "footnote":
            self.footnote = self
        self.own_item: Container | None = None
        """The outermost list item whose own text its leaves are, not that of a nested item."""
        if kind == "item":
            self.own_item = None if self.in_item else self
        elif kind == "quote" and parent is not None:
            self.own_item = parent.own_item


class Leaf:
    """A leaf block: pieces of source text, and the separator between them."""

    joint = "\n"
    setext = False
    # GitHub's parser only tries the first delimiter row of a paragraph.
    no_table = False

    def __init__(self, kind: LeafKind, parent: Container, start: int, level: int = 0) -> None:
        self.kind: LeafKind = kind
        self.parent = parent
        self.level = level
        self.start = start
        self.end = start
        self.pieces: list[tuple[int, str]] = []

    @property
    def text(self) -> str:
        pieces = self.pieces
        if len(pieces) == 1:
            return pieces[0][1]
        return self.joint.join([piece for _, piece in pieces])

    @property
    def span(self) -> Span:
        """The source characters of its text."""
        if len(self.pieces) == 1:
            at, piece = self.pieces[0]
            return Span(at, at + len(piece))
        return Places(self).span(0, len(self.text))

    def ancestors(self) -> Iterator[Container]:
        """Its containers, innermost first, without the document."""
        container = self.parent
        while container.parent is not None:
            yield container
            container = container.parent


class Places:
    """Offsets in a leaf's text → offsets in the source."""

    __slots__ = ("_at", "_starts")

    def __init__(self, leaf: Leaf) -> None:
        if len(leaf.pieces) == 1:
            self._starts, self._at = [0], [leaf.pieces[0][0]]
            return
        self._starts = []
        self._at = []
        offset = 0
        for at, piece in leaf.pieces:
            self._starts.append(offset)
            self._at.append(at)
            offset += len(piece) + len(leaf.joint)

    def __call__(self, offset: int) -> int:
        index = bisect_right(self._starts, offset) - 1
        return self._at[index] + offset - self._starts[index]

    def offset(self, at: int) -> int:
        """The offset in the leaf's text of a position in the source."""
        index = bisect_right(self._at, at) - 1
        return self._starts[index] + at - self._at[index]

    def span(self, start: int, end: int) -> Span:
        """The source characters of `text[start:end]`; an empty span keeps its position."""
        if len(self._at) == 1:
            at = self._at[0]
            return Span(at + start, at + max(start, end))
        if end <= start:
            return Span(self(start), self(start))
        return Span(self(start), self(end - 1) + 1)
