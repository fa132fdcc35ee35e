"""Documents → the routes of a generated site."""

from __future__ import annotations

import pytest

from recall_lint import routes
from recall_lint.markdown import parse
from recall_lint.model import Source


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("Notes/A.md", "", ["Notes/A.html", "Notes/A"]),
        ("Notes/index.md", "", ["Notes/index.html", "Notes/index", "Notes"]),
        ("index.md", "", ["index.html", "index", "."]),
        ("A.md", "---\npermalink: /a/b/\n---\n", ["a/b"]),
        ("A.md", "---\npermalink: '/a.html'\n---\n", ["a.html"]),
        ("A.md", "---\ntitle: x\npermalink: pretty\n---\n", ["A.html", "A"]),
        ("A.md", "---\ntitle: x\npermalink: /:year/x\n---\n", ["A.html", "A"]),
        ("A.md", "---\npermalink: [\n---\n", ["A.html", "A"]),
        ("A.md", "---\ntitle: permalink\n---\n", ["A.html", "A"]),
        ("A.md", "---\npermalink: " + "[" * 5_000 + "\n---\n", ["A.html", "A"]),
        ("A.md", "---\npermalink: !!int ''\n---\n", ["A.html", "A"]),
    ],
)
def test_jekyll(path: str, text: str, found: list[str]) -> None:
    assert (
        list(routes.jekyll([(path, routes.permalink(parse(Source(path, text)).front_matter))]))
        == found
    )
