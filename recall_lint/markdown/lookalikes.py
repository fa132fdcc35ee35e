"""Plain text → what in it looks like a link and is none.

Only text counts: what stands in code, math, tags, escapes or real links is
opaque. A destination must look like a path or an anchor, since brackets and
parentheses have many other uses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recall_lint.markdown.blocks import Places
from recall_lint.markdown.html import decode_destination
from recall_lint.model import Lookalike, LookalikeKind

_POSSIBLE = re.compile(r"\][ \t]*\(|\)\[|\]\[|\[\[")
_PATH = re.compile(
    r"#[^\W\d][\w%.-]*\Z"
    r"|(?:\.{1,2}/|/)?[^\s#?:,;]*(?:[ ][^\s#?:,;]+)*"
    r"\.(?:md|mkd|mdown|markdown|html?|ipynb|pdf|png|jpe?g|gif|svg|webp)(?:[?#].*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
_SHAPES: tuple[tuple[LookalikeKind, re.Pattern[str]], ...] = (
    ("wiki", re.compile(r"\[\[(?P<to>[^\[\]|\n]+)(?:\|(?P<text>[^\[\]\n]*))?\]\]")),
    ("space", re.compile(r"\[(?P<text>[^\[\]]*)\]\([ \t]*(?P<to>[^()<>\n\"']*?\s[^()<>\n\"']*?)[ \t]*\)")),
    ("gap", re.compile(r"\[(?P<text>[^\[\]\n]+)\][ \t]+\((?P<to>[^()\s]+)\)")),
    ("reversed", re.compile(r"\((?P<to>[^()\s]+)\)\[(?P<text>[^\[\]\n]+)\]")),
    ("unclosed", re.compile(r"\[(?P<text>[^\[\]\n]+)\]\((?P<to>[^()\s]+)(?=\s|\Z)")),
    ("reference", re.compile(r"(?<![\w\])])\[(?P<text>[^\[\]\n]+)\]\[(?P<to>[^\[\]\n]*)\](?!\()")),
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]{2}")


def possible(text: str) -> bool:
    """Whether a text may hold any, by a quick look."""
    return _POSSIBLE.search(text) is not None


def find(text: str, opaque: list[tuple[int, int]], places: Places) -> Iterator[Lookalike]:
    """The lookalikes of a leaf's text, those of one shape after those of another."""
    if not possible(text):
        return
    for kind, shape in _SHAPES:
        for m in shape.finditer(text):
            written = m["to"]
            if kind == "reference":
                meant = _LETTERS.search(m["text"]) and not written.startswith("^")
            else:
                meant = kind == "wiki" or _PATH.match(written)
            if meant and not any(s < m.end() and m.start() < e for s, e in opaque):
                yield Lookalike(
                    kind,
                    m["text"] or written,
                    written if kind == "wiki" else decode_destination(written or m["text"]),
                    places.span(*m.span("to" if written else "text")),
                    places.span(*m.span()),
                )
