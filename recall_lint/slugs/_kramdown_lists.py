"""The IDs in kramdown's attribute lists at elements other than headings, read line by line.

`{: #id .class}` on a line of its own belongs to the block above it, or with a blank line above, to
the next block; in a line, to the link, image, code or emphasis that ends before it; at the start of
a list item or a definition, to that. `{:name: #id}` is a list that others include by name.

Source: `parse_block_extensions`, `parse_span_extensions`, `parse_list` and `convert_toc` of
kramdown 2.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LIST = r"\{:(?![:/])((?:\\\}|[^{}])*)\}"
_DEFINED = re.compile(r"[ ]{0,3}\{:(?P<name>\w[\w-]*):(?P<attributes>(?:\\\}|[^{}])+)\}[ \t]*\Z")
_BLOCK = re.compile(rf"(?P<indent>[ \t]*){_LIST}[ \t]*\Z")
_ITEM = re.compile(rf"[ \t]*(?:[-*+:]|\d+\.)[ \t]+{_LIST}")
_SPAN = re.compile(rf"(?<=[)\]*_`>]){_LIST}")
_ATTRIBUTE = re.compile(
    r"(?:\A|\s)(?:id=(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')"
    r"|(?:\.[^\s.#]+)*\#(?P<id>[A-Za-z][\w:-]*)"
    r"|(?P<name>\w[\w-]*)(?=\s|\Z))"
)
_MARKER = re.compile(r"(?P<indent>[ \t]*)(?:[-*+:]|\d+\.)[ \t]+(?=\S)")
_QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
_FENCE = re.compile(r"[ \t]*(?P<fence>`{3,}|~{3,})(?P<info>.*)\Z")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:.+?)(?<!`)\1(?!`)")

TOC = "markdown-toc"
"""The ID of a table of contents, `{:toc}`, without an explicit one."""


def prose(text: str) -> list[str]:
    """The lines of a text without quote markers, and without code except its fences."""
    found = []
    fence = ""
    for line in text.splitlines():
        line = _QUOTE.sub("", line, count=1) if line.lstrip().startswith(">") else line
        m = _FENCE.match(line)
        if fence:
            is_end = m is not None and m["fence"].startswith(fence) and not m["info"].strip()
            fence = "" if is_end else fence
            found.append("```" if is_end else "")
        elif m and (m["fence"][0] == "~" or "`" not in m["info"]):
            fence = m["fence"]
            found.append("```")
        else:
            found.append(_CODE_SPAN.sub("`", line) if "`" in line else line)
    return found


def ids(lines: list[str]) -> Iterator[str]:
    """The IDs in attribute lists, given the lines of `prose`; including those of headings."""
    listed = [(number, line) for number, line in enumerate(lines) if "{:" in line]
    if not listed:
        return
    named: dict[str, str] = {}
    for _, line in listed:
        if m := _DEFINED.match(line):
            named[m["name"]] = _id(m["attributes"], named)
    for number, line in listed:
        if _DEFINED.match(line):
            continue
        if m := _BLOCK.match(line):
            if _has_owner(lines, number, len(m["indent"].expandtabs(4))):
                yield _id(m[2], named)
        elif m := _ITEM.match(line):
            yield _id(m[1], named)
        for span in _SPAN.finditer(line):
            yield _id(span[1], named)


def _id(attributes: str, named: dict[str, str]) -> str:
    """The ID of an attribute list: the last one, and its own before one by reference."""
    own = given = ""
    for m in _ATTRIBUTE.finditer(attributes):
        own = m["id"] or m["double"] or m["single"] or own
        if m["name"]:
            given = named.get(m["name"]) or (TOC if m["name"] == "toc" else given)
    return own or given


def _has_owner(lines: list[str], number: int, indent: int) -> bool:
    """Whether a list on a line of its own belongs to a block.

    The only paragraph of a list item has no tag, and so no ID.
    """
    if not number:
        return any(line.strip() for line in lines[1:2])
    if not lines[number - 1].strip():
        return any(line.strip() for line in lines[number + 1 :])
    for line in reversed(lines[:number]):
        if not line.strip():
            return True
        marker = _MARKER.match(line)
        if marker is not None:
            return not len(marker["indent"].expandtabs(4)) < indent
    return True
