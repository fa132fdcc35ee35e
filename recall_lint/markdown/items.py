"""The texts of leaves, as they are read → the outermost list items with their own text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from recall_lint.markdown.leaves import Container, Leaf
from recall_lint.model import Item, Span


class ItemTexts:
    """What each outermost list item says itself, without its nested items."""

    def __init__(self) -> None:
        self._parts: dict[Container, list[tuple[str, bool]]] = {}
        self._spans: dict[Container, Span] = {}

    def add(self, leaf: Leaf, parts: Iterable[tuple[str, bool]], span: Span) -> None:
        """Note a leaf's text, which stands in `span`; only an outermost item's own text counts."""
        item = own_item(leaf)
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
            if not _outermost(item):
                continue
            after_marker = item.start + len(item.marker)
            yield Item(
                item.marker,
                _merged(self._parts.get(item, ())),
                Span(item.start, max(item.end, after_marker)),
                self._spans.get(item, Span(after_marker, after_marker)),
                item.list_start,
            )


def own_item(leaf: Leaf) -> Container | None:
    """The outermost list item, if the leaf is its own text and no nested item's."""
    container = leaf.parent
    while container.kind == "quote" and container.parent is not None:
        container = container.parent
    return container if container.kind == "item" and _outermost(container) else None


def _outermost(item: Container) -> bool:
    container = item.parent
    while container is not None:
        if container.kind in ("item", "footnote"):
            return False
        container = container.parent
    return True


def _merged(parts: Iterable[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    merged: list[tuple[str, bool]] = []
    for text, in_link in parts:
        if merged and merged[-1][1] == in_link:
            merged[-1] = (merged[-1][0] + text, in_link)
        elif text:
            merged.append((text, in_link))
    return tuple(merged)
