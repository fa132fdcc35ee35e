"""Flash cards of Obsidian's Spaced Repetition plugin and of Logseq.

In a document with the tag `#flashcards`, or with the comment in which the plugin stores due dates:
`question::answer` and `question:::answer` on one line, or a line `?` or `??` between a question and
its answer. Anywhere: a list item with `#card`, whose answer is the list below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from recall_lint.base.model import Block, Span
from recall_lint.markdown.front_matter import front_matter
from recall_lint.questions.page import WORD, Found, Page, numbered, one_line, rendered

_DUE: Final = "<!--SR:"
_TAG = re.compile(r"#(?<![A-Za-z0-9/&#]#)(?<!\]\(#)(?:flash)?cards?(?![^\W_])", re.IGNORECASE)
"""Matched as written: rendered text may be between underscores, and a link's anchor is not a tag.
"""
_DECK = re.compile(r"(?<![\w/&#])#flashcards?\b", re.IGNORECASE)
_CARD = re.compile(r"(?<![\w/&#])#card\b", re.IGNORECASE)
_DECK_KEY = re.compile(
    r"^[ \t]*(?:-[ \t]*|tags?[ \t]*:.*?)#?flashcards?\b", re.IGNORECASE | re.MULTILINE
)
_ONE_LINE = re.compile(r"(?<!:):::?(?!:)")
_BETWEEN: Final = ("?", "??")
_PROPERTY = re.compile(r"[ \t]*[\w-]+::(?:[ \t]|$)")
"""Logseq's properties of an item, on lines of their own: `card-repeats:: 2`."""
_BLANK_LINE = re.compile(r"\n[ \t>]*\r?\n")
_TICKS = re.compile(r"`+")


def holds_tag(text: str) -> bool:
    """Whether a text may have a card, by its tags and comments."""
    return (
        _DUE in text
        or _TAG.search(text) is not None
        or ("lashcard" in text.lower() and _DECK_KEY.search(front_matter(text)[0]) is not None)
    )


def find(page: Page) -> Iterator[Found]:
    has_deck = _has_deck(page)
    until = 0
    for place, block in enumerate(page.document.blocks):
        if block.kind != "paragraph" or block.span.start < until:
            continue
        text = rendered(block.parts)
        if block.depth and _CARD.search(text):
            found = [*_listed(page, place, text)]
        else:
            found = [*_in_paragraph(page, place, text)] if has_deck else []
        for card in found:
            # Nothing inside its answer is a card.
            until = card.span.end
            yield card


def _has_deck(page: Page) -> bool:
    document = page.document
    return _DECK_KEY.search(document.front_matter) is not None or any(
        _DECK.search(rendered(block.parts)) or _is_due_date(page, block)
        for block in document.blocks
        if block.kind in ("paragraph", "heading", "html")
    )


def _is_due_date(page: Page, block: Block) -> bool:
    return page.text.find(_DUE, *block.span) >= 0


def _listed(page: Page, place: int, text: str) -> Iterator[Found]:
    """A Logseq card: an item and the list inside it."""
    blocks = page.document.blocks
    block = blocks[place]
    last = place + 1
    while last < len(blocks) and _is_inside(blocks[last], block):
        last += 1
    lines = text.split("\n")
    own = [line for line in lines if not _PROPERTY.match(line)]
    asked = page.lines(block.span)[0] if own == lines[:1] != lines else block.span
    answer = None
    if last > place + 1:
        # From the start of the line: indentation determines nesting.
        start = page.text.rfind("\n", block.span.end, blocks[place + 1].span.start) + 1
        answer = Span(start or blocks[place + 1].span.start, blocks[last - 1].span.end)
    span = Span(block.span.start, blocks[last - 1].span.end)
    yield from _card(_CARD.sub("", "\n".join(own)), span, asked, answer)


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
        asked = Span(block.span.start, spans[between - 1].end)
        behind = Span(spans[between].end, _end_of_answer(page, place))
        answer = behind if WORD.search(page.text, *behind) else None
        span = Span(asked.start, asked.end if answer is None else answer.end)
        yield from _card("\n".join(lines[:between]), span, asked, answer)


def _end_of_answer(page: Page, place: int) -> int:
    """The end of an answer that begins in a block: at a blank line, or the due-date comment."""
    blocks = page.document.blocks
    block = blocks[place]
    last = place
    while last + 1 < len(blocks):
        other = blocks[last + 1]
        if other.depth <= block.depth > 0 and other.kind != "code":
            # The next item.
            break
        if _BLANK_LINE.search(page.text, blocks[last].span.end, other.span.start):
            break
        if other.kind == "heading" or _is_due_date(page, other):
            break
        last += 1
    return blocks[last].span.end


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
    written = page.text[slice(*span)]
    shown, source = ([*_ONE_LINE.finditer(text)] for text in (line, written))
    if len(shown) != len(source):
        return
    at = ticks = 0
    for m, there in zip(shown, source, strict=True):
        ticks += len(_TICKS.findall(written, at, there.start()))
        at = there.start()
        if ticks % 2:
            # Code may have two colons: `std::vector`.
            continue
        if WORD.search(line, m.end()):
            asked = Span(span.start, span.start + there.start())
            answer = Span(span.start + there.end(), span.end)
            yield from _card(line[: m.start()], span, asked, answer)
        return
