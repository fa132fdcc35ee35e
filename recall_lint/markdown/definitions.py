"""A paragraph → the link reference definitions at its start, which are removed from it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from recall_lint.base.model import Span
from recall_lint.markdown.inline_destinations import ANGLE, BLANKS
from recall_lint.markdown.leaves import Leaf, Places

_BLANKS = re.compile(BLANKS)
_PLAIN = re.compile(r"[^\x00-\x20\x7f()\\]++(?=[ \t\n\r\f]|\Z)")
_REST_BLANK = re.compile(r"[ \t]*(?:\n|\Z)")


class Definition(NamedTuple):
    """A link reference definition: `[label]: destination`."""

    destination: str
    """As written, without angle brackets."""
    span: Span
    """The characters of the destination."""


@cache
def _label() -> re.Pattern[str]:
    from mistune.helpers import LINK_LABEL

    return re.compile(r"\[(" + LINK_LABEL + r")\]:")


def take_definitions(paragraph: Leaf, definitions: dict[str, Definition]) -> None:
    """Remove the definitions at a paragraph's start; it may end up empty."""
    pieces = paragraph.pieces
    if not pieces or pieces[0][1][:1] != "[" or not any("]:" in piece for _, piece in pieces):
        return
    text = paragraph.text
    places = Places(paragraph)
    taken = 0
    while (end := _take_definition(text, taken, places, definitions)) is not None:
        taken = end
    if taken:
        del paragraph.pieces[: text.count("\n", 0, taken) + (taken >= len(text))]
        if paragraph.pieces:
            paragraph.start = paragraph.pieces[0][0]


def _take_definition(
    text: str, start: int, places: Places, definitions: dict[str, Definition]
) -> int | None:
    # Few documents have definitions, and importing their grammar takes time.
    from mistune.helpers import parse_link_title
    from mistune.util import unikey

    m = _label().match(text, start)
    if m is None or not (key := unikey(m.group(1))):
        return None
    found = _destination(text, m.end())
    if found is None:
        return None
    href, end = found
    _, title_end = parse_link_title(text, end, len(text))
    rest = _REST_BLANK.match(text, title_end) if title_end is not None else None
    # A destination may only be followed by a title.
    rest = rest or _REST_BLANK.match(text, end)
    if rest is None:
        return None
    if key not in definitions:
        definitions[key] = Definition(text[href.start : href.end], places.span(*href))
    return rest.end()


def _destination(text: str, start: int) -> tuple[Span, int] | None:
    """The characters of the destination after a label, and the end of the match."""
    from mistune.helpers import parse_link_href

    blanks = _BLANKS.match(text, start)
    assert blanks is not None
    if text.startswith("<", blanks.end()):
        m = ANGLE.match(text, blanks.end())
        return None if m is None else (Span(*m.span(1)), m.end())
    # The destination may be a data URL, and mistune reads one character at a time.
    if m := _PLAIN.match(text, blanks.end()):
        return Span(*m.span()), m.end()
    href, end = parse_link_href(text, start, block=True)
    return (Span(end - len(href), end), end) if href and end is not None else None
