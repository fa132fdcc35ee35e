"""Questions and answers marked by a letter or a word: `Q: What is it?`, `A: A thing.`"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from recall_lint.base.model import Span
from recall_lint.questions.page import WORD, Found, Page, numbered, one_line, rendered

_QUESTION = re.compile(
    r"[ \t]*(?:(?P<clear>Q|Question|Вопрос|问|問|问题|問題|質問|질문)"
    r"|Frage|Pregunta|Pergunta|Domanda|Vraag|[FPDVВ문])"
    r"[ \t]*(?P<number>\d{1,9})?[ \t]*[.)]?[ \t]*[:：][ \t]*"
)
ANSWER_MARKS: Final = (
    r"(?:A|Ans|Answer|Antwort|R|Réponse|Respuesta|Resposta|Risposta|Antwoord|О|Ответ|答|答案|回答"
    r"|답|답변)[ \t]*\d{0,9}[ \t]*[.)]?"
)
_ANSWER = re.compile(rf"[ \t]*{ANSWER_MARKS}[ \t]*[:：]")
_WRITTEN_MARK = re.compile(r"[ \t]*(?P<bold>[*_]*)(?![*_])[^:：\n]*[:：](?P=bold)[ \t]*")
_NEAR: Final = 4
"""Maximum number of blocks between a question and its answer; they belong to the question."""


class _Mark(NamedTuple):
    """A line that begins a question or an answer, and the lines after it in its block."""

    match: re.Match[str]
    is_question: bool
    text: str
    """As rendered, without the marker."""
    span: Span
    place: int
    """The index of its block."""


def find(page: Page) -> Iterator[Found]:
    marks = [*_marks(page)]
    for index, mark in enumerate(marks):
        if not mark.is_question:
            continue
        number, text = numbered(one_line(mark.text))
        if mark.match["number"]:
            number = int(mark.match["number"])
        following = marks[index + 1] if index + 1 < len(marks) else None
        answer = None
        if following and _answers(page, mark, following):
            written = _WRITTEN_MARK.match(page.text, *following.span)
            answer = following.span if written is None else Span(written.end(), following.span.end)
        # Ambiguous markers, such as a single letter, only count where questions are expected.
        is_clear = answer is not None and mark.match["clear"] is not None
        if answer is None and page.document.blocks[mark.place].kind == "heading":
            # The text below may be the answer: it is a heading that asks a question, or none.
            continue
        if WORD.search(text) and (is_clear or page.asks(mark.span.start, text)):
            end = mark.span.end if answer is None else answer.end
            yield Found("qa", number, text, Span(mark.span.start, end), mark.span, answer)


def _answers(page: Page, question: _Mark, following: _Mark) -> bool:
    between = page.document.blocks[question.place + 1 : following.place]
    is_near = len(between) < _NEAR and all(block.kind != "heading" for block in between)
    return not following.is_question and is_near and WORD.search(following.text) is not None


def _marks(page: Page) -> Iterator[_Mark]:
    for place, block in enumerate(page.document.blocks):
        if block.kind not in ("paragraph", "heading") or block.item is not None:
            continue
        text = rendered(block.parts)
        if ":" not in text and "：" not in text:
            continue
        lines = text.split("\n")
        spans = page.lines(block.span)
        if len(spans) != len(lines):
            # Lines as rendered may differ from lines as written.
            spans = [block.span] * len(lines)
        yield from _marks_in(lines, spans, place)


def _marks_in(lines: list[str], spans: list[Span], place: int) -> Iterator[_Mark]:
    """The markers of one block."""
    found = []
    for index, line in enumerate(lines):
        question = _QUESTION.match(line)
        if m := question or _ANSWER.match(line):
            found.append((index, m, question is not None))
    ends = [*(index for index, _, _ in found), len(lines)][1:]
    for (index, m, is_question), end in zip(found, ends, strict=True):
        text = "\n".join([lines[index][m.end() :], *lines[index + 1 : end]])
        yield _Mark(m, is_question, text, Span(spans[index].start, spans[end - 1].end), place)
