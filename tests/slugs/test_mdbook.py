"""mdBook's settings; the truth table and the built books cover the rest."""

from __future__ import annotations

import pytest

from recall_lint import slugs
from recall_lint.base.model import Source
from recall_lint.markdown import parse


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("a -- b", "a--b"),
        ("rustc `--print`", "rustc---print"),
        ("a -- `b...`", "a--b"),
        ("*a* -- `b` {.c}", "a--b"),
    ],
)
def test_punctuation_is_smart_outside_of_code(heading: str, expected: str) -> None:
    dialect = slugs.dialect("mdbook?smart-punctuation=yes")
    assert dialect.anchors(parse(Source("a.md", f"# {heading}\n"))) == [expected]
