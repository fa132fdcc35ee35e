"""The human report: order, folding, summary, and layout."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recall_lint.base.report import Report
from recall_lint.base.text import count
from recall_lint.reporters import human
from recall_lint.reporters import json as json_format
from recall_lint.reporters._summary import Display
from tests.literate import FIXTURES, Case, lint_texts, read_cases

CASES = read_cases((FIXTURES / "reports" / "human.md").read_text("utf-8"))

HEAD = re.compile(r"^  (\S+):\d+:\d+  (?:error|warning) (RL\d+) ", re.MULTILINE)
"""The first line of a problem: file and rule."""

PIECES = ("![a](gone.png)", "![b](x/gone.png)", "[c](gone.md)", "[d](#gone)", "[e](#A)", "[f][f]")
QUESTIONS = (
    "What @? [R](../Notes/A.md#a)",
    "Why @? [R](../Notes/A.md#A)",
    "How @?",
    "Where @? [R](../Notes/A.md#gone)",
    "When @? [R](../Notes/Gone.md#@)",
    "Who @? ![i](gone.png) [R](../Notes/A.md#a) [S](../Notes/A.md#gone@)",
    "Which @? ![i](gone.png) [R](../Notes/A.md#a)",
    "[R](../Notes/A.md#a)",
    "Whose @? [R] (../Notes/A.md#a)",
)


def lines(text: str, width: int = 60) -> list[str]:
    report = lint_texts({"Notes/a.md": text}, select=["RL101"])
    return human.render(report, color=False, width=width).splitlines()


def underlined(text: str, width: int = 60) -> str:
    """The text above the tildes, by terminal columns."""
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


@given(st.lists(st.sampled_from(PIECES)), st.lists(st.sampled_from(QUESTIONS)))
@settings(max_examples=60)
def test_counts_are_those_of_the_json_report(pieces: list[str], questions: list[str]) -> None:
    report = lint_texts(
        {
            "Notes/A.md": "# A\n\nText.\n\n" + "\n".join(pieces),
            "Notes/B.md": "# B\n\n" + "\n".join(pieces[::2]),
            "Recall/A.md": "".join(
                f"{n}. {question.replace('@', str(n))}\n" for n, question in enumerate(questions, 1)
            ),
        }
    )
    counts = json.loads(json_format.render(report, color=False, width=80))
    found = counts["diagnostics"]
    for display in (Display(), Display(verbose=True)):
        shown = human.render(report, color=False, width=80, display=display)
        hidden = sum(map(int, re.findall(r"^ *and (\d+) more RL", shown, re.MULTILINE)))
        assert len(HEAD.findall(shown)) + hidden == counts["summary"]["problems"]
        rows = re.findall(r"^ *(\d+)  (?:error  |warning)  (RL\d+)", shown, re.MULTILINE)
        assert {code: int(n) for n, code in rows} == Counter(each["code"] for each in found)
        # Every rule is shown at least once in every file.
        heads = {(path, code) for path, code in HEAD.findall(shown)}
        assert heads == {(each["path"], each["code"]) for each in found}
        errors, warnings = counts["summary"]["errors"], counts["summary"]["warnings"]
        numbers = ((errors, "error"), (warnings, "warning"))
        told = " and ".join(count(n, noun) for n, noun in numbers if n)
        assert not found or f"\n{told} in " in shown
        broken = {
            each["question"]["number"]
            for each in found
            if each["question"] is not None
            and each["code"] in ("RL101", "RL102", "RL105", "RL106", "RL301")
        }
        number = re.search(r"^(\d+) of (\d+) questions? do", shown, re.MULTILINE)
        assert (int(number[1]) if number else 0) == len(broken)
        assert number is None or int(number[2]) == counts["summary"]["questions"]


def last_lines(report: Report, display: Display) -> list[str]:
    return (
        human.render(report, color=False, width=80, display=display).split("\n\n")[-1].split("\n")
    )


FIXABLE = {
    "Notes/A.md": "# A thing\n\nText.\n",
    "Recall/A.md": "1. What? [R](../Notes/A.md#A-Thing)\n2. Why? [R](../Notes/A.md#a-thin)\n",
}


def test_the_last_line_is_the_command_to_run() -> None:
    report = lint_texts(FIXABLE)
    assert last_lines(report, Display(typed=("Recall", "--config", "a b.toml"))) == [
        "1 of 2 questions does not lead to its answer",
        "1 error and 1 warning in 1 file",
        "1 fixable with `--fix`, 1 more with `--unsafe-fixes`; run:",
        "    recall-lint --fix Recall --config 'a b.toml'",
        "",
    ]


def test_fixes_that_are_not_safe_are_looked_at_first() -> None:
    assert last_lines(lint_texts(FIXABLE, select=["RL102"]), Display(typed=())) == [
        "1 of 2 questions does not lead to its answer",
        "1 error in 1 file",
        "1 fixable with `--fix --unsafe-fixes`; to review them, run:",
        "    recall-lint --diff --unsafe-fixes",
        "",
    ]


def test_a_command_that_nobody_would_copy_is_left_out() -> None:
    report = lint_texts(FIXABLE)
    files = tuple(f"Recall/{number}.md" for number in range(100))
    assert last_lines(report, Display(typed=files))[-2:] == [
        "1 fixable with `--fix`, 1 more with `--unsafe-fixes`",
        "",
    ]


def test_after_the_fixes_there_is_no_command() -> None:
    assert last_lines(lint_texts(FIXABLE), Display())[-2:] == [
        "1 error and 1 warning in 1 file",
        "",
    ]


def test_questions_are_not_counted_against_all_if_known_problems_are_left_out() -> None:
    told = last_lines(lint_texts(FIXABLE), Display(partial=True))
    assert told[0] == "1 question does not lead to its answer"


@pytest.mark.parametrize("width", [45, 60, 80, 200])
def test_headings_are_as_wide_as_the_terminal_and_no_wider_than_a_page(width: int) -> None:
    report = lint_texts({**FIXABLE, "Notes/B.md": "[a](gone.md)\n"})
    shown = human.render(report, color=False, width=width)
    headings = [line for line in shown.splitlines() if line.startswith("=")]
    assert [line.strip("= ") for line in headings] == [
        "questions that do not lead to their answer",
        "other problems in recall pages",
        "problems in notes",
        "summary",
    ]
    assert {len(line) for line in headings} == {min(width, 80)}
