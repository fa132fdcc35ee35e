r"""HonKit, and GitBook before it was a service: books of `book.json`.

Algorithm: the heading's text as rendered loses the characters ``[ ] ! " ' # $ % & ( ) * + , . / : ;
< = > ? @ \ ^ _ ` { | } ~`` and some thirty characters outside ASCII; each space becomes `-`, the
whole is lower-cased, and one `-` at its start is cut off. `{#id}` in a heading is its ID,
unchanged. An HTML heading without an ID gets one in the same way.

Uniqueness: none. Of headings with the same text, the first one counts.

A `#` needs no space after it to make a heading. Footnotes are `fn_NAME`, their references
`reffn_NAME`.

Source: the pages that HonKit 6.1.7 makes of the rows of the truth table; its parser is kramed 0.5,
its IDs come from `github-slugid` 1.0.
Differs: a heading that only kramed recognizes, or parses differently from GitHub, may have another
ID.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from recall_lint.base.model import Document

NAME = "honkit"
WHERE = "HonKit and legacy GitBook books (`book.json`)"

_DROPPED: Final = re.compile(
    "[" + re.escape("[]!\"'#$%&()*+,./:;<=>?@\\^_`{|}~©∑®†“”‘’∂ƒ™℠…œŒ˚ºª•∆∞♥") + "]+"
)
_OWN_ID = re.compile(r"\{#([^{}\n]+)\}")
_OWN_ID_TEXT = re.compile(r"\s*\{#[^{}\n]+\}")
_CLOSE = re.compile(r" {0,3}#{1,6}(?![#\s])([^\n]+?) *#* *(?:\n|\Z)")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_NOTE = re.compile(r"\[\^([^\]\n]+)\]")
_INCLUDE = re.compile(r"\{%-?\s*(?:include|import|extends)\s")


def slug(text: str) -> str:
    """The ID of a heading's rendered text."""
    return _DROPPED.sub("", text).replace(" ", "-").lower().removeprefix("-")


def anchors(document: Document) -> list[str | None]:
    """The ID of each section of a document."""
    found: list[str | None] = []
    for section in document.sections:
        own = _OWN_ID.search(section.markup) if section.style != "html" else None
        if section.html_id or own:
            found.append(section.html_id or (own[1] if own else None))
        else:
            found.append(slug(_OWN_ID_TEXT.sub("", section.title)) or None)
    return found


def others(document: Document) -> Iterator[str]:
    """The IDs of footnotes, and of headings without a space after their `#`."""
    text = document.source.text
    if "[^" in text:
        for name in dict.fromkeys(_NOTE.findall(text)):
            yield f"fn_{name}"
            yield f"reffn_{name}"
    fenced = False
    for line in text.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and line.lstrip(" ").startswith("#") and (m := _CLOSE.match(line)):
            own = _OWN_ID.search(m[1])
            yield own[1] if own else slug(m[1].strip())


def opaque(document: Document) -> bool:
    """Whether it includes other files, which may have headings."""
    text = document.source.text
    return "{%" in text and _INCLUDE.search(text) is not None


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment: itself."""
    return fragment
