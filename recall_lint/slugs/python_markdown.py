"""Python-Markdown with its extension `toc`, as in MkDocs.

Algorithm: the heading's text as rendered, without images and footnote references, is decomposed
(NFKD) and what is not ASCII dropped, then what is not a letter, digit, `_`, `-` or white space; it
is trimmed and lower-cased; each run of white space and `-` becomes one `-`. With `attr_list` an
attribute list at the end, `{#id .class}` or `{: #id }`, gives the ID instead and is not part of the
text. HTML headings only have explicit IDs; indented headings, underlined ones of several lines and
those inside a block of raw HTML are not headings.

Uniqueness: suffix `_1`, `_2` …, collision-checked against all IDs before it and all explicit IDs;
the number of a name that ends in `_1` itself is increased. An empty result becomes `_1`.

Options, as in `python-markdown?footnotes=yes&slug=unicode`:

- `attr_list=no`: attribute lists are text.
- `slug`: `unicode` keeps letters that are not ASCII; `pymdownx` does as well, keeps letter case and
  makes each space a `-`; `pymdownx-lower`, `-lower-ascii`, `-fold` change the case first, and an
  additional `-percent` encodes the result; `other` is an unknown function.
- `separator`: used instead of `-`.
- `footnotes=yes`, `blocks=yes` (pymdownx.blocks): their IDs are anchors.
- `tabs`, `block_tabs`: content tabs have IDs, those of pymdownx.tabbed or pymdownx.blocks.tab, by
  `number` or by one of the values of `slug`; `tab_separator`; with `tab_headings=yes` prefixed with
  the ID of the heading above.
- `md_in_html=yes`: `<div markdown>` contains Markdown.
- `directives=yes`: mkdocstrings makes anchors for `::: name` and everything documented there.
- `hooks=yes`: a comment such as `<!-- md:option x -->` is replaced by content with anchors.

Source: `slugify`, `unique` and `TocTreeprocessor` of markdown.extensions.toc,
`AttrListTreeprocessor` of markdown.extensions.attr_list, pymdownx.slugs.
Differs: Python-Markdown parses `#Title`, without a space, as a heading; its number is missed.
Differs: headings in footnotes get an ID there.
Differs: an unusual fence (three backticks and `rust,ignore`) is not a fence there, so that tags in
its code open raw HTML.
Differs: type parameters with spaces, `Map<K, V>`, are a tag there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote

from recall_lint.base.model import Document, PieceKind, Section, Source
from recall_lint.slugs import _extensions
from recall_lint.slugs._raw_html import RawHtml
from recall_lint.slugs._text import rendered
from recall_lint.slugs._unique import UnderscoreNames

NAME = "python-markdown"
WHERE = "MkDocs, Material for MkDocs"

_KINDS: Final[frozenset[PieceKind]] = frozenset({"code"})
_DROPPED = re.compile(r"[^\w\s-]", re.ASCII)
_DROPPED_UNICODE = re.compile(r"[^\w\s-]")
_DROPPED_PYMDOWNX = re.compile(r"[^\w\- ]")
_TAG = re.compile(r"</?[^>]*>")
_ASCII_CAPITALS: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_BLOCK_TAGS = (
    "address|article|aside|blockquote|body|canvas|center|colgroup|dd|details|dialog|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hgroup|html|iframe|legend|li|main|"
    "map|menu|nav|noscript|object|ol|p|pre|script|section|style|summary|table|tbody|td|tfoot|th|"
    "thead|tr|ul|video"
)
_INSTRUCTION = re.compile(r"<!--\s*[a-z]+:[a-z]+\b")
_ATTRIBUTES = re.compile(r" \{:?([^{}\n]+)\}[ \t]*\Z")


class _Settings(NamedTuple):
    """The options of the dialect."""

    attr_list: str = "yes"
    slug: str = ""
    separator: str = "-"
    footnotes: str = "no"
    blocks: str = "no"
    tabs: str = ""
    block_tabs: str = ""
    tab_separator: str = "-"
    tab_headings: str = "no"
    md_in_html: str = "no"
    directives: str = "no"
    hooks: str = "no"


class _Variant:
    """The dialect with some settings."""

    NAME = NAME
    WHERE = WHERE

    def __init__(self, settings: _Settings) -> None:
        self._settings = settings

    def anchors(self, document: Document) -> list[str | None]:
        """The ID of each section of a document; None for a heading without one."""
        raw = RawHtml(
            document.source.text,
            _BLOCK_TAGS,
            kramdown=False,
            markdown=self._settings.md_in_html == "yes",
        )
        seen = [_is_seen(document.source, section, raw) for section in document.sections]
        own = [
            (_own_id(section) if self._settings.attr_list == "yes" else None)
            if is_seen
            else section.html_id
            for section, is_seen in zip(document.sections, seen, strict=True)
        ]
        ids = (name for name, is_seen in zip(own, seen, strict=True) if is_seen and name)
        taken = UnderscoreNames([*ids, *self._others(document, tabs=False)])
        found: list[str | None] = []
        for section, is_seen, name in zip(document.sections, seen, own, strict=True):
            if is_seen and name is None:
                text = rendered(section, _KINDS)
                if self._settings.attr_list == "yes" and _ATTRIBUTES.search(section.markup):
                    text = _ATTRIBUTES.sub("", text)
                name = taken.next(slug(text, self._settings.slug, self._settings.separator))
            found.append(name)
        return found

    def key(self, fragment: str) -> str:
        """The lookup key of a percent-decoded fragment: itself."""
        return fragment

    def others(self, document: Document) -> Iterator[str]:
        """The IDs that extensions add, other than those of headings."""
        return self._others(document, tabs=True)

    def _others(self, document: Document, *, tabs: bool) -> Iterator[str]:
        settings = self._settings
        text = document.source.text
        lists = settings.attr_list == "yes" and "{" in text
        footnotes = settings.footnotes == "yes" and "[^" in text
        blocks = settings.blocks == "yes" and "///" in text
        tabs = tabs and bool((settings.tabs and "===" in text) or (settings.block_tabs and blocks))
        directives = settings.directives == "yes" and ":::" in text
        if not (lists or footnotes or blocks or tabs or directives):
            return
        lines = _prose(text)
        if lists:
            yield from _extensions.attribute_ids(lines)
        if footnotes:
            yield from _extensions.footnote_ids(lines)
        if blocks:
            yield from _extensions.block_ids(lines)
        if directives:
            yield from _extensions.directives(lines)
        if tabs:
            yield from self._tabs(document, lines)

    def _tabs(self, document: Document, lines: list[str]) -> Iterator[str]:
        taken = UnderscoreNames()
        settings = self._settings
        kinds = (settings.tabs, _extensions.tabs), (settings.block_tabs, _extensions.block_tabs)
        headings: list[_extensions.Heading] = []
        if settings.tab_headings == "yes":
            for section, name in zip(document.sections, self.anchors(document), strict=True):
                number = document.source.position(section.span.start).line - 1
                if name:
                    headings.append(_extensions.Heading(number, _indent(lines[number]), name))
        for kind, find in kinds:
            above = _extensions.HeadingsAbove(headings)
            for tab in find(lines) if kind else ():
                if kind == "number":
                    yield tab.number
                    continue
                name = slug(_plain(tab.title), kind, settings.tab_separator)
                heading = above(tab.line, _indent(lines[tab.line]))
                if heading is not None:
                    name = heading.name + settings.tab_separator + name
                yield taken.next(name)

    def opaque(self, document: Document) -> bool:
        """Whether only its generator knows all IDs of a document."""
        settings = self._settings
        if settings.slug == "other":
            return True
        text = document.source.text
        if settings.tabs == "other" and any(_extensions.tabs(_prose(text))):
            return True
        if settings.block_tabs == "other" and any(_extensions.block_tabs(_prose(text))):
            return True
        if settings.hooks == "yes" and _INSTRUCTION.search(text):
            return True
        if settings.directives != "yes" or ":::" not in text:
            return False
        return any(_extensions.directives(_prose(text)))

    def hides(self, fragment: str) -> bool:
        """Whether this may be an ID that only its generator knows: no heading's text has it."""
        settings = self._settings
        if settings.slug == "other" or "other" in (settings.tabs, settings.block_tabs):
            return True
        return slug(fragment, settings.slug, settings.separator) != fragment


