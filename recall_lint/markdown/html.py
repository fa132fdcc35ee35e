"""Raw HTML → its tags and the text between them, with positions.

`pieces` reads a fragment as far as a link linter needs: comments are recognized, declarations are
skipped, the content of raw text elements (`<script>` …) is not text, and attribute values keep the
positions of their characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Final, NamedTuple

HTML_ATTRIBUTE: Final = (
    r"\s++[A-Za-z_:][A-Za-z0-9_.:-]*+"
    r"(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+"
)
_NOT_TAG: Final = r"<!--(?:>|->|.*?(?:-->|\Z))|<[!?][^>]*(?:>|\Z)"
_TAG = re.compile(
    rf"(?P<other>{_NOT_TAG})"
    rf"|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<attributes>(?:{HTML_ATTRIBUTE})*+)\s*+/?>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"\s([A-Za-z_:][A-Za-z0-9_.:-]*+)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+))"
)
_RAW_TEXT: Final = frozenset(
    {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}
)
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_ESCAPE_OR_ENTITY = re.compile(
    r"\\([!-/:-@\[-`{-~])|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);"
)


class Attribute(NamedTuple):
    """An attribute's decoded value and the offsets of its characters."""

    value: str
    start: int
    end: int


class Tag(NamedTuple):
    """An opening or closing tag; names are in lower case."""

    name: str
    closing: bool
    attributes: dict[str, Attribute]
    start: int
    end: int


class Comment(NamedTuple):
    """A comment's span, from `<!--` to `-->`."""

    start: int
    end: int


def pieces(html: str) -> Iterator[Tag | Comment | str]:
    """The tags and comments of a fragment and the decoded text between them, in order."""
    pos = 0
    while m := _TAG.search(html, pos):
        if m.start() > pos:
            yield decode_entities(html[pos : m.start()])
        pos = m.end()
        if m["other"] is not None:
            if html.startswith("<!--", m.start()):
                yield Comment(*m.span())
            continue
        name = m["name"].lower()
        yield Tag(name, bool(m["close"]), _attributes(html, m), m.start(), m.end())
        if name in _RAW_TEXT and not m["close"]:
            end = re.compile(f"</{name}", re.IGNORECASE).search(html, pos)
            pos = end.start() if end else len(html)
    if pos < len(html):
        yield decode_entities(html[pos:])


def _attributes(html: str, tag: re.Match[str]) -> dict[str, Attribute]:
    attributes: dict[str, Attribute] = {}
    if tag["attributes"]:
        for m in _ATTRIBUTE.finditer(html, *tag.span("attributes")):
            group = m.lastindex or 2
            value = Attribute(decode_entities(m[group]), *m.span(group))
            attributes.setdefault(m[1].lower(), value)
    return attributes


def decode_entities(text: str) -> str:
    """Character references as in CommonMark: only with their semicolon."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def decode_destination(text: str) -> str:
    """A Markdown link destination with backslash escapes and entities decoded."""
    if "\\" not in text and "&" not in text:
        return text
    return _ESCAPE_OR_ENTITY.sub(lambda m: m[1] or decode_entities(m[0]), text)


def _character(m: re.Match[str]) -> str:
    name = m[1]
    if name[0] != "#":
        return html5.get(name + ";", m[0])
    code = int(f"0{name[1:]}", 16) if name[1] in "xX" else int(name[1:])
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return chr(code)
