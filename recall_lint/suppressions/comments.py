"""Document → its recall-lint comments."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, NamedTuple

from recall_lint.base.model import Document, Source, Span
from recall_lint.base.problems import Diagnostic
from recall_lint.base.selectors import strength

KINDS: Final = ("disable", "enable", "disable-line", "disable-next-line", "disable-file")
PREFIX: Final = "recall-lint-"
NO_QUESTION: Final = "no-question"
"""Marks a section that needs no question; suppresses nothing."""
OWN: Final = "RL9"
"""The family of rules about comments."""

_COMMENT = re.compile(
    # `>` begins the lines of a comment inside a quote.
    rf"(?:<!--|\{{/\*)[\s>]*+{PREFIX}(?P<kind>[^\s,]*?)(?=\s|,|-->|\*/\}}|\Z)(?P<words>.*?)"
    r"(?:(?<![^\s,])--(?=\s)(?P<reason>.*?))?(?:-*-->|\*/\}|\Z)",
    re.DOTALL,
)
_WORD = re.compile(r"[^\s,>]+")


class Selector(NamedTuple):
    """A word that selects rules."""

    word: str
    """Empty for all of them, if none is named."""
    span: Span

    def covers(self, rule: RuleInfo | Diagnostic) -> bool:
        floor = len(OWN) if rule.code.startswith(OWN) else 0
        return strength(self.word or "ALL", rule.code, rule.name) > floor


class Suppression(NamedTuple):
    """A recall-lint comment."""

    kind: str
    """One of `KINDS`, or an unknown word in its place."""
    selectors: tuple[Selector, ...]
    """At least one."""
    reason: str
    span: Span
    lines: tuple[int, int]
    """The first and last line it applies to, 1-based, if its kind applies to lines."""

    def __hash__(self) -> int:
        # A comment may have thousands of words, and each of their directives would hash them all.
        return hash(self.span)


class RuleInfo(NamedTuple):
    """The properties of a rule that matter for comments."""

    code: str
    name: str
    expected: bool
    """Whether it runs without being selected."""
    ran: bool
    """Whether it ran with all the data it needs."""


def parse(document: Document) -> tuple[Suppression, ...]:
    """The suppressions of a document, in order."""
    source = document.source
    below = _Below(source)
    found = (_suppression(source, span, below) for span in sorted(document.comments))
    return tuple(each for each in found if each.kind != NO_QUESTION)


def without_question(document: Document) -> frozenset[int]:
    """The indexes of the sections that are marked as needing no question.

    All of them, if a comment before the first heading says so.
    """
    found = set()
    starts = [section.span.start for section in document.sections]
    for start, end in document.comments:
        m = _COMMENT.match(document.source.text, start, end)
        if m is not None and m["kind"] == NO_QUESTION:
            found.add(bisect_right(starts, start) - 1)
    return frozenset(range(len(starts))) if -1 in found else frozenset(found)


def _suppression(source: Source, span: Span, below: _Below) -> Suppression:
    m = _COMMENT.match(source.text, *span)
    assert m is not None, "the parser found it"
    words = _WORD.finditer(source.text, *m.span("words"))
    selectors = tuple(Selector(word[0], Span(*word.span())) for word in words)
    first, last = (source.position(at).line for at in (span.start, span.end - 1))
    if m["kind"] == "disable-next-line":
        first = last = below.line(last)
    reason = " ".join((m["reason"] or "").split())
    return Suppression(m["kind"], selectors or (Selector("", span),), reason, span, (first, last))


class _Below:
    """Finds the next line with text after ascending lines: formatters insert blank lines.

    No line is read twice.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._last = source.position(len(source.text)).line
        self._since = self._found = 0

    def line(self, line: int) -> int:
        """The first line with text after a line; the line after the last, if there is none."""
        number = line + 1
        if self._since <= line < self._found:
            return self._found
        self._since = line
        while number <= self._last and not self._source.line(number).strip(" \t>"):
            number += 1
        self._found = number
        return number
