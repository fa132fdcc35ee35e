"""`<details><summary>What is it?</summary> … </details>`: the hidden content is the answer.

If the summary is `Answer`, it is the answer to the text above it, and not a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from recall_lint.base.model import Span
from recall_lint.questions.answer_names import names_answer
from recall_lint.questions.page import WORD, Found, Page, ends_as_question, numbered, one_line

_TAG = re.compile(r"<(/?)(details|summary)\b[^<>]*>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"<[^<>]*>")


class _Tag(NamedTuple):
    name: str
    """`/details` for a closing tag."""
    start: int
    end: int


def find(page: Page) -> Iterator[Found]:
    tags = [*_tags(page)]
    for start, opened, summary, closed, end in _details(tags, len(page.text)):
        raw = page.text[opened:summary]
        number, text = numbered(one_line(unescape(_OTHER_TAG.sub(" ", raw))))
        if names_answer(text) and not ends_as_question(text):
            continue
        if WORD.search(text) and page.asks(start, text):
            body = Span(closed, end)
            says = WORD.search(_OTHER_TAG.sub(" ", page.text[body.start : body.end]))
            answer = body if says else None
            yield Found("details", number, text, Span(start, end), Span(opened, summary), answer)


def _details(tags: list[_Tag], end: int) -> Iterator[tuple[int, int, int, int, int]]:
    """The outermost elements: start, start and end of the summary's text, body, and end."""
    depth = 0
    start = 0
    summary: list[_Tag] = []
    for tag in tags:
        if tag.name == "details":
            if depth == 0:
                start, summary = tag.start, []
            depth += 1
        elif tag.name == "/details":
            depth = max(0, depth - 1)
            if depth == 0 and len(summary) > 1:
                yield start, summary[0].end, summary[1].start, summary[1].end, tag.end
                summary = []
        elif depth == 1 and len(summary) < 2 and tag.name == ("summary", "/summary")[len(summary)]:
            summary.append(tag)
    if depth > 0 and len(summary) > 1:
        # A browser closes it at the end of the page.
        yield start, summary[0].end, summary[1].start, summary[1].end, end


def _tags(page: Page) -> Iterator[_Tag]:
    for block in page.document.blocks:
        if block.kind in ("html", "paragraph") and "<" in page.text[slice(*block.span)]:
            for m in _TAG.finditer(page.text, *block.span):
                yield _Tag(f"{m[1]}{m[2]}".lower(), *m.span())
