"""Candidates for a question's broken link: the section that answers it, among those with similar
names.
"""

from __future__ import annotations

from recall_lint.linter.linter import lint
from tests.literate import context, make_notebook

NOTES = {
    "Notes/Rivers.md": "# Deltas\n\nSilt settles there.\n\n# Floods\n\nSnow melts in spring.\n",
    "Notes/Seas.md": "# Tides\n\nThe moon pulls.\n\n# Salt\n\nWater leaves it behind.\n",
}


def candidates(destination: str, question: str = "Where does silt settle?") -> list[str]:
    page = f"1. {question} [Reread]({destination})\n"
    notebook = make_notebook({**NOTES, "Recall/A.md": page})
    (diagnostic,) = lint(context(notebook), ["Recall/A.md"]).diagnostics
    scores = [c.score for c in diagnostic.problem.candidates]
    assert scores == sorted(scores, reverse=True)
    assert not any(fix.safe for fix in diagnostic.problem.fixes[1:])
    return [str(c.target) for c in diagnostic.problem.candidates]


def test_a_section_that_never_was() -> None:
    assert candidates("../Notes/Seas.md#estuary") == ["Notes/Rivers.md#deltas"]
    assert candidates("../Notes/Gone.md#estuary")[0] == "Notes/Rivers.md#deltas"


def test_a_name_that_is_only_spelled_otherwise_comes_first() -> None:
    assert candidates("../Notes/Seas.md#Ti-des") == ["Notes/Seas.md#tides"]
    assert candidates("../Notes/Seas.md#tide") == ["Notes/Rivers.md#deltas", "Notes/Seas.md#tides"]


def test_a_question_that_nothing_answers_adds_none() -> None:
    assert candidates("../Notes/Seas.md#estuary", "What is a galaxy?") == []


def test_a_link_of_a_note_has_no_question() -> None:
    notebook = make_notebook({**NOTES, "Notes/B.md": "Where silt settles: [x](Seas.md#estuary)\n"})
    (diagnostic,) = lint(context(notebook), ["Notes/B.md"]).diagnostics
    assert diagnostic.problem.candidates == ()