# Headings and other IDs are requested separately.
_prose = lru_cache(maxsize=1)(_extensions.prose)

_DEFAULT: Final = _Variant(_Settings())


def variant(options: Mapping[str, str]) -> _Variant:
    """The dialect with other settings; the module's docstring lists them."""
    return _Variant(_Settings(**options))


def anchors(document: Document) -> list[str | None]:
    """The ID of each section of a document; None for a heading without one."""
    return _DEFAULT.anchors(document)


def others(document: Document) -> Iterator[str]:
    """The IDs of attribute lists, except those of headings."""
    return _DEFAULT.others(document)


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment: itself."""
    return fragment


def slug(text: str, kind: str = "", separator: str = "-") -> str:
    """The ID of a heading's text, before it is made unique; `kind` is the option `slug`."""
    if kind.startswith("pymdownx"):
        return _pymdownx_slug(text, kind, separator)
    if kind == "unicode":
        dropped = _DROPPED_UNICODE
    else:
        dropped = _DROPPED
        if not text.isascii():
            text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    text = dropped.sub("", text).strip().lower()
    return re.sub(rf"[{re.escape(separator)}\s]+", lambda _: separator, text)


def _pymdownx_slug(text: str, kind: str, separator: str) -> str:
    _, *changes = kind.split("-", 1)
    case = changes[0].removesuffix("percent").strip("-") if changes else ""
    text = _TAG.sub("", unicodedata.normalize("NFC", text)).strip()
    if case == "lower":
        text = text.lower()
    elif case == "lower-ascii":
        text = text.translate(_ASCII_CAPITALS)
    elif case == "fold":
        text = text.casefold()
    text = _DROPPED_PYMDOWNX.sub("", text).replace(" ", separator)
    return quote(text) if kind.endswith("-percent") else text


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _plain(title: str) -> str:
    """A tab's title without marks of emphasis and code."""
    return re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", title)


def _own_id(section: Section) -> str | None:
    attributes = _ATTRIBUTES.search(section.markup)
    return _extensions.listed_id(attributes[1]) if attributes else None


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
