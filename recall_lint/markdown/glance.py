"""A leaf's text → its inline tokens by a fast path, if nothing in it is ambiguous.

Most texts contain only words, links, code, math and bold words, with nothing nested. One regular
expression reads such a text from left to right, several times as fast as an inline parser, which
handles all ways in which these can overlap, nest and fail. At the first character that may be
anything else, `glance` returns None, and the parser reads the whole text.

A pair of `*` or `**` is emphasis if there is no other delimiter in between, the first is followed
by a letter or digit, or preceded by white space and followed by none, and the second likewise.
Since everything before has been read, nothing can reach into it.
"""

from __future__ import annotations

import re
from typing import Any, Final

Token = dict[str, Any]
"""An inline token, with mistune's names."""

SURROGATE = re.compile(r"[\ud800-\udfff]")
# The start of an image, a bare URL or a tag is not text; an underscore in a word or a star between
# spaces is nothing else.
_TEXT: Final = (
    r"(?:[^\[\]\\`<!*_~$:.\n]++|:(?!//)|(?<!www)\.|!(?!\[)|<(?![A-Za-z/!?])"
    r"|(?<=[A-Za-z0-9])_++(?=[A-Za-z0-9])|(?<=\s)\*++(?=\s))++"
)
# The text of a link, which may contain a URL.
_LABEL: Final = r"(?:[^\[\]\\`<!*_~$\n]++|(?<=[A-Za-z0-9])_++(?=[A-Za-z0-9]))*+"
_DESTINATION: Final = r"[^()<>\\`\s\x00-\x1f\x7f]*+"
_OPENS: Final = r"(?:(?=\*++[^\W_])|(?<![^\s(])(?=\*++\S))"
_CLOSES: Final = r"(?:(?<=[^\W_])|(?<=\S)(?=\*++(?:[\s).,;:?]|\Z)))"
_PIECE = re.compile(
    rf"(?P<text>{_TEXT})"
    rf"|(?P<link>!?\[(?:(?P<label>{_LABEL})|(?P<inlines>[^\[\]\n]*+))\]\((?P<href>{_DESTINATION})\))"
    rf"|(?P<brackets>\[{_LABEL}\](?!\())"
    r"|(?P<code>(?P<ticks>`{1,2}+)(?! )(?P<inner>[^`\n]++)(?<! )(?P=ticks)(?!`))"
    r"|(?P<math>(?<![\w$\\])(?:\$\$[^$`]*+(?<!\\)\$\$|\$(?!\s)[^$`]++(?<=[^\s\\])\$(?![\w$]))"
    r"|\\\((?:[^\\]++|\\(?!\)))*+\\\))"
    rf"|(?P<emphasis>{_OPENS}(?P<stars>\*{{1,2}}+)(?P<words>[^*]++){_CLOSES}(?P=stars)(?!\*))"
    r"|(?P<escape>\\(?P<escaped>[!-')-/:-@\[-`{-~]))"
    r"|(?P<break>\n\s*+)"
)


def glance(text: str, references: bool, opaque: list[tuple[int, int]]) -> list[Token] | None:
    """The tokens of a text, as the inline parser returns them; None if the parser is needed.

    `references`: whether brackets alone may be a link or a footnote. The spans of everything but
    plain text are added to `opaque`.
    """
    if not text.isascii():
        text = SURROGATE.sub("\ufffd", text)
    holes: list[tuple[int, int]] = []
    tokens = _read(text, 0, len(text), references, holes)
    if tokens is not None:
        opaque += holes
    return tokens


def _read(
    text: str, pos: int, end: int, references: bool, holes: list[tuple[int, int]]
) -> list[Token] | None:
    tokens: list[Token] = []
    while pos < end:
        m = _PIECE.match(text, pos, end)
        if m is None:
            return None
        kind = m.lastgroup
        if kind == "text":
            tokens.append({"type": "text", "raw": m[0]})
        elif kind == "link":
            label = m["label"]
            children: list[Token] | None = [{"type": "text", "raw": label}] if label else []
            if label is None:
                children = _read(text, *m.span("inlines"), references, holes)
                if children is None:
                    return None
            name = "image" if text[pos] == "!" else "link"
            href = m.span("href")
            tokens.append({"type": name, "at": m.span(), "href": href, "children": children})
            holes.append(m.span())
        elif kind == "code":
            tokens.append({"type": "codespan", "raw": m["inner"]})
            holes.append(m.span())
        elif kind == "math":
            tokens.append({"type": "math", "raw": m[0]})
            holes.append(m.span())
        elif kind == "emphasis":
            inner = _read(text, *m.span("words"), references, holes)
            if inner is None:
                return None
            tokens.append({"type": "emphasis", "children": inner})
        elif kind == "break":
            tokens.append({"type": _break(tokens)})
        elif kind == "escape":
            tokens.append({"type": "text", "raw": m["escaped"]})
            holes.append(m.span())
        elif references:
            return None
        else:
            tokens.append({"type": "text", "raw": m[0]})
        pos = m.end()
    return tokens


def _break(tokens: list[Token]) -> str:
    """The kind of the line break after these tokens, which includes the spaces before it."""
    if not tokens or tokens[-1]["type"] != "text":
        return "softbreak"
    raw = tokens[-1]["raw"]
    words = raw.rstrip(" ")
    tokens[-1]["raw"] = words
    return "softbreak" if len(raw) - len(words) < 2 else "linebreak"
