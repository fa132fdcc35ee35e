"""Text → the IDs in attribute lists of markdown-it-attrs: `{#id .class key=value}`.

A list belongs to a block if it is at the end of its last line or alone below it, to a table cell if
it ends it, and to emphasis, code, a link or an image immediately before it. Elsewhere it is text,
and so it is in code and HTML.

Source: https://github.com/arve0/markdown-it-attrs, version 4, "Usage" and its patterns.
Differs: a line of HTML that ends with a list is read as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recall_lint.slugs._extensions import prose

_LIST = r"(?<!\\)\{([^{}\n]+)\}"
_AT_END = re.compile(rf"{_LIST}[ \t]*\Z")
_ALONE = re.compile(rf"[ \t>]*{_LIST}[ \t]*\Z")
_BEHIND = re.compile(rf"(?<=\S[*_~`)\]]){_LIST}(?!\}})")
_IN_CELL = re.compile(rf"{_LIST}[ \t]*\|")
_INLINE_END = re.compile(
    r"(?:\S[*_~`]|\[[^\[\]]*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]+\]))\Z"
)
_ID = re.compile(r"(?:\A|\s)(?:#([^\s}]+)|id=(?:\"([^\"]*)\"|([^\s}\"]+)))")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d+[.)])(?:[ \t]|\Z)")
_BLOCK = re.compile(r"[ \t>]*(?:#{1,6}\s|[-*+]\s|1[.)]\s|`{3}|~{3}|:::|>|</?\w|\|)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_NOT_LINE_END = re.compile(r"[^\n]")


def listed_id(attributes: str) -> str | None:
    """The ID in a list, given without its braces; the last one counts."""
    found = None
    for m in _ID.finditer(attributes):
        found = m[1] or m[2] or m[3] or found
    return found


def heading_id(markup: str) -> str | None:
    """The ID at the end of a heading, unless it belongs to the inline element before it."""
    m = _AT_END.search(markup)
    return None if m is None or _INLINE_END.search(markup[: m.start()]) else listed_id(m[1])


def lists(markup: str) -> Iterator[str]:
    """The lists in a heading, with braces, that are not part of its text."""
    yield from (m[0] for m in _BEHIND.finditer(markup))
    if m := _AT_END.search(markup):
        yield m[0].rstrip()


def ids(text: str) -> Iterator[str]:
    """The IDs of all lists in a text, including those of headings."""
    if "{" not in text:
        return
    lines = [*_lines(_COMMENT.sub(lambda m: _NOT_LINE_END.sub("", m[0]), text))]
    for number, line in enumerate(lines):
        if "{" in line:
            found = (listed_id(attributes) for attributes in _in_line(lines, number))
            yield from (name for name in found if name)


def _in_line(lines: list[str], number: int) -> Iterator[str]:
    line = lines[number]
    yield from (m[1] for m in _BEHIND.finditer(line))
    if "|" in line:
        yield from (m[1] for m in _IN_CELL.finditer(line))
    m = _AT_END.search(line)
    if m is None or not _ends(lines, number):
        return
    above = lines[max(number - 2, 0) : number]
    # A list alone below a table is lost with the table's own renderer.
    if not (_ALONE.match(line) and len(above) == 2 and not above[1].strip() and "|" in above[0]):
        yield m[1]


def _ends(lines: list[str], number: int) -> bool:
    """Whether a block ends with a line."""
    following = lines[number + 1] if number + 1 < len(lines) else ""
    is_over = not following.strip(" \t>") or _BLOCK.match(following) or _ALONE.match(following)
    return bool(is_over) or lines[number].lstrip(" \t>").startswith(("#", ":::"))


def _lines(text: str) -> Iterator[str]:
    """The lines of a text without code."""
    in_list = False
    is_free = True
    for line in prose(text):
        is_blank = not line.strip()
        is_indented = line.startswith(("    ", "\t"))
        if _ITEM.match(line) and not (is_indented and is_free and not in_list):
            in_list = True
        elif not is_blank and line[0] not in " \t>":
            in_list = in_list and not is_free
        is_code = line.startswith("```") or (is_indented and is_free and not in_list)
        is_free = is_blank or is_code
        yield "" if is_code else line
