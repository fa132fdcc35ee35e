"""A paragraph → the link reference definitions at its head, taken off it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from recall_lint.markdown.leaves import Leaf, Places
from recall_lint.model import Span

_REST_BLANK = re.compile(r"[ \t]*(?:\n|\Z)")


class Definition(NamedTuple):
    """A link reference definition: `[label]: destination`."""

    destination: str
    """As written, without angle brackets."""
    span: Span
    """The destination's characters."""


@cache
def _label() -> re.Pattern[str]:
    from mistune.helpers import LINK_LABEL

    return re.compile(r"\[(" + LINK_LABEL + r")\]:")


def take_definitions(paragraph: Leaf, definitions: dict[str, Definition]) -> None:
    """Take the definitions off a paragraph's head; it may be left with no piece."""
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
    # Few documents have definitions, and their grammar takes its time to load.
    from mistune.helpers import parse_link_href, parse_link_title
    from mistune.util import unikey

    m = _label().match(text, start)
    if m is None or not (key := unikey(m.group(1))):
        return None
    href, href_end = parse_link_href(text, m.end(), block=True)
    if href is None or href_end is None:
        return None
    angle = text[href_end - 1] == ">" and text[href_end - len(href) - 2] == "<"
    if not href and not angle:
        return None
    _, title_end = parse_link_title(text, href_end, len(text))
    rest = _REST_BLANK.match(text, title_end) if title_end is not None else None
    # What follows a destination and is no title must be nothing.
    rest = rest or _REST_BLANK.match(text, href_end)
    if rest is None:
        return None
    if key not in definitions:
        start = href_end - len(href) - angle
        definitions[key] = Definition(href, places.span(start, start + len(href)))
    return rest.end()
