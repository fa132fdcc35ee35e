"""The human report: its order, what it folds, and its geometry."""

from __future__ import annotations

import re

import pytest

from recall_lint.reporters import human
from recall_lint.reporters._summary import Display
from tests.literate import FIXTURES, Case, lint_texts, read_cases

CASES = read_cases((FIXTURES / "reports" / "human.md").read_text("utf-8"))

HEAD = re.compile(r"^  (\S+):\d+:\d+  (?:error|warning) (RL\d+) ", re.MULTILINE)
"""The line that a problem begins with: file and rule."""


def lines(text: str, width: int = 60) -> list[str]:
    report = lint_texts({"Notes/a.md": text}, select=["RL101"])
    return human.render(report, color=False, width=width).splitlines()


def underlined(text: str, width: int = 60) -> str:
    """What stands above the tildes, counted in terminal columns."""
    shown, mark = lines(text, width)[4:6]
    cells: list[str] = []
    for char in shown:
        cells.extend([char, ""] if ord(char) > 0x2E80 else [char])
    start = mark.index("~")
    return "".join(cells[start : mark.rindex("~") + 1])


@pytest.mark.parametrize(
    "text",
    [
        "[a](gone.md)",
        "\t- [a](gone.md)",
        "何ですか？ [読](gone.md) 後",
        "x" * 200 + "[a](gone.md)" + "y" * 200,
        "[a](gone.md)" + "y" * 200,
        "x" * 200 + "[a](gone.md)",
        "あ" * 100 + "[a](gone.md)" + "あ" * 100,
    ],
)
def test_the_destination_is_underlined(text: str) -> None:
    assert underlined(text.lstrip("\t") if text.startswith("\t") else text) == "gone.md"
    assert all(len(line) <= 60 for line in lines(text)[4:6])


def test_a_destination_longer_than_the_line_is_cut() -> None:
    shown, mark = lines("x" * 50 + "[a](" + "long/" * 40 + ")", width=60)[4:6]
    assert shown.startswith("    1 | …")
    assert shown.endswith("…")
    assert "~" * 20 in mark


def test_the_question_is_shortened_to_the_width() -> None:
    report = lint_texts({"Recall/a.md": "1. " + "word " * 50 + "[a](gone.md)\n"}, ["RL101"])
    question = human.render(report, color=False, width=60).splitlines()[4]
    assert question.startswith("    question 1: word word")
    assert question.endswith("…")
    assert len(question) <= 60


def test_a_clean_report_is_empty() -> None:
    assert human.render(lint_texts({"a.md": "text\n"}), color=False, width=60) == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reports(case: Case) -> None:
    files = {path: text for path, text in case.files.items() if path != "report"}
    assert human.render(lint_texts(files), color=False, width=80) == case.files["report"]


def test_verbose_lists_every_problem() -> None:
    for case in CASES:
        report = lint_texts({p: text for p, text in case.files.items() if p != "report"})
        shown = human.render(report, color=False, width=80, display=Display(verbose=True))
        assert len(HEAD.findall(shown)) == len(report.diagnostics)
        assert " more " not in shown


def test_a_rule_that_fills_pages_is_cut_short() -> None:
    notes = {f"Notes/{n}.md": "[a](gone.md) [b](#gone)\n" for n in range(120)}
    asked = "".join(f"{n}. What {n}? [a](#gone{n})\n" for n in range(1, 121))
    report = lint_texts({**notes, "Recall/a.md": asked}, select=["RL101", "RL102"])
    shown = human.render(report, color=False, width=80)
    assert shown.count(" error RL101 missing-file\n") == 20
    assert shown.count(" error RL102 missing-section\n") == 120 + 20
    assert shown.count("  and ") == 0
    assert "\nand 100 more RL101 missing-file; -v lists them\n" in shown
    assert "\nand 100 more RL102 missing-section; -v lists them\n" in shown
    told = human.render(report, color=False, width=80, display=Display(verbose=True))
    assert len(HEAD.findall(told)) == len(report.diagnostics)


def test_what_is_cut_short_counts_what_is_folded() -> None:
    notes = {f"Notes/{n:03}.md": "[a](a.md) [b](b.md) [c](c.md)\n" for n in range(120)}
    shown = human.render(lint_texts(notes), color=False, width=80)
    assert shown.count("  and 2 more RL101 missing-file in Notes/; -v lists them\n") == 20
    assert "\nand 300 more RL101 missing-file; -v lists them\n" in shown


@pytest.mark.parametrize("width", [45, 60, 80, 200])
def test_headings_are_as_wide_as_the_terminal_and_no_wider_than_a_page(width: int) -> None:
    report = lint_texts(
        {
            "Notes/A.md": "# A\n\n[a](gone.md)\n",
            "Recall/A.md": "1. What? [R](../Notes/A.md#b)\n2. Why? [R](../Notes/A.md#A)\n",
        }
    )
    shown = human.render(report, color=False, width=width)
    headings = [line for line in shown.splitlines() if line.startswith("=")]
    assert [line.strip("= ") for line in headings] == [
        "questions that do not lead to their answer",
        "other problems in recall pages",
        "problems in notes",
    ]
    assert {len(line) for line in headings} == {min(width, 80)}
