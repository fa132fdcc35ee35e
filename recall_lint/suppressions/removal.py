"""Outcome → the edits that delete unused comments and words of comments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from recall_lint.base.model import Span
from recall_lint.base.problems import Edit
from recall_lint.suppressions.outcome import Directive, Outcome

_SPACES = re.compile(r"[\s,>]*")
_BLANK_ABOVE = re.compile(r"(?:\r\n|\r|\n)([ \t]*(?:\r\n|\r|\n))\Z")
_BLANK_LINE = re.compile(r"[ \t]*(?:\r\n|\r|\n)")
_NEXT_LINE: Final = "recall-lint-disable-next-line"
_ENDS_LINE = re.compile(r"[ \t]*(?:\r\n|\r|\n|\Z)")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*(?:[\r\n]|\Z)")
_OPENS_BLOCK = re.compile(r"\s*(?:(?:>|[-*+]\s|\d+[.)]\s)\s*)*")


class Removal(NamedTuple):
    """The removal of a directive."""

    edits: tuple[Edit, ...]
    safe: bool
    """Whether the surrounding text is parsed in the same way without it."""


_MANY: Final = 100
"""Number of directives removed together from which on only the first problem offers that."""


def removals(outcome: Outcome) -> dict[Directive, Removal]:
    """The removal of each unused directive, with everything that is useless without it.

    If that is very much, only the first one offers it: repeating it for each would make the report
    quadratic in the length of the text.
    """
    text = outcome.source.text
    removable = outcome.unused | {
        end for end, begun in outcome.ends.items() if begun <= outcome.unused
    }
    alone: dict[Directive, Removal] = {}
    groups = [{end, *begun} for end, begun in outcome.ends.items() if end in removable]
    for each in outcome.suppressions:
        directives = [Directive(each, selector) for selector in each.selectors]
        whole = removable.issuperset(directives)
        if whole:
            groups.append({*directives})
        after_remaining = False
        for directive in directives:
            if whole:
                span = _with_line(text, each.span)
            elif directive in removable:
                span = _with_separator(text, directive.selector.span, after_remaining)
            else:
                after_remaining = True
                continue
            edit = Edit(outcome.source.path, span, "")
            alone[directive] = Removal((edit,), not whole or _is_unchanged_without(text, each.span))
    group_of = _group_of(groups)
    parts: defaultdict[Directive, list[Removal]] = defaultdict(list)
    for directive, removal in alone.items():
        parts[group_of.get(directive, directive)].append(removal)
    ways: dict[Directive, Removal] = {}
    said: set[Directive] = set()
    whole_groups = {first: together(*removals) for first, removals in parts.items()}
    for directive in (directive for directive in alone if directive in outcome.unused):
        group = group_of.get(directive, directive)
        is_said = group in said and len(parts[group]) > _MANY
        ways[directive] = Removal((), safe=False) if is_said else whole_groups[group]
        said.add(group)
    return ways


def _group_of(groups: Sequence[set[Directive]]) -> dict[Directive, Directive]:
    """For each of the directives to remove together, one that represents them.

    A range without its end would be a different range.
    """
    among: defaultdict[Directive, list[set[Directive]]] = defaultdict(list)
    for group in groups:
        for directive in group:
            among[directive].append(group)
    group_of: dict[Directive, Directive] = {}
    for first in among:
        if first in group_of:
            continue
        group_of[first] = first
        ahead = [first]
        while ahead:
            # A group is looked up by its first directive, and merged ones are no longer groups.
            for group in among[ahead.pop()]:
                for directive in group:
                    if directive not in group_of:
                        group_of[directive] = first
                        ahead.append(directive)
                group.clear()
    return group_of


def together(*parts: Removal) -> Removal:
    """Several removals as one, with shared edits made once."""
    edits = dict.fromkeys(edit for part in parts for edit in part.edits)
    return Removal(tuple(edits), all(part.safe for part in parts))


def _with_separator(text: str, span: Span, after_another: bool) -> Span:
    """A word with the separator before it, or else after it."""
    start, end = span
    if not after_another:
        m = _SPACES.match(text, end)
        assert m is not None
        return Span(start, m.end())
    while text[start - 1] in " \t\r\n,>":
        start -= 1
    return Span(start, end)


def _with_line(text: str, span: Span) -> Span:
    """A comment, with its line if it is alone there, and the blank lines around it."""
    start, end = span
    left = _line_start(text, start)
    before = text[left:start]
    ending = _ENDS_LINE.match(text, end)
    if before.strip(" \t"):
        trimmed = before.rstrip(" \t")
        if ending or text[end] in " \t":
            start = left + len(trimmed)
        return Span(start, end)
    if not ending:
        while text[end] in " \t":
            end += 1
        return Span(start, end)
    start, end = left, ending.end()
    above = _BLANK_ABOVE.search(text, _before_blanks(text, start), start)
    if above or start <= 1:
        if below := _BLANK_LINE.match(text, end):
            end = below.end()
        elif above and end == len(text):
            start = above.start(1)
    return Span(start, end)


def _before_blanks(text: str, start: int) -> int:
    """Where to start searching for a blank line that ends at `start`."""
    start -= 2 if text.endswith("\r\n", 0, start) else 1
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    return max(0, start - 2)


def _is_unchanged_without(text: str, span: Span) -> bool:
    """Whether the text around a comment is parsed in the same way without it.

    A comment that begins a block makes raw HTML of the rest of its line; alone in a list item, it
    keeps that from being empty; between text and dashes, it keeps the text from being a heading. If
    a comment above applies to the next line, that is another line without this one.
    """
    start = _line_start(text, span.start)
    before = text[start : span.start]
    ending = _ENDS_LINE.match(text, span.end)
    if not ending or before.strip(" \t>"):
        return not _OPENS_BLOCK.fullmatch(before)
    above = text[_line_start(text, max(0, start - 1)) : start].strip(" \t\r\n>")
    if _NEXT_LINE in above:
        return False
    return not (above and _UNDERLINE.match(text, ending.end()))


def _line_start(text: str, at: int) -> int:
    """The start of a character's line, after a byte order mark."""
    # Most texts have no carriage return, and would be searched from end to end.
    start = text.rfind("\n", 0, at) + 1
    start = max(start, text.rfind("\r", start, at) + 1)
    return start + text.startswith("\ufeff", start, 1)
