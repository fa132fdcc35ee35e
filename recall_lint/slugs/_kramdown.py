"""Shared by both kramdown dialects: which headings they recognize, and explicit IDs.

kramdown recognizes an ATX heading only at the start of its line, an underlined one only on one line
after a blank one, and neither without text or inside a block of raw HTML. `{#id}` after a space may
end a heading's line; a block attribute list, `{: #id .class key="value"}`, on the line after the
heading, or above it after a blank line, takes precedence. A line that Liquid leaves empty is also
blank.

Source: `parse_header_contents`, `parse_block_extensions`, `parse_attribute_list` and
`after_block_boundary?` of kramdown 2.4.
Differs: `{::options /}` is not read, and neither are named attribute lists (`{:name: #id}`) at
headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from recall_lint.base.model import Document, Section, Source, Span
from recall_lint.slugs import _attributes, _kramdown_lists
from recall_lint.slugs._raw_html import RawHtml
from recall_lint.slugs._unique import NaiveNames

_BLOCK_TAGS = (
    r"(?!(?:a|abbr|acronym|b|bdo|big|button|cite|code|del|dfn|em|i|ins|kbd|label|mark|option|q|rb|"
    r"rbc|rp|rt|rtc|ruby|samp|select|small|span|strong|sub|sup|time|tt|u|var)\b)[a-z][\w-]*"
)
_OWN_ID = re.compile(r"[\t ]\{#((?:[^\W\d]|:)[\w:.\-·]*)\}\Z")
_ATTRIBUTE_LIST = re.compile(r"[ \t>]*\{:(?![:/]|\w[\w-]*:)((?:\\\}|[^}])+)\}\s*\Z")
_TAGS = re.compile(r"(?:\{%[^%]*%\}\s*)+")
_MARKER = re.compile(r"(?:[-*+]|\d+[.)])[ \t]*")
_LISTED_ID = re.compile(
    r"(?:\A|\s)(?:\.[^\s.#]+)*#([A-Za-z][\w:-]*)|(?:\A|\s)id=(?:\"([^\"]*)\"|'([^']*)')"
)


def ids(
    document: Document,
    slug: Callable[[Section], str],
    *,
    after_blank: bool,
    prefix: str = "",
    makes_ids: bool = True,
    reads_html: bool = False,
) -> list[str | None]:
    """The ID of each section; `slug` computes the ID of one without an explicit ID, before
    numbering.
    """
    names = NaiveNames()
    raw = RawHtml("" if reads_html else document.source.text, _BLOCK_TAGS, kramdown=True)
    found: list[str | None] = []
    for section in document.sections:
        if section.style == "html":
            found.append(section.html_id)
        elif not is_seen(document.source, section, raw, after_blank=after_blank):
            found.append(None)
        elif (own := own_id(document.source, section)) or not makes_ids:
            found.append(own)
        else:
            made = names.next(slug(section))
            found.append(prefix + made if made else None)
    return found


def others(document: Document) -> Iterator[str]:
    """The IDs other than those of headings: of attribute lists and of footnotes."""
    text = document.source.text
    if "{:" not in text and "[^" not in text:
        return
    lines = _kramdown_lists.prose(text)
    yield from filter(None, _kramdown_lists.ids(lines))
    yield from _attributes.footnote_ids("\n".join(lines))


class Variant(NamedTuple):
    """A kramdown dialect with other settings."""

    NAME: str
    WHERE: str
    slug: Callable[[Section], str]
    """The ID of a heading's text, before it is made unique."""
    after_blank: bool
    """Whether ATX headings need a blank line above."""
    prefix: str
    """`auto_id_prefix`: the prefix of IDs made from a heading's text."""
    makes_ids: bool
    """`auto_ids`: whether a heading without an explicit ID gets one."""
    reads_html: bool
    """`parse_block_html`: whether the content of HTML blocks is Markdown."""

    def anchors(self, document: Document) -> list[str | None]:
        """The ID of each section of a document; None for a heading without one."""
        return ids(
            document,
            self.slug,
            after_blank=self.after_blank,
            prefix=self.prefix,
            makes_ids=self.makes_ids,
            reads_html=self.reads_html,
        )

    def key(self, fragment: str) -> str:
        """The lookup key of a percent-decoded fragment: itself."""
        return fragment

    def others(self, document: Document) -> Iterator[str]:
        """The IDs other than those of headings."""
        return others(document)


