"""What both kramdown dialects share: which headings they see, and ids written by hand.

kramdown sees an ATX heading only at the start of its line, an underlined one
only after a blank line and of one line, neither without text nor inside a
block of raw HTML. `{#id}` after a space ends a heading's line; a block
attribute list, `{: #id .class key="value"}`, stands on the line after the
heading, or above it after a blank line, and wins.

Source: `parse_header_contents`, `parse_block_extensions`,
`parse_attribute_list` and `after_block_boundary?` of kramdown 2.4.
Not read: named attribute lists (`{:name: #id}`) and `{::options /}`.
"""

from __future__ import annotations

import re

from recall_lint.model import Document, Section, Source
from recall_lint.slugs._raw_html import RawHtml

_OWN_ID = re.compile(r"[\t ]\{#((?:[^\W\d]|:)[\w:.\-·]*)\}\Z")
_ATTRIBUTE_LIST = re.compile(r"[ \t>]*\{:(?![:/])((?:\\\}|[^}])+)\}\s*\Z")
_LISTED_ID = re.compile(
    r"(?:\A|\s)(?:\.[^\s.#]+)*#([A-Za-z][\w:-]*)|(?:\A|\s)id=(?:\"([^\"]*)\"|'([^']*)')"
)


def raw_html(document: Document) -> RawHtml:
    """The document's blocks of raw HTML as kramdown sees them."""
    return RawHtml(document.source.text, markdown_attribute=True)


def is_seen(source: Source, section: Section, raw: RawHtml, *, after_blank: bool) -> bool:
    """Whether a Markdown heading is one for kramdown; `after_blank`: ATX only after a blank."""
    if "footnote" in section.containers or not section.markup.strip("# \t"):
        return False
    if section.span.start in raw or "\n" in section.markup:
        return False
    number = source.position(section.span.start).line
    if not section.containers:
        marker = source.line(number + (section.style == "setext"))
        if not marker.startswith(("#", "=", "-")):
            return False
    if section.style == "atx" and not after_blank:
        return True
    return _starts_block(source, section, number)


def own_id(source: Source, section: Section) -> str | None:
    """The id that was written for a heading."""
    number = source.position(section.span.start).line
    listed = _listed_above(source, number) or None
    after = number + 1 + (section.style == "setext")
    while (text := _attribute_list(source, after)) is not None:
        listed = _id_in(text) or listed
        after += 1
    if listed is None and (own := _OWN_ID.search(section.markup)):
        return own[1]
    return listed


def _starts_block(source: Source, section: Section, number: int) -> bool:
    """Whether nothing but attribute lists stands between the heading and a blank line."""
    if section.item is not None and source.position(section.item.start).line == number:
        return True
    while _attribute_list(source, number - 1) is not None:
        number -= 1
    above = _line(source, number - 1)
    return above is None or not above.strip(" \t>") or _ends_front_matter(source, number - 1)


def _ends_front_matter(source: Source, number: int) -> bool:
    return source.line(number).rstrip() in ("---", "...") and source.line(1).rstrip() == "---"


def _listed_above(source: Source, number: int) -> str | None:
    """The id of the attribute lists above a line, if they belong to what follows them."""
    listed = None
    above = number - 1
    while (line := _line(source, above)) is not None:
        if (text := _attribute_list(source, above)) is not None:
            listed = listed or _id_in(text)
        elif line.strip(" \t>"):
            return listed if above + 1 < number and not source.line(above + 1).strip(" \t>") else None
        above -= 1
    return listed


def _attribute_list(source: Source, number: int) -> str | None:
    line = _line(source, number)
    m = _ATTRIBUTE_LIST.match(line) if line else None
    return m[1] if m else None


def _id_in(attributes: str) -> str | None:
    found = None
    for m in _LISTED_ID.finditer(attributes):
        found = m[1] or m[2] or m[3] or found
    return found


def _line(source: Source, number: int) -> str | None:
    """A line by its number, None beyond either end."""
    if number < 1 or number > source.position(len(source.text)).line:
        return None
    return source.line(number)
