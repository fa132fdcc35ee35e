"""Document → its recall questions, one form per module. The only room that knows what a question
is.

On a recall page every form counts. In a note, all forms count in sections with the names of
question sections, and elsewhere the unmistakable ones: callouts, pairs, cards, tables. If one
question contains another, the inner one is part of the outer one's answer. Only a list item that
contains cards is not a question itself.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final
from zlib import crc32

from recall_lint.base.model import Document, Link, Question, Section
from recall_lint.questions import (
    bold,
    callouts,
    cards,
    details,
    headings,
    list_items,
    pairs,
    tables,
)
from recall_lint.questions.page import Form, Found, Page
from recall_lint.questions.section_names import BUILT_IN, SectionNames
from recall_lint.questions.signs import may_ask

__all__ = ["SectionNames", "find", "fingerprint", "fingerprints", "may_ask", "words"]

FORMS: Final[tuple[Form, ...]] = (
    callouts,
    cards,
    tables,
    pairs,
    headings,
    details,
    bold,
    list_items,
)
"""If two begin at the same position, the earlier form counts."""

_END: Final = " ?!.:…"
"""Differences allowed at the end of the same question; other characters distinguish `C++` from `C`.
"""
_LOOSE: Final = " \n|,;·–—-"
"""Characters between a question and a wiki link after it."""
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_FOOTNOTE_TEXT = re.compile(r"^[ ]{0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)


def find(
    document: Document, names: SectionNames = BUILT_IN, *, is_recall_page: bool = True
) -> tuple[Question, ...]:
    """The questions of a document, in order."""
    if not document.blocks and not document.items:
        return ()
    page = Page(document, names, is_recall_page=is_recall_page)
    found = _outermost([each for form in FORMS for each in form.find(page)])
    if not found:
        return ()
    links = sorted((x for x in document.links if not x.image), key=lambda link: link.whole.start)
    starts = [link.whole.start for link in links]
    notes = _footnotes(document, links)
    sections = _sections_around(document, (each.span.start for each in found))
    questions = []
    for each, section in zip(found, sections, strict=True):
        first, last = (bisect_left(starts, offset) for offset in each.span)
        own = [*links[first:last], *_noted(page.text, each, notes)]
        questions.append(
            Question(
                each.number,
                _without_wiki_links(each.text),
                each.span,
                each.text_span,
                tuple(own),
                section,
                each.form,
                each.answer,
            )
        )
    return tuple(questions)


def words(question: Question) -> str:
    """The words of a question, for comparison with others."""
    return question.text.casefold().rstrip(_END)


def fingerprint(text: str) -> int:
    """A 32-bit number that identifies a question's words."""
    return crc32(text.encode("utf-8", "surrogatepass"))


def fingerprints(questions: Iterable[Question]) -> array[int]:
    """The fingerprints of questions, except those without words."""
    return array("I", (fingerprint(words(q)) for q in questions if words(q)))


def _outermost(found: list[Found]) -> list[Found]:
    """The questions that are not inside another one, in order."""
    # Sorting is stable: of those that begin together, the form that is listed first stays first.
    found.sort(key=lambda each: each.span.start)
    cards_at = [each.span.start for each in found if each.form == "card"]
    outermost: list[Found] = []
    for each in found:
        if each.form in ("list-item", "task"):
            first, last = (bisect_left(cards_at, offset) for offset in each.span)
            if first < last:
                continue
        if not outermost or each.span.start >= outermost[-1].span.end:
            outermost.append(each)
    return outermost


def _without_wiki_links(text: str) -> str:
    """A question without the `[[…]]` after it, unless it consists of that.

    These link to the answer in a vault, and are text elsewhere, but are never words of a question.
    """
    end = len(text)
    while text.endswith("]]", 0, end):
        start = text.rfind("[[", 0, end)
        if start < 0 or "]" in text[start : end - 2]:
            break
        end = start - text.endswith("!", 0, start)
        while end and text[end - 1] in _LOOSE:
            end -= 1
    return text[:end] or text


def _sections_around(document: Document, offsets: Iterable[int]) -> Iterator[Section | None]:
    """`document.section_around` of ascending offsets, in linear time.

    A question in a heading belongs to the section above with a higher level.
    """
    ahead = deque(document.sections)
    above: list[Section] = []
    for offset in offsets:
        while ahead and ahead[0].span.start < offset:
            above.append(ahead.popleft())
        # A section that ended before this offset has also ended before the later ones.
        while above and (item := above[-1].item) is not None and item.end <= offset:
            above.pop()
        if ahead and ahead[0].span.start == offset:
            while above and above[-1].level >= ahead[0].level:
                above.pop()
        yield above[-1] if above else None


def _footnotes(document: Document, links: list[Link]) -> dict[str, list[Link]]:
    """The links of each footnote, by label."""
    text = document.source.text
    if "[^" not in text:
        return {}
    found: dict[str, list[Link]] = {}
    marks = [*_FOOTNOTE_TEXT.finditer(text)]
    starts = [link.whole.start for link in links]
    for m, end in zip(marks, [*(m.start() for m in marks), len(text)][1:], strict=True):
        blank = text.find("\n\n", m.end())
        end = min(end, blank if blank >= 0 else end)
        first, last = bisect_left(starts, m.end()), bisect_left(starts, end)
        found.setdefault(m[1], links[first:last])
    return found


def _noted(text: str, found: Found, notes: dict[str, list[Link]]) -> Iterator[Link]:
    """The links of the footnotes that a question refers to."""
    if notes:
        for m in _FOOTNOTE.finditer(text, *found.span):
            yield from (
                link
                for link in notes.get(m[1], ())
                if not found.span.start <= link.whole.start < found.span.end
            )
