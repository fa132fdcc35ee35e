"""Notebook paths → file names for people, for programs, and in patches."""

from __future__ import annotations

import pytest

from recall_lint.cli.paths import Naming, in_patch, is_one_repository

A = "Recall/A.md"


@pytest.mark.parametrize(
    ("root", "here", "people", "programs"),
    [
        ("/r", "/r", A, A),
        ("/r", "/r/Recall", "A.md", A),
        ("/r", "/r/Notes", "../Recall/A.md", A),
        ("/r", "/", "r/Recall/A.md", A),
        ("/r", "/rest", "/r/Recall/A.md", A),
        ("/r/docs", "/r", "docs/Recall/A.md", "docs/Recall/A.md"),
        ("/r/docs", "/r/docs", A, "docs/Recall/A.md"),
        ("/r/docs", "/r/src", "../docs/Recall/A.md", "docs/Recall/A.md"),
    ],
)
def test_a_file_has_a_name_for_each(root: str, here: str, people: str, programs: str) -> None:
    naming = Naming(root, "/r", here)
    assert (naming.for_people(A), naming.for_programs(A)) == (people, programs)


def test_a_patch_names_all_files_from_one_folder() -> None:
    one, other = (Naming(f"/r/{name}", "/r", "/r/a") for name in "ab")
    assert in_patch([(one, A)]) == ([A], True)
    assert in_patch([(one, A), (other, A)]) == ([f"a/{A}", f"b/{A}"], False)
    elsewhere = Naming("/s", "/s", "/r/a")
    assert not is_one_repository([one, elsewhere])
    assert in_patch([(one, A), (elsewhere, A)]) == ([A, f"/s/{A}"], True)
