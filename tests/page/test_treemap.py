"""Rectangles in proportion to weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint.page.treemap import Rect, squarify

WITHIN = Rect(10, 20, 400, 300)


@given(st.lists(st.floats(1, 1000), max_size=60))
def test_areas_are_in_proportion_and_inside(weights: list[float]) -> None:
    rects = squarify(weights, WITHIN)
    for weight, (x, y, width, height) in zip(weights, rects, strict=True):
        assert width * height == pytest.approx(400 * 300 * weight / sum(weights), rel=1e-6)
        assert x >= 10 - 1e-6
        assert y >= 20 - 1e-6
        assert x + width <= 410 + 1e-6
        assert y + height <= 320 + 1e-6


def test_equal_weights_are_nearly_squares() -> None:
    rects = squarify([1.0] * 12, WITHIN)
    assert all(max(r.width / r.height, r.height / r.width) < 2 for r in rects)
    assert len({(round(r.x), round(r.y)) for r in rects}) == 12
