"""Outermost list items: `1. What is it? [Reread](…)`, `- [ ] What is it?`.

The number is the one written, except in a list with lazy numbering (`1. 1. 1.`), where it is the
rendered one. The text is the item's own text without the links after it. If a line of it ends in a
question mark, or it begins with a heading, the rest is the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from recall_lint.base.model import Block, Item, Parts, QuestionForm, Span
from recall_lint.questions.page import (
    WORD,
    Found,
    Page,
    ends_as_question,
    join,
    says_something,
    split_lines,
)

_SEPARATOR = re.compile(r"[\s|,;.·/()\[\]–—-]*")
# Punctuation between a question and its link, which is not part of the question.
_LOOSE_END: Final = " |,;·/([–—-"
_LOOSE_START: Final = " \n|,;.·/)]–—-"
_LONGEST_ENTRY: Final = 5
"""Maximum number of characters next to a link that are not a sentence, in any script."""
_TASK = re.compile(r"[ \t]*\[[ xX]\][ \t]")


class _Own(NamedTuple):
    """A list item and its own text, without nested items and without the answer."""

    item: Item
    parts: Parts
    span: Span
    """From its first to its last character; empty, after the marker, if it has no text."""
    answer: Span | None


def find(page: Page) -> Iterator[Found]:
    items = [*_own_texts(page)]
    labels = _link_labels(items)
    for _, group in groupby(items, key=lambda own: own.item.list_start):
        siblings = list(group)
        for own, number in zip(siblings, _numbers([o.item for o in siblings]), strict=True):
            item = own.item
            text = _text(own.parts, labels)
            if page.asks(item.span.start, text) and (page.is_recall_page or _is_more(own, text)):
                after_marker = item.span.start + len(item.marker)
                form: QuestionForm = "task" if _TASK.match(page.text, after_marker) else "list-item"
                yield Found(form, number, text, item.span, own.span, own.answer)


def _is_more(own: _Own, text: str) -> bool:
    """Whether an item is more than an index entry: a link with at most one word."""
    words = join(part for part in own.parts if not part[1])
    return ends_as_question(text) or " " in words or len(words) > _LONGEST_ENTRY


def _own_texts(page: Page) -> Iterator[_Own]:
    """The items where every form counts, with their own texts."""
    blocks: dict[int, list[Block]] = {}
    for block in page.document.blocks:
        if block.item is not None:
            blocks.setdefault(block.item, []).append(block)
    for number, item in enumerate(page.document.items):
        if page.scope_at(item.span.start) is not None:
            yield _own_text(page, item, blocks.get(number, []))


def _own_text(page: Page, item: Item, blocks: list[Block]) -> _Own:
    own = [block for block in blocks if block.depth == 1 and _has_text(block)]
    if not own or own[0].kind == "code":
        after_marker = item.span.start + len(item.marker)
        return _Own(item, (), Span(after_marker, after_marker), None)
    first = own[0]
    asked = _asking_lines(page, first)
    if asked is not None:
        parts, span, rest = asked
        # An item nested below a question of a recall page may be a hint.
        later = own[1:] if page.is_recall_page else [b for b in blocks if b is not first]
        own_later = [part for block in own[1:] for part in (*block.parts, (" ", False))]
        is_asked_on = ends_as_question(join(_without_trailing_links(own_later or rest)))
        says = says_something(rest) or any(
            block.kind == "code" or says_something(block.parts) for block in later
        )
        if says and not is_asked_on:
            return _Own(item, parts, span, Span(span.end, item.span.end))
    parts = [*_without_sources(first.parts)]
    for block in own[1:]:
        parts += [(" ", False), *block.parts]
    return _Own(item, parts, Span(first.span.start, own[-1].span.end), None)


def _without_sources(parts: Parts) -> Parts:
    """Without trailing lines that only give a source: `Source: [there](…)`."""
    lines = split_lines(parts)
    end = len(lines)
    while end > 1 and lines[end - 1][:1] and not says_something(lines[end - 1]):
        if not WORD.search(join(part for part in lines[end - 1] if not part[1])):
            break
        end -= 1
    return parts if end == len(lines) else [part for line in lines[:end] for part in line]


def _has_text(block: Block) -> bool:
    """Whether a block shows anything, unlike a comment."""
    if block.kind == "html":
        return any(text.strip() for text, _ in block.parts)
    return block.kind == "code" or bool(block.parts)


def _asking_lines(page: Page, block: Block) -> tuple[Parts, Span, Parts] | None:
    """The question in a block: a heading, or the lines up to one that ends in a question mark; and
    the rest.
    """
    if block.kind == "heading":
        return block.parts, block.span, ()
    lines, spans = split_lines(block.parts), page.lines(block.span)
    if block.kind == "html" or len(lines) != len(spans):
        return None
    for index, (line, span) in enumerate(zip(lines, spans, strict=True), 1):
        if ends_as_question(join(_without_trailing_links(line))):
            head = [part for line in lines[:index] for part in line]
            rest = [part for line in lines[index:] for part in line]
            return head, Span(block.span.start, span.end), rest
    return None


def _numbers(items: list[Item]) -> list[int | None]:
    written = [int(i.marker[:-1]) if i.marker[0].isdigit() else None for i in items]
    first = written[0]
    if first is not None and len(set(written)) == 1:
        return [first + index for index in range(len(items))]
    return written


def _text(parts: Parts, labels: Counter[str]) -> str:
    own = _without_trailing_links(parts)
    if not own or (not WORD.search(join(own)) and not own[-1][0][-1].isspace()):
        # Only a link, possibly with a prefix that belongs to it: `@[name](…)`.
        text = join(parts)
        # `1. [Reread](…)` is not a question if other questions end in `[Reread](…)`.
        return (
            "" if text in labels or text.startswith(("#", "..")) or not WORD.search(text) else text
        )
    text = join(_without_leading_links(own, labels))
    if len(own) < len(parts):
        text = text.rstrip(_LOOSE_END)
    return text if WORD.search(text) else ""


def _link_labels(items: Iterable[_Own]) -> Counter[str]:
    """The texts of links after a question's own words, and how often each occurs."""
    labels: Counter[str] = Counter()
    for item in items:
        own = _without_trailing_links(item.parts)
        if WORD.search(join(own)):
            labels.update(join([part]) for part in item.parts[len(own) :] if part[1])
    return labels


def _without_trailing_links(parts: Parts) -> Parts:
    """Without links at the very end; a link before the question mark is part of the sentence."""
    end = len(parts)
    while end and (parts[end - 1][1] or _SEPARATOR.fullmatch(parts[end - 1][0])):
        end -= 1
    return parts[:end]


def _without_leading_links(parts: Parts, labels: Counter[str]) -> Parts:
    """Without a link at the very start, if the page's questions usually begin with one."""
    if len(parts) == 1 or not parts[0][1] or labels[join(parts[:1])] < 2 or parts[1][0][0] == ":":
        return parts
    return [(parts[1][0].lstrip(_LOOSE_START), parts[1][1]), *parts[2:]]
