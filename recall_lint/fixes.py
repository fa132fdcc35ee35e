"""Text and edits → text, and the difference between two texts; nothing is read or written here."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from recall_lint.lines import line_starts
from recall_lint.model import Edit


class OverlapError(Exception):
    """Two edits want the same characters."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit applied; the same edit asked for twice counts once."""
    ordered = sorted(set(edits), key=lambda edit: edit.span)
    parts = []
    end = 0
    for edit in ordered:
        if edit.span.start < end:
            raise OverlapError(edit.path)
        parts += [text[end : edit.span.start], edit.replacement]
        end = edit.span.end
    return "".join([*parts, text[end:]])


def overlaps(edits: Iterable[Edit], taken: Iterable[Edit]) -> bool:
    """Whether edits touch characters that others touch, unless they are the same."""
    others = list(taken)
    return any(
        edit != other
        and edit.path == other.path
        and edit.span.start < max(other.span.end, other.span.start + 1)
        and other.span.start < max(edit.span.end, edit.span.start + 1)
        for edit in edits
        for other in others
    )


def unified_diff(path: str, before: str, after: str) -> str:
    """The difference as `git diff` and `patch` know it."""
    from difflib import unified_diff as compare

    lines = compare(_lines(before), _lines(after), f"a/{path}", f"b/{path}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    starts = line_starts(text)
    return [text[a:b] for a, b in pairwise([*starts, len(text)]) if a < b]