def variant(
    options: Mapping[str, str],
    name: str,
    where: str,
    slug: Callable[[Section], str],
    *,
    after_blank: bool,
) -> Variant:
    """A dialect with `prefix`, without `auto_ids`, or with Markdown in HTML blocks."""
    prefix = options.get("prefix", "")
    makes_ids = options.get("auto_ids") != "no"
    reads_html = options.get("html") == "markdown"
    return Variant(name, where, slug, after_blank, prefix, makes_ids, reads_html)


def is_seen(source: Source, section: Section, raw: RawHtml, *, after_blank: bool) -> bool:
    """Whether a Markdown heading is one for kramdown; `after_blank`:

    ATX headings need a blank line.
    """
    if "footnote" in section.containers or not section.markup.strip("# \t"):
        return False
    if section.span.start in raw or "\n" in section.markup:
        return False
    number = source.position(section.span.start).line
    if not section.containers:
        marker = source.line(number + (section.style == "setext"))
        if not marker.startswith(("#", "=", "-")):
            return False
    elif section.item is not None and "quote" not in section.containers:
        if source.position(section.item.start).line == number:
            return True
        if _indent(source.line(number)) != _content_column(source, section.item):
            return False
    if section.style == "atx" and not after_blank:
        return True
    return _starts_block(source, number)


def own_id(source: Source, section: Section) -> str | None:
    """The explicit ID of a heading."""
    number = source.position(section.span.start).line
    listed = _listed_above(source, number)
    after = number + 1 + (section.style == "setext")
    while (text := _attribute_list(source, after, number)) is not None:
        listed = _id_in(text) or listed
        after += 1
    if listed is None and (own := _OWN_ID.search(section.markup)):
        closing = section.style == "atx" and source.line(number).rstrip()[-1:] == "#"
        return None if closing else own[1]
    return listed


def _starts_block(source: Source, number: int) -> bool:
    """Whether only attribute lists are between a line and a blank one above it."""
    heading = number
    while _attribute_list(source, number - 1, heading) is not None:
        number -= 1
    above = _line(source, number - 1)
    return above is None or _is_blank(above) or _ends_front_matter(source, number - 1)


def _is_blank(line: str) -> bool:
    """Whether a line is blank after Liquid, inside a quote or not."""
    line = line.strip(" \t>")
    return not line or (line.startswith("{%") and _TAGS.fullmatch(line) is not None)


def _ends_front_matter(source: Source, number: int) -> bool:
    return source.line(number).rstrip() in ("---", "...") and source.line(1).rstrip() == "---"


def _listed_above(source: Source, number: int) -> str | None:
    """The ID in the attribute lists above a line, unless they belong to the block above.

    Blank lines may follow them, if there is one above them as well.
    """
    heading = number
    while (line := _line(source, number - 1)) is not None and _is_blank(line):
        number -= 1
    listed = None
    above = number
    while (text := _attribute_list(source, above - 1, heading)) is not None:
        listed = listed or _id_in(text)
        above -= 1
    if not _starts_block(source, above):
        return None
    line = _line(source, above - 1)
    return listed if number == heading or (line is not None and _is_blank(line)) else None


def _attribute_list(source: Source, number: int, heading: int) -> str | None:
    """The contents of an attribute list on a line in the same block as the heading."""
    line = _line(source, number)
    m = _ATTRIBUTE_LIST.match(line) if line else None
    if m is None:
        return None
    around, found = source.line(heading), m[0]
    is_beside = _indent(found) < _indent(around) + 4
    return m[1] if is_beside and _is_quoted(found) == _is_quoted(around) else None


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _id_in(attributes: str) -> str | None:
    found = None
    for m in _LISTED_ID.finditer(attributes):
        found = m[1] or m[2] or m[3] or found
    return found


def _indent(line: str) -> int:
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip())


def _content_column(source: Source, item: Span) -> int:
    """The column, from 0, at which the text of a list item begins."""
    number, column = source.position(item.start)
    line = source.line(number)
    marker = _MARKER.match(line, column - 1)
    return len(line[: marker.end()].expandtabs(4)) if marker else 0


def _line(source: Source, number: int) -> str | None:
    """A line by its number, None beyond either end."""
    if number < 1 or number > source.position(len(source.text)).line:
        return None
    return source.line(number)
