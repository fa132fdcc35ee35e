"""Destinations as written, read and written again."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recall_lint.base import destinations
from recall_lint.base.destinations import Parts, inward, outward, relative
from recall_lint.base.problems import Target


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("a%20b.md", Parts("a b.md", "", None)),
        ("a.md?plain=1#x", Parts("a.md", "plain=1", "x")),
        ("#%C3%BC", Parts("", "", "ü")),
        ("a.md#", Parts("a.md", "", None)),
        ("a.md#x:~:text=y", Parts("a.md", "", "x")),
        ("#:~:text=y", Parts("", "", None)),
        ("mailto:x", None),
        ("//x", None),
        ("{{ site.url }}/x", None),
        ("{% link x.md %}", None),
        ("C:x", Parts("C:x", "", None)),
    ],
)
def test_split(written: str, parts: Parts | None) -> None:
    assert destinations.split(written) == parts


@pytest.mark.parametrize(
    ("target", "like", "written"),
    [
        (Target("Notes/a b.md", "über-uns"), "", "../Notes/a%20b.md#über-uns"),
        (Target("Notes/c(d).md", None), "", "../Notes/c%28d%29.md"),
        (Target("Notes/q's&copy;.md", None), "", "../Notes/q%27s%26copy;.md"),
        (Target("index.md", "two"), "../i.md?plain=1#one", "../index.md?plain=1#two"),
        (Target("Recall/q.md", "page"), "#pgae", "#page"),
        (Target("Recall/q.md", "page"), "q.md#pgae", "q.md#page"),
        (Target("index.md", None), "/indx.md", "/index.md"),
        (Target("Recall/x.md", None), "", "x.md"),
        (Target("x.md", ":~:~:a"), "", "../x.md#:%7E:%7E:a"),
        (Target("Recall/Re: x.md", None), "", "./Re:%20x.md"),
        (Target("Notes/Re: x.md", None), "", "../Notes/Re:%20x.md"),
    ],
)
def test_write(target: Target, like: str, written: str) -> None:
    assert destinations.write("Recall/q.md", target, like) == written


@pytest.mark.parametrize(
    ("written", "anchor", "new"),
    [("#X", "x", "#x"), ("a.md?y#X", "x y", "a.md?y#x%20y"), ("a.md", "x", "a.md#x")],
)
def test_with_anchor(written: str, anchor: str, new: str) -> None:
    assert destinations.with_anchor(written, anchor) == new


@pytest.mark.parametrize(
    ("written", "path", "new"),
    [
        ("../notes/a.MD#x", "Notes/A.md", "../Notes/A.md#x"),
        ("./a%20b.md?y", "Deep/A b.md", "./A%20b.md?y"),
        ("../x/../notes/", "Notes", "../x/../Notes/"),
        ("../notes", "Notes", "../Notes"),
    ],
)
def test_with_path_case(written: str, path: str, new: str) -> None:
    assert destinations.with_path_case(written, path) == new


_NAMES = st.lists(st.sampled_from(["a", "b.md", ".c", "é\n"]), min_size=1, max_size=4)
_STEPS = st.lists(st.sampled_from(["..", ".", "", "a", "b.md", ".c"]), min_size=1, max_size=6)


@given(_NAMES.map("/".join), _STEPS.map("/".join))
def test_absolute_is_what_posix_makes_of_it(origin: str, path: str) -> None:
    if path and not path.startswith("/"):
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(origin), path))
        assert destinations.absolute(origin, path) == wanted


@pytest.mark.parametrize(
    ("path", "folder", "found"),
    [
        ("a.md", "", "a.md"),
        (".", "", "."),
        ("a/b.md", "a", "b.md"),
        ("a", "a", "."),
        (".", "a/b", "../.."),
        ("c/b.md", "a/b", "../../c/b.md"),
        ("ab/c", "a", "../ab/c"),
        # What climbs out of the root does so from a folder, too, wherever the program runs.
        ("../c.md", "a", "../../c.md"),
        ("..", "", ".."),
    ],
)
def test_a_path_from_a_folder(path: str, folder: str, found: str) -> None:
    assert relative(path, folder) == found


def test_outward_and_inward() -> None:
    for at, inside, outside in (
        ("", "a.md", "a.md"),
        ("d/e", "a.md", "d/e/a.md"),
        ("d", "../a", "a"),
    ):
        assert outward(inside, at) == outside
        assert inward(outside, at) == inside
