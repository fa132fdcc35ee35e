"""Hugo: the ids that its goldmark gives headings, with `autoHeadingIDType` github.

Algorithm: an `#id` in braces at the end of a heading, `{#id .class key=value}`,
is its id. Otherwise the heading's last line is taken as written, markup and
all, lower-cased character by character; letters (L*), digits (Nd), `-` and `_`
are kept, spaces become `-`, all else is dropped. Nothing left makes
`heading`. An HTML heading has the id it brings along or none.

Uniqueness: collision-checked suffix `-1`, `-2` … against all ids before it,
those written by hand included; the latter are never changed.

Source: `sanitizeAnchorName` and `idFactory` in Hugo's markup/goldmark, and
the heading parsers of goldmark.
Differs: headings in footnotes get an id there.
"""

from __future__ import annotations

import re
import unicodedata

from recall_lint.model import Document, Section
from recall_lint.slugs._text import lower_simple
from recall_lint.slugs._unique import CheckedNames

NAME = "hugo"
WHERE = "Hugo sites, with the default autoHeadingIDType"

_NAME = r"(?:[^\s!-/:-@\[-`{-~]|[_:.-])+"
_VALUE = r"\"(?:[^\"\\]|\\.)*\"|[^\s,{}\"']+"
_ATTRIBUTE = rf"(?:[#.]{_NAME}|[A-Za-z_:][\w:.-]*=(?:{_VALUE}))"
_ATTRIBUTES = re.compile(rf"(?<!\\)\{{\s*((?:{_ATTRIBUTE}(?:[\s,]+{_ATTRIBUTE})*)?)\s*\}}\Z")
_ID = re.compile(rf"(?:\A|[\s,])(?:#({_NAME})|id=(?:\"([^\"]*)\"|([^\s,]+)))")
_DROPPED_ASCII = re.compile(r"[^\w\- ]", re.ASCII)


def slug(text: str) -> str:
    """The id of a heading's last line as written, before it is made unique."""
    text = lower_simple(text)
    if text.isascii():
        kept = _DROPPED_ASCII.sub("", text)
    else:
        kept = "".join([char for char in text if char in "-_ " or _is_alphanumeric(char)])
    return kept.replace(" ", "-") or "heading"


def anchors(document: Document) -> list[str | None]:
    """The id of each section of a document; none for headings in footnotes."""
    names = CheckedNames()
    found: list[str | None] = []
    for section in document.sections:
        if section.style == "html":
            found.append(section.html_id)
        elif "footnote" in section.containers:
            found.append(None)
        else:
            found.append(_named(section, names))
    return found


def key(fragment: str) -> str:
    """What a percent-decoded fragment is looked up as: itself."""
    return fragment


def _named(section: Section, names: CheckedNames) -> str:
    line = section.markup.rpartition("\n")[2].strip(" \t")
    if attributes := _ATTRIBUTES.search(line):
        if own := _ID.findall(attributes[1]):
            name = "".join(own[-1])
            names.take(name)
            return name
        line = line[: attributes.start()].rstrip()
    return names.next(slug(line))


def _is_alphanumeric(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] == "L" or category == "Nd"
