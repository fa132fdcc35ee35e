"""Tables with a column of questions and one of answers, recognized by their headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from recall_lint.base.model import Block, Span
from recall_lint.questions.answer_names import ANSWER_NAMES
from recall_lint.questions.page import WORD, Found, Page, join, numbered

QUESTION_WORDS: Final = (
    "question", "questions", "q", "frage", "fragen", "pregunta", "preguntas", "pergunta",
    "perguntas", "domanda", "domande", "vraag", "vragen", "pytanie", "pytania", "вопрос",
    "вопросы", "问题", "問題", "質問", "질문",
)  # fmt: skip
_HEAD = re.compile(rf"^(?:{'|'.join(QUESTION_WORDS)})$", re.IGNORECASE)
_ANSWER_HEAD = re.compile(rf"^(?:a|{'|'.join(ANSWER_NAMES)})$", re.IGNORECASE)


def find(page: Page) -> Iterator[Found]:
    columns: tuple[int, int] | None = None
    expected = -1
    for line, row in _rows(page):
        if line != expected:
            columns = _columns(row)
            # The delimiter row is below the header.
            expected = line + 2
            continue
        expected = line + 1
        if columns is None:
            continue
        asked, answered = columns
        if asked >= len(row):
            continue
        number, text = numbered(join(row[asked].parts))
        if not WORD.search(text):
            continue
        answer = row[answered].span if answered < len(row) else None
        if answer is not None and not WORD.search(page.text, *answer):
            answer = None
        span = Span(row[0].span.start, row[-1].span.end)
        yield Found("table", number, text, span, row[asked].span, answer)


def _rows(page: Page) -> Iterator[tuple[int, list[Block]]]:
    """The rows of tables, each with its 1-based line."""
    cells = (block for block in page.document.blocks if block.kind == "cell")
    position = page.document.source.position
    for line, row in groupby(cells, key=lambda cell: position(cell.span.start).line):
        yield line, [*row]


def _columns(head: list[Block]) -> tuple[int, int] | None:
    """The columns of questions and answers, if this is the header of such a table."""
    names = [join(cell.parts).strip(" :*_#") for cell in head]
    asked = next((i for i, name in enumerate(names) if _HEAD.match(name)), None)
    answered = next((i for i, name in enumerate(names) if _ANSWER_HEAD.match(name)), None)
    return None if asked is None or answered is None else (asked, answered)
