"""Obsidian's callouts: `> [!question]- What is it?`, with the answer on the following lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recall_lint.base.model import Span
from recall_lint.questions.page import (
    WORD,
    Found,
    Page,
    numbered,
    one_line,
    rendered,
    says_something,
    split,
)

MARK = re.compile(r"\[!(?:question|faq|help)\][+-]?[ \t]*([^\n]*)\n?", re.IGNORECASE)


def find(page: Page) -> Iterator[Found]:
    seen: int | None = None
    for block in page.document.blocks:
        quote = block.quote
        if quote is None or block.kind != "paragraph" or quote.start == seen:
            continue
        seen = quote.start
        m = MARK.match(rendered(block.parts))
        if m is None:
            continue
        _, behind = split(block.parts, m.end())
        shown, body = m[1], says_something(behind)
        if not WORD.search(shown):
            # Without a title, the question is its first lines.
            shown, body = rendered(behind), False
        number, text = numbered(one_line(shown))
        if WORD.search(text):
            rest = Span(block.span.end, quote.end)
            answer = page.answer(rest)
            if body:
                answer = Span(page.lines(block.span)[0].end, quote.end)
            yield Found("callout", number, text, quote, block.span, answer)
