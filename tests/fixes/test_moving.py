"""Files and their new paths → edits of all links."""

from __future__ import annotations

import pytest

from recall_lint.base.config import Config
from recall_lint.base.moves import Moves
from recall_lint.base.problems import Edit
from recall_lint.fixes import moving, patch
from recall_lint.fixes.rename import RenameError
from recall_lint.history.candidates import Finder
from recall_lint.linter.linter import lint
from recall_lint.rules.context import Context
from tests.literate import make_notebook

FILES = {
    "Notes/A.md": (
        "# A b\r\nSee [own](#a-b), [B](B.md#%62), [up](/Notes/B.md), ![p](img/p.png 'a') and "
        '<a href="B.md?x=1#b">B</a>.\r\n[gone](gone.md) [web](https://example.com/B.md)\r\n'
    ),
    "Notes/B.md": "# B\n[A](A.md#a-b) [folder](.)\n",
    "Notes/img/p.png": "",
    "Recall/A.md": "1. What? [Reread](../Notes/A.md#a-b)\n2. And? [r]\n\n[r]: <../Notes/A.md>\n",
}


def moved(paths: dict[str, str], files: dict[str, str] = FILES) -> dict[str, str]:
    """The files after a move, by their new paths."""
    moves = Moves(paths)
    edits: dict[str, list[Edit]] = {}
    for edit in moving.edits(make_notebook(files), moves):
        edits.setdefault(edit.path, []).append(edit)
    texts = {path: patch.apply(files[path], found) for path, found in edits.items()}
    return {moves.after(path): text for path, text in (files | texts).items()}


def problems(files: dict[str, str]) -> int:
    notebook = make_notebook(files)
    context = Context(notebook, Config(), Finder(notebook))
    return len(lint(context, notebook.documents).diagnostics)


def test_a_file_takes_the_links_in_it_and_to_it_along() -> None:
    after = moved({"Notes/A.md": "Notes/deep/New A.md"})
    assert after["Notes/deep/New A.md"] == (
        "# A b\r\nSee [own](#a-b), [B](../B.md#%62), [up](/Notes/B.md), ![p](../img/p.png 'a') and "
        '<a href="../B.md?x=1#b">B</a>.\r\n[gone](../gone.md) [web](https://example.com/B.md)\r\n'
    )
    assert after["Notes/B.md"] == "# B\n[A](deep/New%20A.md#a-b) [folder](.)\n"
    assert after["Recall/A.md"] == (
        "1. What? [Reread](../Notes/deep/New%20A.md#a-b)\n2. And? [r]\n\n"
        "[r]: <../Notes/deep/New%20A.md>\n"
    )


def test_a_folder_keeps_the_links_inside_it() -> None:
    after = moved({"Notes": "Kb/Notes"})
    assert after["Kb/Notes/B.md"] == FILES["Notes/B.md"]
    assert after["Kb/Notes/A.md"] == FILES["Notes/A.md"].replace("/Notes/B.md", "/Kb/Notes/B.md")
    assert "(../Kb/Notes/A.md#a-b)" in after["Recall/A.md"]


def test_an_image_is_no_document_and_moves_all_the_same() -> None:
    assert "![p](../p.png 'a')" in moved({"Notes/img/p.png": "p.png"})["Notes/A.md"]


@pytest.mark.parametrize(
    "paths",
    [
        {"Notes/A.md": "A.md"},
        {"Notes/A.md": "Notes/x/A.md", "Notes/B.md": "B.md"},
        {"Notes/A.md": "Notes/B.md", "Notes/B.md": "Notes/A.md"},
        {"Notes": "N"},
        {"Notes/img": "Recall/pictures"},
        {"Notes/A.md": "Notes/a.md"},
    ],
)
def test_no_problem_comes_and_the_way_back_restores_every_link(paths: dict[str, str]) -> None:
    after = moved(paths)
    assert problems(after) == problems(FILES)
    assert moved({new: old for old, new in paths.items()}, after) == FILES


def test_a_dead_link_may_come_alive() -> None:
    files = {"A.md": "[x](New.md)\n", "Old.md": "# Old\n"}
    assert moved({"Old.md": "New.md"}, files) == {"A.md": "[x](New.md)\n", "New.md": "# Old\n"}


def test_a_folder_that_loses_its_readme_is_still_there() -> None:
    files = {"README.md": "# R\n", "Notes/B.md": "[notes](../Notes)\n", "Notes/README.md": "# N\n"}
    after = moved({"Notes/README.md": "N.md"}, files)
    assert after["Notes/B.md"] == "[notes](../Notes)\n"


def test_wiki_links_name_the_file_as_they_did() -> None:
    files = {
        ".obsidian/app.json": "{}",
        "a/Old.md": "# H\n",
        "b/Same.md": "# S\n",
        "B.md": "[[Old]] [[Old#H|h]] [[a/Old.md#H]] ![[Old]] [[b/Same]]\n",
    }
    after = moved({"a/Old.md": "c/New.md"}, files)
    assert after["B.md"] == "[[New]] [[New#H|h]] [[c/New.md#H]] ![[New]] [[b/Same]]\n"
    after = moved({"a/Old.md": "c/Same.md"}, files)
    assert after["B.md"].startswith("[[c/Same]] [[c/Same#H|h]] [[c/Same.md#H]] ![[c/Same]]")


def test_a_site_serves_the_page_elsewhere() -> None:
    files = {
        "mkdocs.yml": "site_name: x\n",
        "docs/index.md": "[a](guide/a.md#a) [raw](guide/)\n",
        "docs/guide/index.md": "# G\n[a](a.md)\n",
        "docs/guide/a.md": "# A\n[g](index.md)\n",
    }
    after = moved({"docs/guide/a.md": "docs/a.md"}, files)
    assert after["docs/index.md"] == "[a](a.md#a) [raw](guide/)\n"
    assert after["docs/guide/index.md"] == "# G\n[a](../a.md)\n"
    assert after["docs/a.md"] == "# A\n[g](guide/index.md)\n"


def test_the_folder_of_a_site_is_refused() -> None:
    files = {"mkdocs.yml": "site_name: x\n", "docs/index.md": "# I\n"}
    with pytest.raises(RenameError, match="docs belongs to the configuration of a mkdocs site"):
        moved({"docs": "pages"}, files)


def test_a_link_that_cannot_be_kept_is_refused() -> None:
    files = {
        "mkdocs.yml": "site_name: x\n",
        "docs/index.md": "[a](a.md)\n",
        "docs/a.md": "# A\n",
    }
    with pytest.raises(RenameError, match=r"`a.md` on line 1 of docs/index.md cannot be written"):
        moved({"docs/a.md": "a.md"}, files)
