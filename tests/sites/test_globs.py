"""Patterns as npm's globbing libraries read them."""

from __future__ import annotations

import pytest

from recall_lint.sites.globs import glob, matcher


@pytest.mark.parametrize(
    ("pattern", "matches", "misses"),
    [
        ("**/*.{md,mdx}", ["a.md", "b/c/a.mdx"], ["a.mdy", "a.md/b"]),
        ("**/_*/**", ["_a/b", "c/_a/b/d"], ["a/b", "c/a_/b"]),
        ("a/*.md", ["a/b.md"], ["a/b/c.md", "b.md"]),
        ("./a?.md", ["ab.md"], ["a.md", "a/.md"]),
        ("a[0-9].md", ["a1.md"], ["ab.md"]),
        ("{a,b}/**/c", ["a/c", "b/d/e/c"], ["c", "d/c"]),
        ("a.b+(c", ["a.b+(c"], ["axb+(c"]),
        ("a,b}", ["a,b}"], ["a"]),
        ("[z-a]", ["[z-a]"], ["z"]),
    ],
)
def test_patterns(pattern: str, matches: list[str], misses: list[str]) -> None:
    assert all(glob(pattern).fullmatch(path) for path in matches)
    assert not any(glob(pattern).fullmatch(path) for path in misses)


def test_any_of_some_patterns() -> None:
    assert matcher(["a", "b/*"])("b/c")
    assert not matcher([])("")
