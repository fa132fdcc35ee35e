"""Cases outside Starlight's truth table: footnotes, and other versions and settings."""

from __future__ import annotations

import pytest

from recall_lint import slugs
from recall_lint.base.model import Source
from recall_lint.markdown import parse


def anchors(text: str, options: str = "") -> list[str | None]:
    return slugs.dialect(f"starlight{options}").anchors(parse(Source("a.md", text)))


def others(text: str, options: str = "") -> list[str]:
    dialect = slugs.dialect(f"starlight{options}")
    return [*slugs.others(dialect, parse(Source("a.md", text)))]


@pytest.mark.parametrize(
    ("options", "expected", "more"),
    [
        ("", ["image", "image-1"], []),
        ("?end=keep", ["image-", "image--1"], []),
        ("?end=any", ["image", "image--1"], ["image-", "image--1"]),
    ],
)
def test_a_dash_at_the_end_depends_on_the_version(
    options: str, expected: list[str], more: list[str]
) -> None:
    text = "# `<Image />`\n# `<Image />`" if options else "# `<Image />`\n# Image\n# Image"
    if not options:
        expected = ["image", "image", "image-1"]
    assert anchors(text, options) == expected
    assert others(text, options) == ["_top", *more]


def test_a_dash_at_the_end_does_not_depend_on_those_inside() -> None:
    assert anchors("# `<Image />`", "?dashes=keep") == ["image"]


@pytest.mark.parametrize(
    ("text", "expected", "kept"),
    [
        ("# a -- b", "a--b", "a----b"),
        ("# a --- b", "a-----b", "a-----b"),
        ("# `--a` -- b", "--a--b", "--a----b"),
    ],
)
def test_two_hyphens_are_a_dash(text: str, expected: str, kept: str) -> None:
    assert anchors(text) == [expected]
    assert anchors(text, "?dashes=keep") == [kept]


def test_html_headings_have_the_ids_that_they_bring_along() -> None:
    assert anchors('<h2>A</h2>\n\n<h2 id="b">A</h2>\n\n# A') == [None, "b", "a"]


def test_footnotes_are_called_as_in_the_text() -> None:
    assert others("a[^x] b[^1] c[^X] d[^gone]\n\n[^1]: e\n[^x]: f\n") == [
        "_top",
        "user-content-fnref-x", "user-content-fn-x",
        "user-content-fnref-1", "user-content-fn-1",
        "user-content-fnref-x-2", "user-content-fn-x",
        "footnote-label",
    ]  # fmt: skip
