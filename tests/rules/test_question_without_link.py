"""The link that is added to a question, in the form of the page's other links."""

from __future__ import annotations

import pytest

from recall_lint.fixes import patch
from recall_lint.linter.linter import lint
from tests.literate import context, make_notebook

NOTES = {
    "Notes/Rivers.md": "# Deltas\n\nSilt settles there.\n\n# Floods\n\nSnow melts in spring.\n",
    "Notes/Seas.md": "# Tides\n\nThe moon pulls.\n\n# Salt\n\nWater leaves it behind.\n",
}


def added(page: str) -> str:
    """The text that the fixes of a page add to its last line."""
    notebook = make_notebook({**NOTES, "Recall/A.md": page})
    diagnostics = lint(context(notebook), ["Recall/A.md"]).diagnostics
    fixes = [fix for d in diagnostics if d.code == "RL301" for fix in d.problem.fixes]
    assert not any(fix.safe for fix in fixes)
    text = patch.apply(page, [edit for fix in fixes for edit in fix.edits])
    assert text.splitlines()[:-1] == page.splitlines()[:-1]
    return text.splitlines()[-1].removeprefix(page.splitlines()[-1])


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("1. Where does silt settle?\n", " [Reread](../Notes/Rivers.md#deltas)"),
        ("- [ ] Where does silt settle?\n", " [Reread](../Notes/Rivers.md#deltas)"),
        (
            "1. Pulls?[Again](../Notes/Seas.md#tides)\n2. Where does silt settle?\n",
            "[Again](../Notes/Rivers.md#deltas)",
        ),
        (
            "1. Pulls? [#tides](/Notes/Seas.md#tides)\n2. Where does silt settle?\n",
            " [#deltas](/Notes/Rivers.md#deltas)",
        ),
        ("1. What is a galaxy?\n", ""),
        ("1. ?\n", ""),
        ("**Where does silt settle?**\n", ""),
    ],
)
def test_a_link_is_added_where_the_answer_is_sure(page: str, link: str) -> None:
    assert added(page) == link


def test_what_is_not_sure_is_only_named() -> None:
    notebook = make_notebook(
        {
            "Notes/A.md": "# Silt\n\nSand.\n\n# Silt too\n\nSand.\n",
            "Recall/A.md": "1. Silt of sand?\n",
        }
    )
    (diagnostic,) = lint(context(notebook), ["Recall/A.md"]).diagnostics
    assert diagnostic.problem.fixes == ()
    assert diagnostic.problem.hint == (
        "the answer may be in `../Notes/A.md#silt` or `../Notes/A.md#silt-too`"
    )
    assert [c.target.anchor for c in diagnostic.problem.candidates] == ["silt", "silt-too"]
