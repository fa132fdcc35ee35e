"""Weights → rectangles that fill a rectangle in proportion, as square as possible.

M. Bruls, K. Huizing and J. van Wijk, Squarified Treemaps (2000).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Rect(NamedTuple):
    """Left, top, width and height, in the units of the outermost rectangle."""

    x: float
    y: float
    width: float
    height: float


def squarify(weights: Sequence[float], within: Rect) -> list[Rect]:
    """A rectangle for each weight, in order. Weights are greater than 0."""
    order = sorted(range(len(weights)), key=lambda index: -weights[index])
    total = sum(weights)
    scale = within.width * within.height / total if total else 0.0
    areas = [weights[index] * scale for index in order]
    found: list[Rect] = []
    first, left = 0, within
    while first < len(areas):
        side = min(left.width, left.height)
        end = _row(areas, first, side)
        row = areas[first:end]
        rects, left = _placed(row, left)
        found += rects
        first = end
    by_index = dict(zip(order, found, strict=True))
    return [by_index[index] for index in range(len(weights))]


def _row(areas: Sequence[float], first: int, side: float) -> int:
    """The end of the row that begins with an area: before one that would worsen its worst ratio."""
    total, worst = areas[first], _worst(areas[first], areas[first], areas[first], side)
    end = first + 1
    while end < len(areas):
        longer = total + areas[end]
        ratio = _worst(areas[first], areas[end], longer, side)
        if ratio > worst:
            break
        total, worst, end = longer, ratio, end + 1
    return end


def _worst(largest: float, smallest: float, total: float, side: float) -> float:
    """The worst ratio of sides in a row of areas."""
    if not side or not total or not smallest:
        return float("inf")
    return max(side**2 * largest / total**2, total**2 / (side**2 * smallest))


def _placed(row: Sequence[float], left: Rect) -> tuple[list[Rect], Rect]:
    """The rectangles of a row along the shorter side, and the remaining rectangle."""
    if left.width < left.height:
        rects, rest = _placed(row, _transposed(left))
        return [*map(_transposed, rects)], _transposed(rest)
    x, y, width, height = left
    depth = sum(row) / height if height else 0.0
    rects = []
    for area in row:
        length = area / depth if depth else 0.0
        rects.append(Rect(x, y, depth, length))
        y += length
    return rects, Rect(x + depth, left.y, max(0.0, width - depth), height)


def _transposed(rect: Rect) -> Rect:
    return Rect(rect.y, rect.x, rect.height, rect.width)
