"""Relative URLs as in browsers."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint.sites.urls import joined


@pytest.mark.parametrize(
    ("own", "path", "expected"),
    [
        ("/a/b.html", "c", "/a/c"),
        ("/a/b/", "c", "/a/b/c"),
        ("/a/b", "", "/a/"),
        ("/a/b", ".", "/a/"),
        ("/a/b/c", "..", "/a/"),
        ("/a/b/c", "../d/", "/a/d/"),
        ("/a", "../../b", "/b"),
        ("/", "../b", "/b"),
        ("/a/b", "/c/./d/../e", "/c/e"),
        ("/a", "b:c", "/b:c"),
        ("/a", "100%25?#", "/100%25?#"),
        ("/a", "b//c", "/b//c"),
    ],
)
def test_joined(own: str, path: str, expected: str) -> None:
    assert joined(own, path) == expected


NAMES = st.lists(st.sampled_from(["..", ".", "a", "b.html"]), max_size=6).map("/".join)


@given(NAMES, NAMES, st.sampled_from(["", "/"]))
def test_it_is_what_a_url_of_the_host_comes_to(own: str, path: str, end: str) -> None:
    own, path = joined("/", own), path + end
    assert f"http://host{joined(own, path)}" == urljoin(f"http://host{own}", path or ".")
