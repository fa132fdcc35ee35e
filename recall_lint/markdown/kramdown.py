"""Text for kramdown → equivalent CommonMark: comments removed, `<div markdown="1">` opened.

`{::comment}` … `{:/comment}` is removed. After `<div markdown="1">`, a blank line replaces the
attribute, so that what follows is Markdown.

Source: "Extensions" and "HTML Blocks" in kramdown's documentation.
"""

from __future__ import annotations

import re

from recall_lint.markdown import masks

_TOKEN = re.compile(
    r"^[ \t>]*(?P<fence>`{3,}|~{3,})[^`\n]*$"
    r"|\{::(?P<comment>comment)\}"
    r"|^(?P<before>[ ]{0,3}<\w+(?:\s[^<>\n]*?)?)"
    r"(?P<markdown>\smarkdown=[\"']?(?:1|block)[\"']?)(?P<after>\s[^<>\n]*)?>",
    re.MULTILINE,
)
_COMMENT_END = re.compile(r"\{:/(?:comment)?\}")
_ANYTHING = re.compile(r".+", re.DOTALL)


def mask(text: str) -> str:
    """The text to parse: of the same length, with prose at the same positions."""
    if "{::comment}" not in text and "markdown=" not in text:
        return text
    pieces = []
    done = pos = 0
    is_closed = True
    while m := _TOKEN.search(text, pos):
        pos = m.end()
        if m["fence"]:
            closed = re.compile(rf"^[ \t>]*{m['fence']}", re.MULTILINE).search(text, pos)
            pos = closed.end() if closed else len(text)
            continue
        if m["comment"]:
            end = _COMMENT_END.search(text, pos) if is_closed else None
            if end is None:
                # Otherwise the rest would be searched again for each unclosed one.
                is_closed = False
                continue
            pos = end.end()
            masked = masks.mask(text[m.start() : pos], _ANYTHING, lines=True)
        else:
            masked = f"{m['before']}{m['after'] or ''}>\n{' ' * (len(m['markdown']) - 2)}\n"
        pieces += [text[done : m.start()], masked]
        done = pos
    return "".join([*pieces, text[done:]])
