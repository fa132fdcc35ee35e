"""The human report: its order, and its geometry."""

from __future__ import annotations

import pytest

from recall_lint.reporters import human
from tests.literate import FIXTURES, Case, lint_texts, read_cases

CASES = read_cases((FIXTURES / "reports" / "human.md").read_text("utf-8"))


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


def test_hundreds_of_one_rule_are_one_line_and_a_command() -> None:
    text = "".join(f"- [a](gone{number}.md)\n" for number in range(120))
    questions = "".join(
        f"{number}. What {number}? [a](#gone{number})\n" for number in range(1, 121)
    )
    report = lint_texts({"Notes/a.md": text, "Recall/a.md": questions}, select=["RL101", "RL102"])
    shown = human.render(report, color=False, width=80)
    assert shown.count(" RL101 missing-file\n") == 20
    assert shown.count(" RL102 missing-section\n") == 120
    told = "and 100 more RL101 missing-file: `recall-lint -f concise --select RL101` lists them\n"
    assert shown.endswith(told)


def test_a_hundred_are_all_shown() -> None:
    text = "".join(f"- [a](gone{number}.md)\n" for number in range(100))
    shown = human.render(lint_texts({"Notes/a.md": text}), color=False, width=80)
    assert shown.count(" RL101 missing-file\n") == 100
    assert " more " not in shown


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_reports(case: Case) -> None:
    files = {path: text for path, text in case.files.items() if path != "report"}
    assert human.render(lint_texts(files), color=False, width=80) == case.files["report"]


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
