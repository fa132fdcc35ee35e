"""The texts of leaves, as they are read → blocks, and the outermost list items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from recall_lint.base.model import Block, BlockKind, Item, Parts, Span
from recall_lint.markdown.leaves import Container, Leaf


class BlockTexts:
    """The blocks of one text, each added when its leaf has been read."""

    def __init__(self, items: Iterable[Container]) -> None:
        self.found: list[Block] = []
        outermost = (item for item in items if item.own_item is not None)
        self._numbers = {item: index for index, item in enumerate(outermost)}

    def items(self) -> Iterator[Item]:
        """The outermost list items."""
        for item in self._numbers:
            end = max(item.end, item.start + len(item.marker))
            yield Item(item.marker, Span(item.start, end), item.list_start)

    def add(self, kind: BlockKind, leaf: Leaf, parts: Parts, span: Span) -> None:
        """Add a leaf's text, at `span`."""
        item = None
        depth = 0
        quote = None
        for container in leaf.ancestors():
            if container.kind == "quote" and quote is None:
                quote = Span(container.start, container.end)
            if container.kind == "item":
                depth += 1
                item = container if container.own_item is container else None
        number = None if item is None else self._numbers[item]
        self.found.append(Block(kind, _merged(parts), span, number, depth, quote))


def _merged(parts: Parts) -> Parts:
    if len(parts) == 1 and parts[0][0]:
        return tuple(parts)
    groups = groupby((part for part in parts if part[0]), key=itemgetter(1))
    return tuple(("".join([text for text, _ in group]), in_link) for in_link, group in groups)
