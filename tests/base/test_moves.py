"""Old and new paths of files."""

from __future__ import annotations

import pytest

from recall_lint.base.moves import NO_MOVES, Moves

MOVES = Moves({"Notes": "Kb/Notes", "Notes/A.md": "A.md", "X.md": "Y.md", "Y.md": "X.md"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Notes", "Kb/Notes"),
        ("Notes/B/C.md", "Kb/Notes/B/C.md"),
        ("Notes/A.md", "A.md"),
        ("X.md", "Y.md"),
        ("Y.md", "X.md"),
        ("NotesToo/A.md", "NotesToo/A.md"),
        ("Recall/Notes", "Recall/Notes"),
        ("../Notes/A.md", "../Notes/A.md"),
        (".", "."),
    ],
)
def test_there_and_back(before: str, after: str) -> None:
    assert MOVES.after(before) == after
    assert MOVES.before(after) == before
    assert NO_MOVES.after(before) == before == NO_MOVES.before(before)


@pytest.mark.parametrize("path", ["Notes", "Notes/A.md", "Notes/gone.md"])
def test_nothing_is_left_behind(path: str) -> None:
    assert MOVES.before(path) is None
