"""Liquid in Markdown, as in Jekyll: tags and outputs are masked, blocks of code as a whole.

Liquid runs first, so `[x]({% link b.md %})` is a link although its destination has spaces. The
content of `{% highlight %}` and `{% comment %}` is not Markdown; that of `{% raw %}` is only
Markdown. Tags alone on their lines are a block of their own, like most of their output: for a
Markdown parser, a comment. Differences between kramdown and CommonMark are handled by
`kramdown.mask`.

Source: "Tags" in Jekyll's documentation, and Liquid's reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from recall_lint.markdown import kramdown, masks

_BLOCKS: Final = ("comment", "highlight", "raw")
_OPEN = re.compile(r"\{%-?\s*(?P<name>\w*)|\{\{")
_ANYTHING = re.compile(r".+", re.DOTALL)
_COMMENT: Final = "<!---->"
_OFF = re.compile(r"^render_with_liquid:\s*false\b", re.MULTILINE)


class _Part(NamedTuple):
    """A part of a text that Liquid replaces or removes."""

    start: int
    end: int
    is_tag: bool
    """Whether it is a tag or a block, `{% … %}`, not an output `{{ … }}`."""


def mask(text: str) -> str:
    """A text of the same length that parses like the output of Liquid."""
    masked = kramdown.mask(text)
    if ("{%" not in text and "{{" not in text) or masks.is_masked(text) or _is_off(text):
        return masked
    pieces = []
    done = 0
    for start, end, is_alone in _runs(masked):
        # Comments of kramdown may be in the middle of it.
        inside = masks.unmask(masked[start:end])
        if is_alone and end - start >= len(_COMMENT):
            inside = masks.mask(inside[4:-3], _ANYTHING, lines=True)
            pieces += [masked[done:start], "<!--", inside, "-->"]
        else:
            pieces += [masked[done:start], masks.mask(inside, _ANYTHING)]
        done = end
    return "".join([*pieces, masked[done:]])


def tags(text: str) -> Iterator[str]:
    """The tags of a text that Liquid runs, each whole, including blocks of code and comments."""
    return (text[part.start : part.end] for part in _parts(text) if part.is_tag)


def _runs(text: str) -> Iterator[tuple[int, int, bool]]:
    """The spans of the parts of a text; tags alone on their lines are merged, and marked."""
    parts = [*_parts(text)]
    number = 0
    while number < len(parts):
        first = last = number
        while last + 1 < len(parts) and not text[parts[last].end : parts[last + 1].start].strip(
            " \t"
        ):
            last += 1
        start, end = parts[first].start, parts[last].end
        is_alone = (
            all(part.is_tag for part in parts[first : last + 1])
            and not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t>")
            and not text[end : _line_end(text, end)].strip(" \t\r")
        )
        if is_alone:
            yield start, end, True
        else:
            for part in parts[first : last + 1]:
                yield part.start, part.end, False
        number = last + 1


def _line_end(text: str, pos: int) -> int:
    end = text.find("\n", pos)
    return len(text) if end < 0 else end


def _is_off(text: str) -> bool:
    """Whether front matter disables Liquid."""
    end = text.find("\n---", 3)
    return text.startswith("---") and _OFF.search(text, 0, max(end, 0)) is not None


def _parts(text: str) -> Iterator[_Part]:
    """The tags, outputs and blocks of a text, in order."""
    pos = 0
    unclosed: set[str] = set()
    while m := _OPEN.search(text, pos):
        close = "}}" if m["name"] is None else "%}"
        end = -1 if close in unclosed else text.find(close, m.end())
        if end < 0:
            unclosed.add(close)
            pos = m.start() + 2
            continue
        pos = end + 2
        name = m["name"]
        last = None
        if name in _BLOCKS and name not in unclosed:
            last = re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}").search(text, pos)
            if last is None:
                unclosed.add(name)
        if last is None:
            yield _Part(m.start(), pos, close == "%}")
        elif name == "raw":
            yield _Part(m.start(), pos, close == "%}")
            yield _Part(last.start(), last.end(), is_tag=True)
            pos = last.end()
        else:
            yield _Part(m.start(), last.end(), is_tag=True)
            pos = last.end()
