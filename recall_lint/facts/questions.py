"""Document → its recall questions. The only room that says what a question is.

Every outermost list item of a recall page is a question. Its number is the
one that was written, except in a list that is numbered lazily (`1. 1. 1.`),
where it is the one that a reader sees. Its text is the item's own text
without the links that stand after it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final
from zlib import crc32

from recall_lint.base.model import Document, Item, Question, Section

_WORD = re.compile(r"\w")
_SEPARATOR = re.compile(r"[\s|,;.·/()\[\]–—-]*")
# What joins a question and the link that is no part of it.
_LOOSE_END: Final = " |,;·/([–—-"
_LOOSE_START: Final = " \n|,;.·/)]–—-"
_SPACES = re.compile(r"\s+")

_END: Final = " ?!.:…"
"""What may differ at the end of the same question; other signs make `C++` of `C`."""


def find(document: Document) -> tuple[Question, ...]:
    """The questions of a recall page, in order."""
    links = sorted((x for x in document.links if not x.image), key=lambda link: link.whole.start)
    starts = [link.whole.start for link in links]
    labels = _link_labels(document.items)
    sections = _sections_around(document, [item.span.start for item in document.items])
    questions = []
    for _, group in groupby(document.items, key=lambda item: item.list_start):
        items = list(group)
        for item, number in zip(items, _numbers(items), strict=True):
            inside = slice(bisect_left(starts, item.span.start), bisect_left(starts, item.span.end))
            questions.append(
                Question(
                    number,
                    _text(item, labels),
                    item.span,
                    item.text_span,
                    tuple(links[inside]),
                    next(sections),
                )
            )
    return tuple(questions)


def words(question: Question) -> str:
    """What two questions share if they ask the same."""
    return question.text.casefold().rstrip(_END)


def fingerprint(text: str) -> int:
    """A number of 32 bits that stands for a question's words."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def fingerprints(document: Document) -> array[int]:
    """The fingerprints of a recall page's questions, those without words left out."""
    return array("I", (fingerprint(words(q)) for q in find(document) if words(q)))


def _sections_around(document: Document, offsets: Iterable[int]) -> Iterator[Section | None]:
    """`document.section_around` of ascending offsets, all in linear time."""
    ahead = deque(document.sections)
    above: list[Section] = []
    for offset in offsets:
        while ahead and ahead[0].span.start < offset:
            above.append(ahead.popleft())
        # What has ended before this offset has ended before the later ones, too.
        while above and (item := above[-1].item) is not None and item.end <= offset:
            above.pop()
        yield above[-1] if above else None


def _numbers(items: list[Item]) -> list[int | None]:
    written = [int(i.marker[:-1]) if i.marker[0].isdigit() else None for i in items]
    first = written[0]
    if first is not None and len(set(written)) == 1:
        return [first + index for index in range(len(items))]
    return written


def _text(item: Item, labels: Counter[str]) -> str:
    own = _without_trailing_links(item.parts)
    if not own or (not _WORD.search(_join(own)) and not own[-1][0][-1].isspace()):
        # Only a link, perhaps with something in front that belongs to it: `@[name](…)`.
        text = _join(item.parts)
        # `1. [Reread](…)` asks nothing where other questions end in `[Reread](…)`.
        return (
            "" if text in labels or text.startswith(("#", "..")) or not _WORD.search(text) else text
        )
    text = _join(_without_leading_links(own, labels))
    if len(own) < len(item.parts):
        text = text.rstrip(_LOOSE_END)
    return text if _WORD.search(text) else ""


def _link_labels(items: Iterable[Item]) -> Counter[str]:
    """The texts of links that stand after a question's own words, and how often."""
    labels: Counter[str] = Counter()
    for item in items:
        own = _without_trailing_links(item.parts)
        if _WORD.search(_join(own)):
            labels.update(_join([part]) for part in item.parts[len(own) :] if part[1])
    return labels


def _without_trailing_links(
    parts: tuple[tuple[str, bool], ...],
) -> tuple[tuple[str, bool], ...]:
    """Links at the very end; one before a question mark is part of the sentence."""
    end = len(parts)
    while end and (parts[end - 1][1] or _SEPARATOR.fullmatch(parts[end - 1][0])):
        end -= 1
    return parts[:end]


def _without_leading_links(
    parts: tuple[tuple[str, bool], ...], labels: Counter[str]
) -> tuple[tuple[str, bool], ...]:
    """Without a link at the very start, if it is the page's habit to end with such a one."""
    if len(parts) == 1 or not parts[0][1] or labels[_join(parts[:1])] < 2 or parts[1][0][0] == ":":
        return parts
    return ((parts[1][0].lstrip(_LOOSE_START), parts[1][1]), *parts[2:])


def _join(parts: Iterable[tuple[str, bool]]) -> str:
    return _SPACES.sub(" ", "".join([text for text, _ in parts])).strip()
