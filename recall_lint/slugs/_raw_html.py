"""Text → blocks of raw HTML, which in older Markdown parsers include blank lines.

In CommonMark, `<div>` ends at a blank line; kramdown and Python-Markdown look for its `</div>`, and
the content is not Markdown: headings in `<details>` are not headings. A block that is never closed
runs to the end. Lines in fenced code and comments do not open any.

For kramdown an end tag counts only if it ends the innermost open element. For it, and for
Python-Markdown with its extension `md_in_html`, the content of `<div markdown="1">` is Markdown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from recall_lint.base.model import Span

_VOID = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
_STRICT_ATTRIBUTE = r"\s+[a-z_:][\w:.-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|\w+))?"
_START_OR_END = rf"<(?:(/)|(?!(?:{_VOID})\b))([a-z][\w-]*)"
_STRICT_TAG = re.compile(rf"{_START_OR_END}(?:{_STRICT_ATTRIBUTE})*\s*(/?)>", re.IGNORECASE)
_TAG = re.compile(rf"{_START_OR_END}(?:\s[^<>]*?)?(/?)>", re.IGNORECASE)
_MARKDOWN = re.compile(r"\smarkdown(?:=[\"']?(?:1|block|span)\b|(?=\s|\Z))")


class RawHtml:
    """The blocks of raw HTML of one text."""

    def __init__(
        self, text: str, tags: str, *, kramdown: bool, markdown: bool | None = None
    ) -> None:
        """Blocks opened by tags whose name matches the regular expression `tags`.

        `markdown` is whether an attribute of that name makes the content Markdown.
        """
        markdown = kramdown if markdown is None else markdown
        spans = _raw_html(text, tags, kramdown, markdown) if "<" in text else []
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def __contains__(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def _raw_html(text: str, tags: str, kramdown: bool, markdown: bool) -> list[Span]:
    opener = re.compile(
        rf"^ {{0,3}}(?:(`{{3,}}|~{{3,}})|(<!--)|<(?!(?:{_VOID})\b)({tags})(?=[\s/>])([^<>]*)>)",
        re.MULTILINE | re.IGNORECASE,
    )
    spans = []
    pos = 0
    while m := opener.search(text, pos):
        fence, comment, name, attributes = m.groups()
        if fence:
            closed = re.compile(rf"^ {{0,3}}{fence}+[ \t]*$", re.MULTILINE).search(text, m.end())
            pos = closed.end() if closed else len(text)
        elif comment:
            pos = text.find("-->", m.end()) + 3
            if pos < 3:
                break
        elif attributes.endswith("/") or (markdown and _MARKDOWN.search(attributes)):
            pos = m.end()
        else:
            pos = _end(text, name.lower(), m.end(), kramdown)
            spans.append(Span(m.start(), pos))
    return spans


def _end(text: str, name: str, pos: int, kramdown: bool) -> int:
    """The end of the element whose start tag ends at `pos`."""
    opened = [name]
    counts = Counter(opened)
    pattern = _STRICT_TAG if kramdown else _TAG
    while m := pattern.search(text, pos):
        pos = m.end()
        name = m[2].lower()
        if m[1]:
            if opened[-1] == name or (counts[name] and not kramdown):
                while (last := opened.pop()) != name:
                    counts[last] -= 1
                counts[name] -= 1
            if not opened:
                return pos
        elif name in ("script", "style"):
            pos = text.find(f"</{name}>", pos)
            if pos < 0:
                break
            pos += len(name) + 3
        elif not m[3]:
            opened.append(name)
            counts[name] += 1
    return len(text)
