"""The texts of leaves, as they are read → the outermost list items with their own text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from recall_lint.markdown.leaves import Container, Leaf
from recall_lint.model import Item, Span


class ItemTexts:
    """What each outermost list item says itself, without its nested items."""

    def __init__(self) -> None:
        self._parts: dict[Container, list[tuple[str, bool]]] = {}
        self._spans: dict[Container, Span] = {}

    def add(self, leaf: Leaf, parts: Iterable[tuple[str, bool]], span: Span) -> None:
        """Note a leaf's text, which stands in `span`; only an outermost item's own text counts."""
        item = leaf.parent.own_item
        if item is None:
            return
        known = self._parts.setdefault(item, [])
        if known:
            known.append((" ", False))
        known.extend(parts)
        before = self._spans.get(item)
        self._spans[item] = Span(before.start, span.end) if before else span

    def of(self, items: Iterable[Container]) -> Iterator[Item]:
        """The outermost of the list items."""
        for item in items:
            if item.own_item is None:
                continue
            after_marker = item.start + len(item.marker)
            yield Item(
                item.marker,
                _merged(self._parts.get(item, ())),
                Span(item.start, max(item.end, after_marker)),
                self._spans.get(item, Span(after_marker, after_marker)),
                item.list_start,
            )


def _merged(parts: Sequence[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    if len(parts) == 1 and parts[0][0]:
        return tuple(parts)
    merged: list[tuple[str, bool]] = []
    for text, in_link in parts:
        if merged and merged[-1][1] == in_link:
            merged[-1] = (merged[-1][0] + text, in_link)
        elif text:
            merged.append((text, in_link))
    return tuple(merged)
