"""Python-Markdown with its extensions `toc` and `attr_list`, as MkDocs runs it.

Algorithm: the heading's text as rendered, without images and footnote
references, is decomposed (NFKD) and what is not ASCII dropped, then what is
not a letter, digit, `_`, `-` or white space; it is trimmed and lower-cased;
each run of white space and `-` becomes one `-`. An attribute list at the end,
`{#id .class}` or `{: #id }`, gives the id instead and is no part of the text.
HTML headings have the id they bring along or none; indented headings,
underlined ones of several lines and those inside a block of raw HTML are no
headings.

Uniqueness: suffix `_1`, `_2` …, collision-checked against all ids before it
and all ids written by hand; a name that ends in `_1` itself counts on from
there. Nothing left makes `_1`.

Source: `slugify`, `unique` and `TocTreeprocessor` of markdown.extensions.toc,
`AttrListTreeprocessor` of markdown.extensions.attr_list.
Differs: ids of paragraphs, `{: #id }` on a line of its own, are not known to be taken.
Differs: Python-Markdown takes `#Title`, without a space, for a heading; its number is missed.
Differs: headings in footnotes get an id there.
Differs: an unusual fence (three backticks and `rust,ignore`) is no fence there,
so that tags in its code open raw HTML.
Differs: type parameters with spaces, `Map<K, V>`, are a tag there.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from recall_lint.model import Document, PieceKind, Section, Source
from recall_lint.slugs._raw_html import RawHtml
from recall_lint.slugs._text import rendered

NAME = "python-markdown"
WHERE = "MkDocs, Material for MkDocs"

_KINDS: Final[frozenset[PieceKind]] = frozenset({"code"})
_DROPPED = re.compile(r"[^\w\s-]", re.ASCII)
_SEPARATORS = re.compile(r"[-\s]+")
_BLOCK_TAGS = (
    "address|article|aside|blockquote|body|canvas|center|colgroup|dd|details|dialog|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hgroup|html|iframe|legend|li|main|"
    "map|menu|nav|noscript|object|ol|p|pre|script|section|style|summary|table|tbody|td|tfoot|th|"
    "thead|tr|ul|video"
)
_NUMBERED = re.compile(r"(.*)_([0-9]+)")
_ATTRIBUTES = re.compile(r" \{:?([^{}\n]+)\}[ \t]*\Z")
_LISTED_ID = re.compile(r"(?:\A|\s)(?:#([^\s}=]+)|id=(?:\"([^\"]*)\"|'([^']*)'|([^\s}=]+)))")


def slug(text: str) -> str:
    """The id of a heading's text, before it is made unique."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _SEPARATORS.sub("-", _DROPPED.sub("", text).strip().lower())


def anchors(document: Document) -> list[str | None]:
    """The id of each section of a document; None where Python-Markdown gives none."""
    raw = RawHtml(document.source.text, _BLOCK_TAGS, kramdown=False)
    seen = [_is_seen(document.source, section, raw) for section in document.sections]
    own = [
        _own_id(section) if is_seen else section.html_id
        for section, is_seen in zip(document.sections, seen, strict=True)
    ]
    taken = {name for name, is_seen in zip(own, seen, strict=True) if is_seen and name}
    found: list[str | None] = []
    for section, is_seen, name in zip(document.sections, seen, own, strict=True):
        if is_seen and name is None:
            text = rendered(section, _KINDS)
            if _ATTRIBUTES.search(section.markup):
                text = _ATTRIBUTES.sub("", text)
            name = _unique(slug(text), taken)
            taken.add(name)
        found.append(name)
    return found


def key(fragment: str) -> str:
    """What a percent-decoded fragment is looked up as: itself."""
    return fragment


def _unique(name: str, taken: set[str]) -> str:
    if name and name not in taken:
        return name
    m = _NUMBERED.fullmatch(name)
    base, count = (m[1], int(m[2])) if m else (name, 0)
    count += 1
    while f"{base}_{count}" in taken:
        count += 1
    return f"{base}_{count}"


def _own_id(section: Section) -> str | None:
    attributes = _ATTRIBUTES.search(section.markup)
    found = None
    if attributes:
        for m in _LISTED_ID.finditer(attributes[1]):
            found = m[1] or m[2] or m[3] or m[4]
    return found


def _is_seen(source: Source, section: Section, raw: RawHtml) -> bool:
    if section.style == "html" or "footnote" in section.containers:
        return False
    if section.span.start in raw or "\n" in section.markup:
        return False
    number = source.position(section.span.start).line
    if section.item is not None:
        if "quote" in section.containers or source.position(section.item.start).line == number:
            return True
        line = source.line(number).expandtabs(4)
        return len(line) - len(line.lstrip()) == 4 * len(section.containers)
    if section.containers:
        return True
    return source.line(number + (section.style == "setext")).startswith(("#", "=", "-"))
