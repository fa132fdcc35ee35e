"""Changes that a fingerprint survives, and those it does not."""

from __future__ import annotations

from recall_lint.linter.fingerprints import fingerprints
from tests.literate import lint_texts

NOTE = {"Notes/A.md": "# A\nText.\n"}
PAGE = (
    "1. What? [Reread](../Notes/A.md#gone)\n"
    "2. Which? [Reread](../Notes/A.md#gone)\n"
    "3. No link\n"
    "4. [not] (../Notes/A.md)\n"
)


def taken(page: str, path: str = "Recall/A.md") -> list[str]:
    return fingerprints(lint_texts({**NOTE, path: page}))


def test_they_are_aligned_and_differ() -> None:
    report = lint_texts({**NOTE, "Recall/A.md": PAGE})
    found = fingerprints(report)
    assert len(found) == len(set(found)) == len(report.diagnostics) == 4


def test_lines_may_move() -> None:
    assert taken("# Head\n\nText.\n\n" + PAGE) == taken(PAGE)
    assert taken(PAGE.replace("\n", "\r\n")) == taken(PAGE)
    assert taken("\ufeff" + PAGE) == taken(PAGE)


def test_questions_may_be_numbered_anew() -> None:
    assert taken("7" + PAGE[1:]) == taken(PAGE)


def test_a_new_problem_leaves_the_others_alone() -> None:
    more = taken("1. New? [Reread](../Notes/A.md#elsewhere)\n" + PAGE)
    assert set(taken(PAGE)) < set(more)


def test_what_they_are_made_of() -> None:
    (old,) = taken("1. What? [Reread](../Notes/A.md#gone)\n")
    others = [
        taken("1. What? [Reread](../Notes/A.md#away)\n"),
        taken("1. Why? [Reread](../Notes/A.md#gone)\n"),
        taken("1. What? [Reread](../Notes/B.md)\n"),
        taken("1. What? [Reread](../Notes/A.md#gone)\n", "Recall/B.md"),
    ]
    assert len({old, *(new for (new,) in others)}) == 5


def test_equal_problems_are_told_apart_by_their_order() -> None:
    line = "[a](gone.md)\n"
    one, two, three = (fingerprints(lint_texts({"a.md": line * count})) for count in (1, 2, 3))
    assert two[:1] == one
    assert three[:2] == two
    assert len(set(three)) == 3
