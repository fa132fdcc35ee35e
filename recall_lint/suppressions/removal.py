"""Outcome → the edits that delete the comments, and the words of comments, that are unused."""

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
    """What it takes to take a directive away."""

    edits: tuple[Edit, ...]
    safe: bool
    """Whether the text around reads the same without it."""


_MANY: Final = 100
"""Directives that go together, from which on only the first problem offers to take them away."""


def removals(outcome: Outcome) -> dict[Directive, Removal]:
    """How each unused directive is taken away, with all that is of no use without it.

    Where that is very much, the first of them says it for all, and the others say nothing: a
    report that says it with each would be as long as the square of the text.
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
            alone[directive] = Removal((edit,), not whole or _is_quiet(text, each.span))
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
    """Of the directives that go together, one that stands for all, by each of them.

    A range that loses its end would be another range.
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
            # A group is read by the first of its directives, and is no more then.
            for group in among[ahead.pop()]:
                for directive in group:
                    if directive not in group_of:
                        group_of[directive] = first
                        ahead.append(directive)
                group.clear()
    return group_of


def together(*parts: Removal) -> Removal:
    """Several removals as one; an edit that they share is made once."""
    edits = dict.fromkeys(edit for part in parts for edit in part.edits)
    return Removal(tuple(edits), all(part.safe for part in parts))


def _with_separator(text: str, span: Span, after_another: bool) -> Span:
    """A word and what parts it from the word before it, or else from the next."""
    start, end = span
    if not after_another:
        m = _SPACES.match(text, end)
        assert m is not None
        return Span(start, m.end())
    while text[start - 1] in " \t\r\n,>":
        start -= 1
    return Span(start, end)


def _with_line(text: str, span: Span) -> Span:
    """A comment, and its line where it stands alone, and no blanks and blank lines left behind."""
    start, end = span
    left = _line_start(text, start)
    before = text[left:start]
    ending = _ENDS_LINE.match(text, end)
    if before.strip(" \t"):
        kept = before.rstrip(" \t")
        if ending or text[end] in " \t":
            start = left + len(kept)
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
    """Where to begin to look for a blank line that ends at `start`."""
    start -= 2 if text.endswith("\r\n", 0, start) else 1
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    return max(0, start - 2)


def _is_quiet(text: str, span: Span) -> bool:
    """Whether the text around a comment reads the same without it.

    One that begins a block makes raw HTML of the rest of its line, one alone in a list item keeps
    that from being empty, and one between text and dashes keeps the text from being a heading.
    Without one below a comment on the next line, that comment is about the line that follows.
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
    """Where the line of a character begins, behind a byte order mark."""
    # Most texts have no carriage return, which would be sought from end to end.
    start = text.rfind("\n", 0, at) + 1
    start = max(start, text.rfind("\r", start, at) + 1)
    return start + text.startswith("\ufeff", start, 1)
