"""Inline tokens → the same without the `*` and `_` of emphasis.

CommonMark's own algorithm ("process emphasis"): delimiters that can no longer match are removed
from the list, and a closer without an opener limits later searches for its kind, so time is linear
in the text. Only the text and links of emphasis are needed, so no tree is built; an empty token
replaces each delimiter.
"""

from __future__ import annotations

import re

from recall_lint.markdown.glance import Token

_RUN = re.compile(r"\*+|_+|[^*_]+")


class _Run:
    """A delimiter run, and how much of it is left."""

    __slots__ = ("after", "before", "can_close", "can_open", "closed", "length", "mark", "opened")

    def __init__(self, mark: str, length: int, can_open: bool, can_close: bool) -> None:
        self.mark = mark
        self.length = length
        """As written."""
        self.can_open = can_open
        self.can_close = can_close
        self.opened = 0
        """Characters that open emphasis, at the end."""
        self.closed = 0
        """Characters that close emphasis, at the start."""
        # Its neighbors in the list of runs that may still match.
        self.before = self.after = 0

    @property
    def left(self) -> int:
        return self.length - self.opened - self.closed

    def tokens(self) -> list[Token]:
        """The rest of it as text."""
        parts: list[Token] = []
        if self.closed:
            parts.append({"type": "emphasis", "children": []})
        if self.left:
            parts.append({"type": "text", "raw": self.mark * self.left})
        if self.opened:
            parts.append({"type": "emphasis", "children": []})
        return parts


def without_delimiters(tokens: list[Token]) -> list[Token]:
    """The tokens of a text with its emphasis resolved."""
    if not any(_may_emphasise(token) for token in tokens):
        return tokens
    source = "".join(map(_text, tokens))
    parts: list[Token | _Run] = []
    runs: list[_Run] = []
    pos = 0
    for token in tokens:
        if not _may_emphasise(token):
            parts.append(token)
            pos += len(_text(token))
            continue
        for m in _RUN.finditer(token["raw"]):
            run = m[0]
            end = pos + len(run)
            if run[0] in "*_" and (found := _run(source, pos, end)):
                parts.append(found)
                runs.append(found)
            else:
                parts.append({"type": "text", "raw": run})
            pos = end
    _match(runs)
    resolved: list[Token] = []
    for part in parts:
        if isinstance(part, _Run):
            resolved += part.tokens()
        else:
            resolved.append(part)
    return resolved


def _may_emphasise(token: Token) -> bool:
    # Escaped characters and URLs are not delimiters.
    if token["type"] != "text" or not token.get("_emphasis", True):
        return False
    return "*" in token["raw"] or "_" in token["raw"]


def _text(token: Token) -> str:
    """The text of a token as its neighboring delimiters see it."""
    if token["type"] == "text":
        raw: str = token["raw"]
        return raw
    return "\n" if token["type"] in ("softbreak", "linebreak") else "\ufffc"


def _run(source: str, start: int, end: int) -> _Run | None:
    """A delimiter run by its surrounding characters; None if it neither opens nor closes."""
    mark = source[start]
    before = source[start - 1] if start else "\n"
    after = source[end] if end < len(source) else "\n"
    if mark == "_" and before.isalnum() and after.isalnum():
        return None
    can_open = _flanks(before, after)
    can_close = _flanks(after, before)
    return _Run(mark, end - start, can_open, can_close) if can_open or can_close else None


def _flanks(outer: str, inner: str) -> bool:
    """Whether a run between two characters belongs to the inner one."""
    if inner.isspace():
        return False
    return inner.isalnum() or outer.isspace() or not outer.isalnum()


def _match(runs: list[_Run]) -> None:
    """Match each closer with the nearest possible opener."""
    for place, run in enumerate(runs):
        run.before, run.after = place - 1, place + 1
    # For each kind of closer, where the search for openers ends. GitHub's parser distinguishes
    # kinds by character and length alone, and so misses openers that CommonMark finds.
    bottoms: dict[tuple[str, int], int] = {}
    place = 0
    while place < len(runs):
        closer = runs[place]
        if not closer.can_close or not closer.left:
            place = closer.after
            continue
        kind = closer.mark, closer.length % 3
        bottom = bottoms.get(kind, -1)
        other = closer.before
        while other > bottom and not _may_match(runs[other], closer):
            other = runs[other].before
        if other <= bottom:
            bottoms[kind] = closer.before
            if not closer.can_open:
                _unlink(runs, place)
            place = closer.after
            continue
        opener = runs[other]
        used = 2 if opener.left >= 2 and closer.left >= 2 else 1
        opener.opened += used
        closer.closed += used
        # Runs in between cannot match any more.
        opener.after, closer.before = place, other
        if not opener.left:
            _unlink(runs, other)
        if not closer.left:
            _unlink(runs, place)


def _may_match(opener: _Run, closer: _Run) -> bool:
    if opener.mark != closer.mark or not opener.can_open:
        return False
    if not opener.can_close and not closer.can_open:
        return True
    # CommonMark's "rule of three".
    return (opener.length + closer.length) % 3 != 0 or opener.length % 3 == closer.length % 3 == 0


def _unlink(runs: list[_Run], place: int) -> None:
    """Remove a run from the list; its own links stay valid."""
    run = runs[place]
    if run.before >= 0:
        runs[run.before].after = run.after
    if run.after < len(runs):
        runs[run.after].before = run.before
