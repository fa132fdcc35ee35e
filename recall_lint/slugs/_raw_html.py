"""Text → the blocks of raw HTML that older Markdown reads over, blank lines and all.

CommonMark ends `<div>` at a blank line and reads on; kramdown and
Python-Markdown look for its `</div>`, and what stands between is no Markdown:
headings in `<details>` are none. A block that is never closed runs to the end.
Lines in fenced code and comments open none.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from recall_lint.model import Span

_VOID = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
_MARKDOWN = re.compile(r"\smarkdown=[\"']?(?:1|block|span)\b")


class RawHtml:
    """The blocks of raw HTML of one text."""

    def __init__(self, text: str, tags: str, *, markdown_attribute: bool) -> None:
        """Blocks that a tag opens whose name matches the regular expression `tags`.

        With `markdown_attribute`, the content of `<div markdown="1">` is Markdown.
        """
        spans = _raw_html(text, tags, markdown_attribute) if "<" in text else []
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def __contains__(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]


def _raw_html(text: str, tags: str, markdown_attribute: bool) -> list[Span]:
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
        elif attributes.endswith("/") or (markdown_attribute and _MARKDOWN.search(attributes)):
            pos = m.end()
        else:
            pos = _end(text, name, m.end())
            spans.append(Span(m.start(), pos))
    return spans


def _end(text: str, name: str, pos: int) -> int:
    """Where the element ends whose start tag ends at `pos`."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}(?=[\s/>])", re.IGNORECASE).finditer(text, pos):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(text)
