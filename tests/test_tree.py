"""Names → what is where."""

from __future__ import annotations

import pytest

from recall_lint.tree import Absent, Exact, OtherCase, Place, Tree

TREE = Tree(
    ["Notes/A.md", "Images/x.PNG"],
    ["Notes/new.md", "Drafts/d.md"],
    real={
        "ignored.md": ("ignored.md", False),
        "Link": ("Notes", True),
        "Link/A.md": ("Notes/A.md", False),
        "out": ("../else", True),
        "notes/a.md": ("notes/a.md", False),
    }.get,
)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("Notes/A.md", Exact("Notes/A.md", folder=False, tracked=True)),
        ("Notes/new.md", Exact("Notes/new.md", folder=False, tracked=False)),
        ("Notes", Exact("Notes", folder=True, tracked=True)),
        ("Drafts", Exact("Drafts", folder=True, tracked=False)),
        (".", Exact(".", folder=True, tracked=True)),
        ("Images/X.png", OtherCase("Images/x.PNG")),
        ("images", OtherCase("Images")),
        ("gone.md", Absent()),
        ("ignored.md", Exact("ignored.md", folder=False, tracked=False)),
        ("Link", Exact("Notes", folder=True, tracked=True)),
        ("Link/A.md", Exact("Notes/A.md", folder=False, tracked=True)),
        ("out", Exact("../else", folder=True, tracked=False)),
        # A file system that does not care finds it; git lists another name.
        ("notes/a.md", OtherCase("Notes/A.md")),
    ],
)
def test_find(path: str, place: Place) -> None:
    assert TREE.find(path) == place
