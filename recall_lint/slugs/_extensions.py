"""Text → the IDs that Python-Markdown's extensions give elements other than headings.

The text is read line by line, without code: fences at any depth, and spans of one line.

Source: `AttrListTreeprocessor` of markdown.extensions.attr_list, markdown.extensions.footnotes,
pymdownx.tabbed, pymdownx.blocks, and mkdocstrings' `:::`.
Differs: an attribute list after a code span of several lines is missed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_LIST = r"\{:?[ ]*([^{}\n ][^{}\n]*)\}"
_OWN_LINE = re.compile(rf"[ \t>]*{_LIST}[ ]*\Z")
_IN_LINE = re.compile(
    r"(?:\]\((?:[^()\n]|\([^()\n]*\))*\)"  # a link or an image
    r"|\]"  # a reference
    r"|\S[*_~=^+`]"  # emphasis and its like
    r"|<(?:https?:|mailto:)[^>\s]*>"  # a bare URL
    r"|:[\w+-]+:"  # an icon
    rf"){_LIST}"
)
_IN_CELL = re.compile(rf"[ ]{_LIST}[ ]*\|")
_AT_END = re.compile(rf"\S[ ]+{_LIST}[ ]*\Z")
_LISTED_ID = re.compile(r"(?:\A|\s)(?:#([^\s}=]+)|id=(?:\"([^\"]*)\"|'([^']*)'|([^\s}=]+)))")
_ITEM = re.compile(r"[ \t]*(?:[*+-]|\d+[.)])[ \t]|[ ]{0,3}:[ ]{1,3}\S")
_NO_TEXT = re.compile(
    r"[ \t>]*(?:#|`{3}|~{3}|\||[=-]+[ \t]*\Z|</\w+>[ \t]*\Z|/{3}|!{3}|\?{3}|={3})"
)

_FENCE = re.compile(r"[ \t>]*(?:(?:[*+-]|\d+[.)])[ \t]+)*(`{3,}|~{3,})([^`]*)\Z")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")

_FOOTNOTE = re.compile(r"[ \t]*\[\^([^\]\n]*)\]:")
_FOOTNOTE_USE = re.compile(r"(?<!\\)\[\^([^\]\n]*)\]")

_TAB = re.compile(r"([ \t]*)={3}(\+!?|!\+?)?[ ]+\"(.*?)\"[ ]*\Z")
_BLOCK = re.compile(r"[ \t]*(/{3,})[ \t]*(?:([\w-]+)[ \t]*(?:\|[ \t]*(.*?))?[ \t]*)?\Z")
_BLOCK_ID = re.compile(r"[ \t]+attrs:[ \t]*\{.*?\bid:[ \t]*['\"]?([^\s,'\"}]+)")
_NEW_BLOCK_TAB = re.compile(r"[ \t]+new:[ \t]*true\b", re.IGNORECASE)
_SELECTOR_ID = re.compile(r"#([\w:-]+)")
_DIRECTIVE = re.compile(r"[ ]*:::[ ]*(\S+)[ \t]*\Z")


def prose(text: str) -> list[str]:
    """The lines of a text; lines of code are empty, except for what follows a fence."""
    found = []
    fence = ""
    for line in text.splitlines():
        m = _FENCE.match(line)
        if fence:
            if m and m[1].startswith(fence) and not m[2].strip():
                fence = ""
            found.append("")
        elif m:
            fence = m[1]
            found.append(f"```{m[2]}")
        elif "`" in line:
            found.append(_CODE_SPAN.sub(lambda m: f"{m[1]}{'x' * len(m[2])}{m[1]}", line))
        else:
            found.append(line)
    return found


def listed_id(attributes: str) -> str | None:
    """The ID of an attribute list, without its braces; the last one counts."""
    found = None
    for m in _LISTED_ID.finditer(attributes):
        found = m[1] or m[2] or m[3] or m[4]
    return found


def attribute_ids(lines: list[str]) -> Iterator[str]:
    """The IDs of attribute lists, except those of headings."""
    for index, line in enumerate(lines):
        if "{" not in line:
            continue
        following = lines[index + 1] if index + 1 < len(lines) else ""
        for attributes in _lists(line, lines[index - 1] if index else "", following):
            name = listed_id(attributes)
            if name:
                yield name


def _lists(line: str, before: str, following: str) -> Iterator[str]:
    if line.startswith("```"):
        if m := re.search(r"\{([^}]*)\}", line):
            yield m[1]
        return
    if m := _OWN_LINE.match(line):
        ends = not following.strip(" \t>") or _ITEM.match(following)
        if ends and before.strip(" \t>") and not _NO_TEXT.match(before):
            yield m[1]
    for pattern in (_IN_LINE, _IN_CELL):
        yield from (m[1] for m in pattern.finditer(line))
    if following.startswith(":") and (m := _AT_END.search(line)):
        yield m[1]


def footnote_ids(lines: list[str]) -> Iterator[str]:
    """The IDs of footnotes, and of the references to them."""
    lines = [line for line in lines if "[^" in line]
    defined = {m[1] for line in lines if (m := _FOOTNOTE.match(line))}
    for name in defined:
        yield f"fn:{name}"
    uses: Counter[str] = Counter()
    for line in lines:
        start = m.end() if (m := _FOOTNOTE.match(line)) else 0
        for m in _FOOTNOTE_USE.finditer(line, start):
            if m[1] in defined:
                uses[m[1]] += 1
                number = uses[m[1]] if uses[m[1]] > 1 else ""
                yield f"fnref{number}:{m[1]}"


class Tab(NamedTuple):
    """A content tab."""

    line: int
    """The index of its first line."""
    title: str
    number: str
    """Its ID by number."""


def tabs(lines: list[str]) -> Iterator[Tab]:
    """The content tabs of pymdownx.tabbed."""
    sets = 0
    opened: list[list[int]] = []
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        m = _TAB.match(line)
        indent = len(line) - len(line.lstrip())
        while opened and opened[-1][0] >= indent + (m is not None):
            opened.pop()
        if m is None:
            continue
        if not opened or opened[-1][0] != indent or "!" in (m[2] or ""):
            sets += 1
            opened = [each for each in opened if each[0] < indent]
            opened.append([indent, sets, 0])
        opened[-1][2] += 1
        yield Tab(number, m[3], f"__tabbed_{opened[-1][1]}_{opened[-1][2]}")


def block_tabs(lines: list[str]) -> Iterator[Tab]:
    """The same for tabs written as blocks, `/// tab | Title`."""
    sets = 0
    fences: list[tuple[str, str]] = []
    last: dict[int, tuple[int, int]] = {}
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        m = _BLOCK.match(line)
        if m and not m[2] and any(fence == m[1] for fence, _ in fences):
            while fences and fences.pop()[0] != m[1]:
                pass
            continue
        is_tab = m is not None and m[2] == "tab"
        if not is_tab or _is_new(lines, index):
            last.pop(len(fences), None)
        if m is None or not m[2]:
            continue
        if is_tab:
            if len(fences) not in last:
                sets += 1
            place, count = last.get(len(fences), (sets, 0))
            last[len(fences)] = place, count + 1
            yield Tab(index, m[3] or "", f"__tabbed_{place}_{count + 1}")
        fences.append((m[1], m[2]))
        last.pop(len(fences), None)


def _is_new(lines: list[str], index: int) -> bool:
    return any(_NEW_BLOCK_TAB.match(line) for line in _options(lines, index))


def block_ids(lines: list[str]) -> Iterator[str]:
    """The IDs of blocks: `/// html | div#id`, and `attrs: {id: …}` in their options."""
    for index, line in enumerate(lines):
        m = _BLOCK.match(line) if "///" in line else None
        if m is None or not m[2]:
            continue
        if m[2] == "html" and (selector := _SELECTOR_ID.search(m[3] or "")):
            yield selector[1]
        for option in _options(lines, index):
            if found := _BLOCK_ID.match(option):
                yield found[1]


def _options(lines: list[str], index: int) -> Iterator[str]:
    """The lines of options after a block's first line."""
    for line in lines[index + 1 :]:
        if not line.startswith("    "):
            return
        yield line


class Heading(NamedTuple):
    line: int
    indent: int
    name: str


class HeadingsAbove:
    """The heading above a line, for lines requested in order."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self._ahead = deque(headings)
        self._above: list[Heading] = []
        """Possible headings of a later line: each is indented more than the one before."""

    def __call__(self, line: int, indent: int) -> Heading | None:
        """The last heading above with at most this indentation."""
        above = self._above
        while self._ahead and self._ahead[0].line <= line:
            heading = self._ahead.popleft()
            while above and above[-1].indent >= heading.indent:
                above.pop()
            above.append(heading)
        index = bisect_right(above, indent, key=lambda heading: heading.indent)
        return above[index - 1] if index else None


def directives(lines: Iterable[str]) -> Iterator[str]:
    """The identifiers that mkdocstrings documents, `::: package.module`."""
    for line in lines:
        if ":::" in line and (m := _DIRECTIVE.match(line)):
            yield m[1]
