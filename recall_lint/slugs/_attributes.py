"""The anchors that Markdown's lesser known parts give: attribute lists and footnotes of kramdown.

Read from the source, line by line: a Markdown parser takes an attribute list for text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})")
_BLOCK = re.compile(r"\{:(?![:/])((?:\\\}|[^{}])*)\}[ \t]*\Z")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+\.)[ \t]+\{:(?![:/])((?:\\\}|[^{}])*)\}")
_SPAN = re.compile(r"(?<=[)\]*_`])\{:(?![:/])((?:\\\}|[^{}])*)\}")
_ID = re.compile(
    r"(?:\A|\s)(?:\.[^\s.#]+)*#([A-Za-z][\w:-]*)|(?:\A|\s)id=(?:\"([^\"]*)\"|'([^']*)')"
)
_REFERENCE = re.compile(r"\[\^([^\]\s][^\]]*)\](?!:)")
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s][^\]]*)\]:", re.MULTILINE)
_COMMENT = re.compile(r"^\{::comment\}.*?^\{:/(?:comment)?\}", re.MULTILINE | re.DOTALL)


def attribute_ids(text: str) -> Iterator[str]:
    """The ids in kramdown's attribute lists, those of headings among them.

    One on a line of its own belongs to the block above it or below it, one in a line to the link,
    the image, the code or the emphasis that ends before it. In a list item, it has to come first.
    """
    if "{:" not in text:
        return
    lines = [*_lines(_COMMENT.sub("", text))]
    for number, line in enumerate(lines):
        if "{:" not in line:
            continue
        if m := _BLOCK.match(line):
            around = (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
            if any(each.strip() for each in around):
                yield from _ids(m[1])
        elif m := _ITEM.match(line):
            yield from _ids(m[1])
        for m in _SPAN.finditer(line):
            yield from _ids(m[1])


def footnote_ids(text: str, *, numbered: bool = False) -> Iterator[str]:
    """The ids of the footnotes that are referred to, and of the references to them.

    kramdown names them as the text does; others by their numbers, in the order of the first
    references.
    """
    if "[^" not in text:
        return
    defined = {*_DEFINITION.findall(text)}
    counts: dict[str, int] = {}
    for name in _REFERENCE.findall(text):
        if name not in defined:
            continue
        if name not in counts:
            counts[name] = 0
        else:
            counts[name] += 1
        number = counts[name]
        shown = str([*counts].index(name) + 1) if numbered else name
        if numbered:
            yield f"fnref{number or ''}:{shown}"
        else:
            yield f"fnref:{shown}:{number}" if number else f"fnref:{shown}"
        if not number:
            yield f"fn:{shown}"


def github_footnote_ids(text: str) -> Iterator[str]:
    """The ids of footnotes and references as GitHub's renderers have them, by their names."""
    if "[^" not in text:
        return
    defined = {name.lower() for name in _DEFINITION.findall(text)}
    counts: dict[str, int] = {}
    for name in map(str.lower, _REFERENCE.findall(text)):
        if name in defined:
            counts[name] = counts.get(name, 0) + 1
            again = f"-{counts[name]}" if counts[name] > 1 else ""
            yield f"user-content-fnref-{name}{again}"
            yield f"user-content-fn-{name}"
    if counts:
        yield "footnote-label"


def _lines(text: str) -> Iterator[str]:
    """The lines of a text; those of fenced code are empty, as they hold no attribute list."""
    fence = ""
    for line in text.splitlines():
        m = _FENCE.match(line)
        if fence:
            if m and m["fence"].startswith(fence) and not line[m.end() :].strip():
                fence = ""
                yield "```"
            else:
                yield ""
            continue
        if m:
            fence = m["fence"]
        yield line


def _ids(attributes: str) -> Iterator[str]:
    found = [m[1] or m[2] or m[3] for m in _ID.finditer(attributes)]
    yield from found[-1:]
