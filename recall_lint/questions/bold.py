"""Paragraphs that begin in bold with a question: `**3. What is it?** [Reread](…)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recall_lint.base.model import Block, Span
from recall_lint.questions.page import (
    MARKS,
    Found,
    Page,
    ends_as_question,
    join,
    numbered,
    rendered,
    says_something,
    split,
)

_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?!\1)", re.DOTALL)


def find(page: Page) -> Iterator[Found]:
    asking = [(block, m) for block in page.document.blocks if (m := _bold(page, block))]
    starts = [*(block.span.start for block, _ in asking), len(page.text)]
    for (block, m), next_start in zip(asking, starts[1:], strict=True):
        start = block.span.start
        end = min(next_start, page.next_heading(start))
        shown = rendered(block.parts)
        # The rendered text begins with the bold words, up to their last question mark.
        length = _behind_mark(shown, sum(map(m[2].count, MARKS)))
        head, rest = split(block.parts, length)
        number, text = numbered(join(head))
        answer = page.answer(Span(block.span.end, end))
        if answer is not None or says_something(rest):
            answer = Span(m.end(), end)
        yield Found("bold", number, text, Span(start, end), Span(start, m.end()), answer)


def _bold(page: Page, block: Block) -> re.Match[str] | None:
    """The bold question at the start of a paragraph, if any."""
    start, end = block.span
    if block.kind != "paragraph" or block.item is not None or block.quote is not None:
        return None
    if not page.text.startswith(("**", "__"), start) or page.scope_at(start) is None:
        return None
    m = _BOLD.match(page.text, start, end)
    return m if m and ends_as_question(m[2]) else None


def _behind_mark(text: str, number: int) -> int:
    """The position after one of the question marks of a text, by number, 1 for the first."""
    for place, char in enumerate(text, 1):
        number -= char in MARKS
        if number == 0:
            return place
    return len(text)
