"""Each form of questions, as `fixtures/questions/` has it: documents, and the questions in them.

A case is a `##` section with a fenced document, whose title is its path, and a block with a line
for each question: its line, its form, its number or `-`, whether it is answered beside, its text,
and the destinations of its links.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recall_lint import markdown, questions
from recall_lint.base.config import is_recall_page
from recall_lint.base.model import Question, Source
from recall_lint.questions.answer_names import ANSWER_NAMES
from recall_lint.questions.section_names import SectionNames
from recall_lint.questions.signs import may_ask
from recall_lint.questions.tables import QUESTION_WORDS
from tests.literate import FIXTURES

_CASE = re.compile(
    r"^## (?P<name>.+?)\n\n````markdown title=\"(?P<path>.+?)\"\n(?P<text>.*?)^````\n\n"
    r"```text\n(?P<asked>.*?)^```\n",
    re.MULTILINE | re.DOTALL,
)


class Case(NamedTuple):
    name: str
    path: str
    text: str
    asked: list[str]


def cases(file: Path) -> list[Case]:
    text = file.read_text("utf-8")
    found = [
        Case(f"{file.stem}: {m['name']}", m["path"], m["text"], m["asked"].splitlines())
        for m in _CASE.finditer(text)
    ]
    assert len(found) == text.count("\n````markdown "), file
    return found


CASES = [case for file in sorted((FIXTURES / "questions").glob("*.md")) for case in cases(file)]


def find(path: str, text: str, *names: str) -> tuple[Question, ...]:
    document = markdown.parse(Source(path, text))
    return questions.find(document, SectionNames(names), is_recall_page=is_recall_page(path))


def shown(question: Question, text: str) -> str:
    line = text.count("\n", 0, question.span.start) + 1
    number = "-" if question.number is None else str(question.number)
    beside = "unanswered" if question.answer is None else "answered"
    links = " ".join(link.destination for link in question.links)
    parts = f"{line} {question.form} {number} {beside} | {question.text}"
    return f"{parts} | {links}" if links else parts


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_questions(case: Case) -> None:
    found = find(case.path, case.text)
    assert [shown(question, case.text) for question in found] == case.asked
    crlf = find(case.path, "\ufeff" + case.text.replace("\n", "\r\n"))
    assert [q.text for q in crlf] == [q.text for q in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_note_that_asks_has_a_sign_of_it(case: Case) -> None:
    """Without one, a note is never parsed."""
    titles = [section.label for section in markdown.parse(Source("", case.text)).sections]
    if find("Notes/A.md", case.text):
        assert may_ask(case.text) or SectionNames().holds(titles)


@pytest.mark.parametrize("answer", ["a", *ANSWER_NAMES])
def test_each_table_that_asks_has_a_sign(answer: str) -> None:
    for question in QUESTION_WORDS:
        for head in (f"{question}|{answer}", f"| {question.upper()} | **{answer.title()}** |"):
            text = f"{head}\n--- | ---\nx | y\n"
            assert find("Notes/A.md", text), head
            assert may_ask(text), head


@pytest.mark.parametrize(
    "text",
    [
        "Q : Pourquoi\u00a0?\nR : Parce que.\n",
        "**Question 2.** : x\n\n**Réponse** : y\n",
        "Вопрос 1) : почему\n\nОтвет: так\n",
        "问题：什么\n\n答案：河\n",
        "#Flashcards\n\na::b\n",
        "- a #CARD\n  - b\n",
        "> [!FAQ] a\n",
        "a::b <!--SR:!2026-03-01,3,250-->\n",
    ],
)
def test_whatever_asks_anywhere_has_a_sign(text: str) -> None:
    assert find("Notes/A.md", text)
    assert may_ask(text)


BEFORE = st.sampled_from(
    [
        "",
        "> ",
        "# ",
        "  ",
        "**",
        "_",
        "- ",
        "[^n]: ",
        "[",
        "<b>",
        "<a\nb>",
        "x ",
        "(",
        "&",
        "\ufeff",
    ]
)
MARKS = st.sampled_from(
    [
        "Q: why",
        "A: so",
        "Question 1. **: why**",
        "问：什么",
        "答：河",
        "#flashcards",
        "#card",
        "a::b",
        "?",
    ]
)
LINES = st.tuples(BEFORE, BEFORE, MARKS, st.sampled_from(["", "_", "](b)", ")", " x"]))


@example(lines=[("[^n]: ", "# ", "Q: why", ""), ("", "", "A: so", "")], end="\n", uses=False)
@example(lines=[("", "_", "a::b", ""), ("", "", "#flashcards", "_")], end="\n", uses=False)
@given(st.lists(LINES, max_size=5), st.sampled_from(["\n", "\n\n", "\r\n", "\r\r"]), st.booleans())
def test_no_note_that_asks_is_without_a_sign(
    lines: list[tuple[str, ...]], end: str, uses: bool
) -> None:
    text = end.join(["[^n]" if uses else "", *("".join(line) for line in lines)])
    if find("Notes/A.md", text):
        assert may_ask(text)


@pytest.mark.parametrize(
    "text",
    [
        "- Q: why\n- A: so\n",
        "A table of FAQ: what a Q: and an A: mean.\n",
        "[Flashcards](#flashcards) are on [cards](#card).\n",
        "I made flashcards of them.\n",
        "他问：什么，我答：河\n",
    ],
)
def test_what_only_looks_like_asking_has_no_sign(text: str) -> None:
    assert not find("Notes/A.md", text)
    assert not may_ask(text)


def test_configured_names_replace_the_built_in_ones() -> None:
    text = "## Drills\n\n- What?\n- Do it.\n\n## Review questions\n\n- No?\n"
    assert [q.text for q in find("Notes/A.md", text, "drills")] == ["What?", "Do it."]
    assert [q.text for q in find("Notes/A.md", text)] == ["No?"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Review questions", "definite"),
        ("3. ❓ Self-Check Questions:", "definite"),
        ("Вопросы для самопроверки", "definite"),
        ("復習問題", "definite"),
        ("FAQ", "vague"),
        ("Interview Questions", "vague"),
        ("Open questions", None),
        ("Review", None),
        ("", None),
    ],
)
def test_names_of_sections(title: str, kind: str | None) -> None:
    names = SectionNames()
    assert names.kind(title) == kind
    assert names.holds([title]) is (kind is not None)


PIECES = st.sampled_from(
    [
        *("Q: ", "A: ", "? ", "?", "??", "::", ":::", "#card", "#flashcards", "- ", "1. ", "## "),
        *("**", "[!faq]- ", "> ", "<details>", "<summary>", "</summary>", "</details>", "text "),
        *("`", "~~~", "[a](b)", "[^1]", "[^1]: ", "\n", "\n\n", "| ", "Question", "Answer", "---"),
        *("## Quiz\n\n", "é"),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.booleans())
def test_whatever_is_written_spans_lie_in_the_text_and_in_order(text: str, recall: bool) -> None:
    document = markdown.parse(Source("a.md", text))
    found = questions.find(document, is_recall_page=recall)
    end = 0
    for question in found:
        assert end <= question.span.start <= question.span.end <= len(text) + 1
        assert question.span.start <= question.text_span.start
        assert question.text_span.end <= question.span.end
        if question.answer is not None:
            assert question.span.start <= question.answer.start <= question.answer.end
        end = question.span.end
