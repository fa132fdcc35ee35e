"""mdBook: the IDs that its HTML renderer gives headings.

Algorithm: the heading's text as rendered is trimmed and lower-cased; what is not alphanumeric
(Unicode Alphabetic, Nd, Nl or No), `-`, `_` or white space is dropped; each white space becomes
`-`. An empty result becomes `section`.

Uniqueness: collision-checked suffix `-1`, `-2` …, counted over headings and the terms of definition
lists together, in document order.

An attribute block at the end of a heading, `{#id .class}`, is not part of its text; the last ID in
it is the heading's, unchanged and not counted. An HTML heading only has an explicit ID. A footnote
that is referred to has `footnote-NAME`, its references `fr-NAME-1`, `fr-NAME-2` …

Variant: `smart-punctuation=yes` turns `--`, `---` and `...` into characters that are dropped, as
mdBook does by default since 0.5; `definition-lists=no`.

Source: `id_from_content` and `unique_id` of mdBook's HTML crate, and the pages that mdBook 0.5.4
makes of the rows of the truth table. The property Alphabetic of combining marks, which Python does
not provide, is approximated by their combining class: correct for all but some 350 rare characters.
Differs: for an empty result, mdBook 0.5.4 makes an empty ID, later versions `section`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from recall_lint.base.model import Document, Section
from recall_lint.slugs._text import is_alphabetic_symbol
from recall_lint.slugs._unique import CheckedNames

NAME = "mdbook"
WHERE = "mdBook books"

_ATTRIBUTES = re.compile(r"(?<!`)\{([^{}\n]*)\}\s*\Z")
_SMART = re.compile(r"-{2,3}|\.{3}")
_INCLUDE = re.compile(r"\{\{\s*#include\s[^}\n]*\.(?:md|markdown)\b")
_FENCE = re.compile(r"[ >]{0,9}(`{3,}|~{3,})")
_LEAD = re.compile(r"(?:[ \t]|>|[-*+](?=\s)|\d+[.)](?=\s))*")
_DEFINES = re.compile(r"[ >]*:[ \t]+\S")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_NOTE = re.compile(r"\[\^([^\[\]\s]+)\](:?)")
_DROPPED_ASCII = re.compile(r"[^\w\-\s]", re.ASCII)
_SPACE = re.compile(r"\s")


def slug(text: str) -> str:
    """The ID of a heading's rendered text, before it is made unique."""
    text = text.strip().lower()
    if text.isascii():
        kept = _DROPPED_ASCII.sub("", text)
    else:
        kept = "".join([c for c in text if c in "-_" or c.isspace() or _is_alphanumeric(c)])
    return _SPACE.sub("-", kept) or "section"


def anchors(document: Document) -> list[str | None]:
    """The ID of each section of a document."""
    return _PLAIN.anchors(document)


def others(document: Document) -> list[str]:
    """The IDs of footnotes, and of the terms of definition lists."""
    return _PLAIN.others(document)


def opaque(document: Document) -> bool:
    """Whether it includes Markdown of other files, which may have headings."""
    text = document.source.text
    return "{{#include" in text and _INCLUDE.search(text) is not None


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment: itself."""
    return fragment


def _is_alphanumeric(char: str) -> bool:
    if char.isalnum():
        return True
    match unicodedata.category(char):
        case "Mn" | "Mc":
            combining = unicodedata.combining(char)
            selector = "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0000"
            return 10 <= combining <= 35 or (combining == 0 and not selector)
        case "So":
            return is_alphabetic_symbol(char)
    return False


class _Variant:
    """The dialect with the settings of a book."""

    NAME = NAME
    WHERE = WHERE

    def __init__(self, *, smart: bool, definitions: bool) -> None:
        self._smart = smart
        self._definitions = definitions

    def anchors(self, document: Document) -> list[str | None]:
        ids = self._ids(document)
        return [ids[place] for place in range(len(document.sections))]

    def others(self, document: Document) -> list[str]:
        ids = self._ids(document)
        return [*(ids[place] or "" for place in ids if place < 0), *_notes(document.source.text)]

    opaque = staticmethod(opaque)
    key = staticmethod(key)

    def _ids(self, document: Document) -> dict[int, str | None]:
        """The ID of each section by its index, and of each term by a negative number."""
        found = [(section.span.start, n) for n, section in enumerate(document.sections)]
        terms = [*_terms(document.source.text)] if self._definitions else []
        found += [(start, ~n) for n, (start, _) in enumerate(terms)]
        names = CheckedNames()
        ids: dict[int, str | None] = {}
        for _, place in sorted(found):
            if place < 0:
                ids[place] = names.next(slug(self._plain(terms[~place][1])))
                continue
            section = document.sections[place]
            attributes = _ATTRIBUTES.search(section.markup)
            own = _own_id(attributes[1]) if attributes else None
            if section.style == "html":
                ids[place] = section.html_id
            elif own:
                ids[place] = own
            else:
                text = self._text(section)
                ids[place] = names.next(slug(_ATTRIBUTES.sub("", text) if attributes else text))
        return ids

    def _text(self, section: Section) -> str:
        """A heading's text without smart punctuation, except in code."""
        kinds = {piece.kind for piece in section.pieces}
        if not self._smart or "code" not in kinds:
            return self._plain(section.title)
        return "".join(
            piece.text if piece.kind == "code" else self._plain(piece.text)
            for piece in section.pieces
            if piece.kind in ("text", "code", "footnote")
        )

    def _plain(self, text: str) -> str:
        return _SMART.sub("", text) if self._smart else text


def variant(options: Mapping[str, str]) -> _Variant:
    """The dialect with `smart-punctuation=yes` or `definition-lists=no`."""
    return _Variant(
        smart=options.get("smart-punctuation") == "yes",
        definitions=options.get("definition-lists") != "no",
    )


_PLAIN: Final = _Variant(smart=False, definitions=True)


def _own_id(attributes: str) -> str | None:
    ids = [word[1:] for word in attributes.split() if word.startswith("#")]
    return ids[-1] if ids else None


def _terms(text: str) -> Iterator[tuple[int, str]]:
    """The terms of definition lists: the paragraph before a line that begins with `: `."""
    if not _DEFINES.search(text):
        return
    fence = ""
    start, gap = 0, False
    # A paragraph may be as long as the text: its lines are joined only for a term.
    paragraph: list[str] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        if m := _FENCE.match(line):
            fence = m[1] if not fence else "" if m[1].startswith(fence) else fence
            paragraph = []
        elif fence:
            pass
        elif paragraph and _DEFINES.match(line):
            yield start, _LINK.sub(r"\1", " ".join(paragraph))
            paragraph = []
        elif not line.strip(" \t\r\n>"):
            paragraph, gap = ([], False) if gap else (paragraph, True)
        else:
            words = line[_LEAD.match(line).end() :]  # type: ignore[union-attr]
            if gap or not paragraph:
                start, paragraph = offset, []
            gap = False
            if words := words.strip():
                paragraph.append(words)
        offset += len(line)


def _notes(text: str) -> Iterator[str]:
    """The IDs of footnotes that are referred to and defined, and of their references."""
    if "[^" not in text:
        return
    found = [(m[1], bool(m[2])) for m in _NOTE.finditer(text)]
    defined = {name for name, defines in found if defines}
    counts = Counter(name for name, defines in found if not defines and name in defined)
    for name, count in counts.items():
        yield f"footnote-{name}"
        yield from (f"fr-{name}-{n}" for n in range(1, count + 1))
