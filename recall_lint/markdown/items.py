"""The texts of leaves, as they are read → the outermost list items with their own text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from recall_lint.base.model import Item, Span
from recall_lint.markdown.leaves import Container, Leaf


class ItemTexts:
    """What each outermost list item says itself, without its nested items."""

    def __init__(self) -> None:
        self._texts: dict[Container, tuple[list[tuple[str, bool]], Span]] = {}

    def add(self, leaf: Leaf, parts: list[tuple[str, bool]], span: Span) -> None:
        """Keep a leaf's text, which stands in `span`; only an outermost item's own text counts."""
        item = leaf.parent.own_item
        if item is None:
            return
        known = self._texts.get(item)
        if known is not None:
            before, first = known
            if before:
                before.append((" ", False))
            before += parts
            parts, span = before, Span(first.start, span.end)
        self._texts[item] = parts, span

    def of(self, items: Iterable[Container]) -> Iterator[Item]:
        """The outermost of the list items."""
        for item in items:
            if item.own_item is None:
                continue
            after_marker = item.start + len(item.marker)
            parts, span = self._texts.get(item) or ((), Span(after_marker, after_marker))
            end = max(item.end, after_marker)
            yield Item(item.marker, _merged(parts), Span(item.start, end), span, item.list_start)


def _merged(parts: Sequence[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    if len(parts) == 1 and parts[0][0]:
        return tuple(parts)
    groups = groupby((part for part in parts if part[0]), key=itemgetter(1))
    return tuple(("".join([text for text, _ in group]), in_link) for in_link, group in groups)
