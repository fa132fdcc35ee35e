"""Names → what is where."""

from __future__ import annotations

import pytest

from recall_lint.base.moves import Moves
from recall_lint.base.tree import Absent, Exact, Foreign, OtherCase, Place, Tree

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
        ("out", Foreign()),
        # A file system that does not care finds it; git lists another name.
        ("notes/a.md", OtherCase("Notes/A.md")),
    ],
)
def test_find(path: str, place: Place) -> None:
    assert TREE.find(path) == place


def test_ignored_names_are_not_listed() -> None:
    listed = ["Notes/A.md", "Notes/new.md", "Notes", "Drafts", "ignored.md", ".git/config"]
    assert [TREE.lists(path) for path in listed] == [True] * 4 + [False] * 2


REPOSITORIES = Tree(
    ["A.md", "Vendor", "sub/Empty"],
    ["Mine"],
    repositories=["Vendor", "sub/Empty", "Mine"],
    real={
        "Vendor": ("Vendor", True),
        "Vendor/.git": ("Vendor/.git", False),
        "Vendor/docs": ("Vendor/docs", True),
        "Vendor/docs/a.md": ("Vendor/docs/a.md", False),
        "Link/a.md": ("Vendor/docs/a.md", False),
        "Mine/.git": ("Mine/.git", True),
        "Mine/a.md": ("Mine/a.md", False),
        "sub/Empty": ("sub/Empty", True),
    }.get,
)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("Vendor", Exact("Vendor", folder=True, tracked=True)),
        ("vendor", OtherCase("Vendor")),
        ("Vendor/docs", Exact("Vendor/docs", folder=True, tracked=True)),
        ("Vendor/docs/a.md", Exact("Vendor/docs/a.md", folder=False, tracked=True)),
        ("Link/a.md", Exact("Vendor/docs/a.md", folder=False, tracked=True)),
        ("Vendor/gone.md", Absent()),
        ("Vendored/gone.md", Absent()),
        # Nobody else gets a repository that ours does not know.
        ("Mine/a.md", Exact("Mine/a.md", folder=False, tracked=False)),
        ("Mine/gone.md", Absent()),
        # A submodule that is not checked out may hold anything.
        ("sub/Empty", Exact("sub/Empty", folder=True, tracked=True)),
        ("sub/Empty/any.md", Exact("sub/Empty/any.md", folder=False, tracked=True)),
        ("sub/gone.md", Absent()),
    ],
)
def test_find_in_other_repositories(path: str, place: Place) -> None:
    assert REPOSITORIES.find(path) == place


def test_an_alias_is_the_file_that_it_leads_to() -> None:
    tree = Tree(["A.md", "Alias.md", "Early.md"], ["New.md"],
                aliases={"Alias.md": "A.md", "Early.md": "New.md"})  # fmt: skip
    assert tree.find("Alias.md") == Exact("A.md", folder=False, tracked=True)
    assert tree.find("alias.md") == OtherCase("Alias.md")
    assert tree.find("Early.md") == Exact("New.md", folder=False, tracked=False)


def test_without_git_everybody_has_what_is_there() -> None:
    tree = Tree(["A.md"], real={"node_modules/a.js": ("node_modules/a.js", False)}.get, git=False)
    assert tree.find("node_modules/a.js") == Exact("node_modules/a.js", folder=False, tracked=True)


def test_files_that_are_to_be_there_soon() -> None:
    tree = Tree(["a.md", "Deep/b.md"], ["c.md"])
    assert tree.with_files(["a.md", "c.md", "Deep"]) is tree
    more = tree.with_files(["New/d.md", "A.md", "c.md"])
    assert more.find("New/d.md") == Exact("New/d.md", folder=False, tracked=True)
    assert more.find("New") == Exact("New", folder=True, tracked=True)
    assert more.find("A.md") == Exact("A.md", folder=False, tracked=True)
    assert more.find("c.md") == Exact("c.md", folder=False, tracked=False)
    assert tree.find("New") == Absent()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("Notes/A.md", Absent()),
        ("Notes", Absent()),
        ("Kb/Notes/A.md", Exact("Kb/Notes/A.md", folder=False, tracked=True)),
        ("Kb/Notes/new.md", Exact("Kb/Notes/new.md", folder=False, tracked=False)),
        ("Kb", Exact("Kb", folder=True, tracked=True)),
        ("Link/A.md", Exact("Kb/Notes/A.md", folder=False, tracked=True)),
        ("kb/notes", OtherCase("Kb/Notes")),
        ("Drafts", Exact("Drafts", folder=True, tracked=False)),
    ],
)
def test_files_that_move(path: str, place: Place) -> None:
    assert TREE.moved(Moves({"Notes": "Kb/Notes"})).find(path) == place
