"""Flash cards: those of Obsidian's Spaced Repetition, and those of Logseq.

In a document with the tag `#flashcards`: `question::answer` and `question:::answer` on one line,
or a line `?` or `??` between a question and its answer. Anywhere: a list item with `#card`, whose
answer is the list below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from recall_lint.base.model import Block, Span
from recall_lint.questions.page import WORD, Found, Page, numbered, one_line, rendered

TAGS: Final = ("#card", "flashcard")
_DECK = re.compile(r"(?<![\w/&#])#flashcards?\b", re.IGNORECASE)
_CARD = re.compile(r"(?<![\w/&#])#card\b", re.IGNORECASE)
_DECK_KEY = re.compile(
    r"^[ \t]*(?:-[ \t]*|tags?[ \t]*:.*?)#?flashcards?\b", re.IGNORECASE | re.MULTILINE
)
_ONE_LINE = re.compile(r"(?<!:):::?(?!:)")
_BETWEEN: Final = ("?", "??")


def find(page: Page) -> Iterator[Found]:
    has_deck = _has_deck(page)
    blocks = page.document.blocks
    for place, block in enumerate(blocks):
        if block.kind != "paragraph":
            continue
        text = rendered(block.parts)
        if block.depth and _CARD.search(text):
            yield from _listed(blocks, place, text)
        elif has_deck:
            yield from _in_paragraph(page, place, text)


def _has_deck(page: Page) -> bool:
    document = page.document
    return _DECK_KEY.search(document.front_matter) is not None or any(
        _DECK.search(rendered(block.parts))
        for block in document.blocks
        if block.kind in ("paragraph", "heading")
    )


def _listed(blocks: tuple[Block, ...], place: int, text: str) -> Iterator[Found]:
    """A card of Logseq: an item and the list inside it."""
    block = blocks[place]
    last = place + 1
    while last < len(blocks) and _is_inside(blocks[last], block):
        last += 1
    end = blocks[last - 1].span.end
    answer = Span(blocks[place + 1].span.start, end) if last > place + 1 else None
    yield from _card(_CARD.sub("", text), Span(block.span.start, end), block.span, answer)


def _is_inside(other: Block, block: Block) -> bool:
    return other.item == block.item and other.depth > block.depth


def _in_paragraph(page: Page, place: int, text: str) -> Iterator[Found]:
    """Cards of one line each, or the one around a line that is a question mark."""
    block = page.document.blocks[place]
    spans, lines = page.lines(block.span), text.split("\n")
    if len(lines) != len(spans):
        return
    between = next((i for i, line in enumerate(lines) if line.strip() in _BETWEEN), None)
    if between is None:
        for line, span in zip(lines, spans, strict=True):
            yield from _on_one_line(page, line, span)
    elif len(lines) == 1:
        yield from _between_blocks(page.document.blocks, place)
    elif between > 0:
        front, back = "\n".join(lines[:between]), "\n".join(lines[between + 1 :])
        asked = Span(block.span.start, spans[between - 1].end)
        answer = Span(spans[between].end, block.span.end) if WORD.search(back) else None
        yield from _card(front, block.span, asked, answer)


def _between_blocks(blocks: tuple[Block, ...], place: int) -> Iterator[Found]:
    """The card whose question is the block above and whose answer is the one below."""
    if 0 < place < len(blocks) - 1:
        asked, answer = blocks[place - 1].span, blocks[place + 1].span
        span = Span(asked.start, answer.end)
        yield from _card(rendered(blocks[place - 1].parts), span, asked, answer)


def _card(front: str, span: Span, asked: Span, answer: Span | None) -> Iterator[Found]:
    number, text = numbered(one_line(front))
    if WORD.search(text):
        yield Found("card", number, text, span, asked, answer)


def _on_one_line(page: Page, line: str, span: Span) -> Iterator[Found]:
    m = _ONE_LINE.search(line)
    written = page.text[slice(*span)]
    if m is None or "`" in written.partition("::")[0]:
        # Code may have two colons: `std::vector`.
        return
    at = written.find("::")
    if WORD.search(line, m.end()) and at >= 0:
        answer = Span(span.start + at + len(m[0]), span.end)
        yield from _card(line[: m.start()], span, Span(span.start, span.start + at), answer)
