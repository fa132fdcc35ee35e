"""Which page asks about which note, in columns that fit on a screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recall_lint.page.graph import Node, graph, named

PATHS = st.lists(
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map("/".join), unique=True
)


def test_few_files_have_their_names() -> None:
    found = graph([("R/1.md", "N/b.md"), ("R/2.md", "N/a.md"), ("R/2.md", "N/a.md")])
    assert found.pages == (Node("R/1.md", 1), Node("R/2.md", 1))
    assert found.notes == (Node("N/b.md", 1), Node("N/a.md", 1))


def test_of_many_files_folders_stand_for_those_with_few_questions() -> None:
    pairs = [("R.md", f"N/{folder}/{n}.md") for folder in "xy" for n in range(10)]
    found = graph([*pairs, ("R.md", "N/x/3.md")], most=6)
    own = {Node(f"N/x/{n}.md", 1) for n in (0, 1, 2, 3)}
    assert {*found.notes} == {Node("N/x/", 6), Node("N/y/", 10), *own}


@given(PATHS, st.integers(4, 12))
def test_every_file_has_one_name_of_few(paths: list[str], most: int) -> None:
    found = named(dict.fromkeys(paths, 1), most)
    assert found.keys() == {*paths}
    assert len({*found.values()}) <= most
    for path, name in found.items():
        assert path == name or (path.startswith(name) and (not name or name.endswith("/")))
