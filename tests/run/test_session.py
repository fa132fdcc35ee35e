"""A notebook on disk → the result of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from recall_lint.base.config import Config
from recall_lint.base.problems import Target
from recall_lint.notebook.resolutions import External, Found, MissingSection, Outside
from tests.disk import make, session
from tests.sources.test_files import close, git


def test_a_root_that_cannot_be_listed_is_one_clear_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(monkeypatch, folder)
    workspace = session(folder, ".")
    assert workspace.unreadable == ("failed to list folder .: Permission denied",)
    assert not workspace.notebook.documents


def test_a_page_that_is_reached_by_two_names_is_one_page(folder: Path) -> None:
    make(folder, "Recall/r.md", text="# A\n1. What? [Reread](alias.md#gone) [see](alias.md#a)\n")
    (folder / "Recall/alias.md").symlink_to("r.md")
    workspace = session(folder, "Recall/alias.md")
    notebook = workspace.notebook
    assert workspace.selected == ("Recall/r.md",)
    gone, alive = (use.resolution for use in notebook.uses("Recall/r.md"))
    assert gone == MissingSection(Target("Recall/r.md", "gone"))
    assert isinstance(alive, Found)


def test_another_branch_lies_beside_this_one(folder: Path) -> None:
    make(folder, "a.md", text="![a](../assets/a.png) ![b](../gone/b.png) [c](../assets)\n")
    make(folder, "docs/b.md", text="![a](../../assets/a.png)\n")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "a")
    git(folder, "branch", "assets")
    notebook = session(folder, ".").notebook
    found = [type(use.resolution) for use in (*notebook.uses("a.md"), *notebook.uses("docs/b.md"))]
    assert found == [External, Outside, Outside, External]


def test_paths_choose_the_documents_below_them(folder: Path) -> None:
    make(folder, "Recall/A.md", "Recall/deep/B.md", "Recall2/A.md", "C.md")
    (folder / "Link").symlink_to("Recall")

    def selected(*paths: str) -> tuple[str, ...]:
        return session(folder, *paths).selected

    inside = ("Recall/A.md", "Recall/deep/B.md")
    for path in ("Recall", "Recall/", "./Recall", "Link", str(folder / "Recall")):
        assert selected(path) == inside
    assert selected("Link/A.md", "C.md") == ("C.md", "Recall/A.md")
    assert selected(".") == ("C.md", *inside, "Recall2/A.md")
    assert selected(".gitignore") == ()


def test_a_link_to_a_file_elsewhere_is_read_in_the_same_repository_only(
    folder: Path, tmp_path: Path
) -> None:
    make(tmp_path, "elsewhere.md")
    (folder / "out.md").symlink_to("../elsewhere.md")
    assert session(folder, "out.md").selected == ()
    git(tmp_path, "init", "-q")
    assert session(folder, "out.md").selected == ("out.md",)


def diagnostics(root: Path) -> list[tuple[str, str, str]]:
    """The code, message and hint of every problem in a notebook on disk."""
    report = session(root).report()
    return [(code, problem.message, problem.hint) for code, _, _, problem in report.diagnostics]


def test_an_ignored_target_is_told_from_one_that_is_not_added(folder: Path) -> None:
    git(folder, "init", "-q")
    make(folder, "Recall/A.md", text="1. [a](../new.md) [b](../old.md) [c](../.git/config)\n")
    make(folder, ".gitignore", text="old.md\n")
    git(folder, "add", ".")
    make(folder, "new.md", "old.md")
    hint = "link to a tracked file, or stop ignoring this one"
    assert [d for d in diagnostics(folder) if d[0] == "RL109"] == [
        ("RL109", "new.md is not tracked by git", "run `git add new.md`"),
        ("RL109", "old.md is ignored by git", hint),
        ("RL109", ".git/config is ignored by git", hint),
    ]


def test_without_git_everybody_has_what_is_there(folder: Path) -> None:
    make(folder, "Recall/A.md", text="1. [a](../.hidden/a.md) [b](../Notes/A.md)\n")
    make(folder, ".hidden/a.md", "Notes/A.md")
    assert diagnostics(folder) == []


def test_patterns_say_what_is_a_note_and_what_a_recall_page(folder: Path) -> None:
    make(folder, "Notes/A.md", "Notes/Recall.md", "Q/A.md", "README.md")
    notebook = session(folder).notebook
    assert list(notebook.recall_pages) == ["Notes/Recall.md"]
    assert sorted(notebook.notes) == ["Notes/A.md", "Q/A.md", "README.md"]
    config = Config(notes=("Notes/", "Q/"), recall=("Q/",), exclude=("README.md",))
    notebook = session(folder, config=config).notebook
    assert list(notebook.recall_pages) == ["Q/A.md"]
    assert sorted(notebook.notes) == ["Notes/A.md", "Notes/Recall.md"]
    assert "README.md" not in notebook.documents
