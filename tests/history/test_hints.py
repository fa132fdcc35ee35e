"""Candidates → the words of a hint."""

from __future__ import annotations

import pytest

from recall_lint.base.problems import Target
from recall_lint.history.candidates import Finder
from recall_lint.history.hints import hint
from recall_lint.notebook.resolutions import MissingSection
from tests.literate import make_notebook


@pytest.mark.parametrize(
    ("note", "anchor", "expected"),
    [
        ("# Oak\n", "elm", ""),
        ("# Oak tree\n", "oak", "did you mean `#oak-tree`?"),
        (
            "**Losses**\n# Others\n",
            "losses",
            "the words appear in bold on line 1, before the first heading",
        ),
        (
            "# Others\n**Losses**\n",
            "losses",
            "the words appear in bold on line 2, under `#others`",
        ),
        (
            "# Losses of all kinds\n# Others\n**Losses**\n",
            "losses",
            (
                "did you mean `#losses-of-all-kinds`? "
                "The words appear in bold on line 3, under `#others`"
            ),
        ),
        (
            "# Regression imputation\n# Strategies\n**Mean imputation**\n",
            "mean-imputation",
            (
                "the words appear in bold on line 3, under `#strategies`; "
                "or did you mean `#regression-imputation`?"
            ),
        ),
        (
            "# A\n**Losses**\n# B\nLosses: many.\n",
            "losses",
            (
                "the words appear in bold on line 2, under `#a` "
                "and as plain text on line 4, under `#b`"
            ),
        ),
    ],
)
def test_hints(note: str, anchor: str, expected: str) -> None:
    notebook = make_notebook({"a.md": f"{note}\n[x](#{anchor})\n"})
    dead = Target("a.md", anchor)
    found = Finder(notebook).verdict(MissingSection(dead)).candidates
    assert hint(notebook, "a.md", notebook.documents["a.md"].links[0], dead, found) == expected
