"""Text → the same with the blocks that Python-Markdown's extensions know made CommonMark's.

The content of an admonition (`!!! note`), a block of details (`??? note`) and a tab (`=== "One"`)
is indented by four characters, as that of an item `*   ` is: its first characters become such a
marker. Behind `<div markdown>` comes a blank line, in the place of the attribute, so that what
follows is Markdown there as well.

Source: markdown.extensions.admonition, pymdownx.details, pymdownx.tabbed, and
markdown.extensions.md_in_html.
"""

from __future__ import annotations

import re

_BLOCK = re.compile(
    r"^([ \t]*)((?:!!! ?|\?\?\?\+? ?)(?=[\w\"])|={3}(?:\+!?|!\+?)? +(?=\"))", re.MULTILINE
)
_MARKDOWN = re.compile(
    r"^(\s{0,3}<\w+(?:\s[^<>\n]*?)?)(\smarkdown(?:=[\"']?\w+[\"']?)?)(\s[^<>\n]*)?>", re.MULTILINE
)
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})[^`\n]*$", re.MULTILINE)


def mask(text: str) -> str:
    """The text that a parser is to see: of the same length, each character of prose in place."""
    if not any(sign in text for sign in ("!!!", "???", "===", " markdown")):
        return text
    parts = []
    done = 0
    for start, end in _prose(text):
        prose = _BLOCK.sub(_item, text[start:end])
        parts += [text[done:start], _MARKDOWN.sub(_apart, prose)]
        done = end
    parts.append(text[done:])
    return "".join(parts)


def _item(m: re.Match[str]) -> str:
    return f"{m[1]}*   {'.' * (len(m[2]) - 4)}" if len(m[2]) >= 4 else m[0]


def _apart(m: re.Match[str]) -> str:
    return f"{m[1]}{m[3] or ''}>\n{' ' * (len(m[2]) - 2)}\n"


def _prose(text: str) -> list[tuple[int, int]]:
    """What is not in fenced code."""
    found = []
    start = 0
    fence = ""
    for m in _FENCE.finditer(text):
        if not fence:
            found.append((start, m.start()))
            fence = m[1]
        elif m[1].startswith(fence) and m[0].strip(" \t>") == m[1]:
            start, fence = m.end(), ""
    if not fence:
        found.append((start, len(text)))
    return found
