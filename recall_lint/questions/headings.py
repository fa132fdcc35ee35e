"""Headings that end in a question mark: `### 12. What is a closure?`, with the answer below.

A heading with other questions below it is their title, and not a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from recall_lint.base.model import Span
from recall_lint.questions.page import Found, Page, ends_as_question, join, numbered


def find(page: Page) -> Iterator[Found]:
    sections = page.document.sections
    asking = [section.item is None and ends_as_question(section.label) for section in sections]
    until = [0, *accumulate(asking)]
    for place, section in enumerate(sections):
        if not asking[place] or page.scope_at(section.span.start) is None:
            continue
        end = page.extent(place)
        last = place + 1
        while last < len(sections) and sections[last].span.start < end:
            last += 1
        body = Span(section.body.start, end)
        if until[last] - until[place + 1] or (section.level == 1 and last > place + 1):
            continue
        if not _holds_questions(page, body):
            number, text = numbered(section.label)
            span = Span(section.span.start, end)
            yield Found("heading", number, text, span, section.span, page.answer(body))


def _holds_questions(page: Page, body: Span) -> bool:
    """Whether most of the list items in a section are questions."""
    texts: dict[int, str] = {}
    for block in page.blocks(body):
        if block.item is not None and block.depth == 1:
            own = [part for part in block.parts if not part[1]]
            texts[block.item] = f"{texts.get(block.item, '')} {join(own)}"
    return 2 * sum(map(ends_as_question, texts.values())) > max(1, len(texts))
