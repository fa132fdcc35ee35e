"""Text → the same with the blocks of Python-Markdown's extensions as CommonMark.

The content of an admonition (`!!! note`), a details block (`??? note`) and a tab (`=== "One"`) is
indented by four characters, like that of an item `*   `, so the first characters are replaced by
such a marker. After `<div markdown>`, a blank line replaces the attribute, so that what follows is
Markdown as well.

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
    """The text to parse: of the same length, with prose at the same positions."""
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
    """The parts outside of fenced code."""
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
