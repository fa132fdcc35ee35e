"""Plain text → what looks like a link in it but is not one.

Only text counts: code, math, tags, escapes and real links are opaque. A destination must look like
a path or an anchor, since brackets and parentheses have many other uses.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from recall_lint.base.model import Lookalike, LookalikeKind
from recall_lint.markdown.html import decode_destination
from recall_lint.markdown.leaves import Places

_POSSIBLE = re.compile(r"\][ \t]*\(|\)\[|\]\[|\[\[")
_PATH = re.compile(
    r"#[^\W\d][\w%.-]*(?:[ \t]+[\w%.-]+)*\Z"
    r"|(?:\.{1,2}/|/)?[^\s#?:,;]*(?:[ ][^\s#?:,;]+)*"
    r"\.(?:md|mkd|mdown|markdown|html?|ipynb|pdf|png|jpe?g|gif|svg|webp)(?:[?#].*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
# Every length is bounded, so that no search is super-linear.
_SHAPES: tuple[tuple[LookalikeKind, re.Pattern[str]], ...] = (
    ("wiki", re.compile(r"\[\[(?P<to>[^\[\]|\n]{1,500})(?:\|(?P<text>[^\[\]\n]*))?\]\]")),
    ("space", re.compile(r"\[(?P<text>[^\[\]]{0,500})\]\((?P<to>[^()<>\n\"'\s]{1,200}"
                         r"(?:[ \t]+[^()<>\n\"'\s]{1,200}){1,20})\)")),
    ("gap", re.compile(r"\[(?P<text>[^\[\]\n]{1,500})\][ \t]+\((?P<to>[^()\s]{1,500})\)")),
    ("reversed", re.compile(r"\((?P<to>[^()\s]{1,500})\)\[(?P<text>[^\[\]\n]{1,500})\]")),
    ("unclosed", re.compile(r"\[(?P<text>[^\[\]\n]{1,500})\]\((?P<to>[^()\s]{1,500})"
                            r"(?=\s|\Z)(?![^)\n]{0,1000}\))")),
    ("reference", re.compile(r"(?<![\w\])])\[(?P<text>[^\[\]\n]{1,500})\]"
                             r"\[(?P<to>[^\[\]\n]{0,500})\](?!\()")),
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]{2}")


def possible(text: str) -> bool:
    """Whether a text may contain any, by a quick test."""
    return "[" in text and _POSSIBLE.search(text) is not None


def find(text: str, opaque: list[tuple[int, int]], places: Places) -> Iterator[Lookalike]:
    """The lookalikes of a leaf's text, shape by shape.

    At most one begins at each character: earlier shapes are more specific.
    """
    holes = _merged(opaque)
    if not possible(_between(text, holes)):
        return
    starts: set[int] = set()
    for kind, m in _intended(text):
        if m.start() not in starts and not _overlaps(*m.span(), holes):
            starts.add(m.start())
            written = m["to"]
            yield Lookalike(
                kind,
                m["text"] or written,
                written if kind == "wiki" else decode_destination(written or m["text"]),
                places.span(*m.span("to" if written else "text")),
                places.span(*m.span()),
            )


def holds(text: str) -> bool:
    """Whether a text without opaque spans contains any."""
    return possible(text) and next(_intended(text), None) is not None


def _intended(text: str) -> Iterator[tuple[LookalikeKind, re.Match[str]]]:
    """Matches of a shape whose destination looks intended."""
    for kind, shape in _SHAPES:
        for m in shape.finditer(text):
            written = m["to"]
            if kind == "reference":
                meant = bool(_LETTERS.search(m["text"])) and not written.startswith("^")
            else:
                meant = kind == "wiki" or (_PATH.match(written) is not None and "{{" not in written)
            if meant:
                yield kind, m


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans without overlaps: a link contains the code in its text."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _between(text: str, holes: list[tuple[int, int]]) -> str:
    """The parts between the opaque spans; in most texts, only links contain brackets."""
    if not holes:
        return text
    parts = []
    pos = 0
    for start, end in holes:
        parts.append(text[pos:start])
        pos = end
    parts.append(text[pos:])
    return "\n".join(parts)


def _overlaps(start: int, end: int, merged: list[tuple[int, int]]) -> bool:
    index = bisect_left(merged, (end, 0)) - 1
    return index >= 0 and merged[index][1] > start
