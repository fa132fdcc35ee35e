"""Text and edits → text, and the difference between two texts; without reading or writing files."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from recall_lint.base.model import Span
from recall_lint.base.problems import Edit

_QUOTED: Final = re.compile(r"[\x00-\x1f\"\\\x7f\udc80-\udcff]")
_LETTERS: Final = dict(zip('\a\b\t\n\v\f\r"\\', 'abtnvfr"\\', strict=True))


class OverlapError(Exception):
    """Two edits change the same characters."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with every edit applied; duplicate edits count once."""
    ordered = sorted(set(edits), key=lambda edit: edit.span)
    parts = []
    end = 0
    for edit in ordered:
        if edit.span.start < end:
            raise OverlapError(edit.path)
        parts += [text[end : edit.span.start], edit.replacement]
        end = edit.span.end
    return "".join([*parts, text[end:]])


def apply_all(edits: Iterable[Edit], text_of: Callable[[str], str]) -> dict[str, str]:
    """The new text of each file with edits; `text_of` returns its text by path."""
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    return {path: apply(text_of(path), changes) for path, changes in by_path.items()}


class OccupiedSpans:
    """The characters that edits have taken so far."""

    def __init__(self) -> None:
        self._edits: dict[str, list[tuple[Span, str]]] = {}

    def take(self, edits: Sequence[Edit]) -> bool:
        """Reserve the characters of some edits, unless other edits touch them; duplicates are
        allowed.
        """
        if any(self._is_taken(edit) for edit in edits):
            return False
        for edit in edits:
            taken = self._edits.setdefault(edit.path, [])
            if (edit.span, edit.replacement) not in taken[-1:]:
                insort(taken, (edit.span, edit.replacement))
        return True

    def _is_taken(self, edit: Edit) -> bool:
        taken = self._edits.get(edit.path, [])
        start, end = edit.span
        place = bisect_left(taken, (edit.span, ""))
        for span, replacement in taken[max(0, place - 1) : place + 2]:
            same = span == edit.span and replacement == edit.replacement
            if (
                not same
                and start < max(span.end, span.start + 1)
                and span.start < max(end, start + 1)
            ):
                return True
        return False


def unified_diff(path: str, before: str, after: str, new_path: str | None = None) -> str:
    """The difference in the format of `git diff` and `patch`; for a moved file, in that of git."""
    from difflib import unified_diff as compare

    new_path = path if new_path is None else new_path
    old, new = _named(f"a/{path}"), _named(f"b/{new_path}")
    lines = compare(_lines(before), _lines(after), old, new)
    changes = "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    if new_path == path:
        return changes
    names = [_named(name).rstrip("\t") for name in (f"a/{path}", f"b/{new_path}", path, new_path)]
    return "diff --git {} {}\nrename from {}\nrename to {}\n{}".format(*names, changes)


def _named(path: str) -> str:
    """A name in the header of a diff: quoted as in git and C, or terminated if it has a space."""
    if not _QUOTED.search(path):
        return f"{path}\t" if " " in path else path
    return f'"{_QUOTED.sub(_escape, path)}"'


def _escape(match: re.Match[str]) -> str:
    letter = _LETTERS.get(match[0], "")
    octal = "".join(f"\\{byte:03o}" for byte in match[0].encode("utf-8", "surrogateescape"))
    return f"\\{letter}" if letter else octal


def _lines(text: str) -> list[str]:
    """Lines as `git apply` and `patch` count them: only LF ends a line."""
    return [line for line in re.split(r"(?<=\n)", text) if line]
