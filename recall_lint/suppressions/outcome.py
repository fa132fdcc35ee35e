"""Document and diagnostics → the unsuppressed ones, and the effect of each comment."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from recall_lint.base.model import Document, Source
from recall_lint.base.problems import Diagnostic
from recall_lint.suppressions.comments import KINDS, OWN, RuleInfo, Selector, Suppression, parse


class Directive(NamedTuple):
    """One word of one comment; each has its own effect."""

    suppression: Suppression
    selector: Selector


class Outcome(NamedTuple):
    """The effect of a document's comments."""

    source: Source
    suppressions: tuple[Suppression, ...]
    rules: tuple[RuleInfo, ...]
    remaining: tuple[Diagnostic, ...]
    """The diagnostics that are not suppressed."""
    unused: frozenset[Directive]
    """Directives that suppressed or ended nothing, although their rules ran."""
    unknown: frozenset[Directive]
    """Directives that match no rule."""
    ends: Mapping[Directive, frozenset[Directive]]
    """Each directive of an `enable`, and the directives that it ended."""


def apply(
    document: Document, diagnostics: Sequence[Diagnostic], rules: tuple[RuleInfo, ...]
) -> Outcome:
    """The effect of a document's comments on its diagnostics."""
    suppressions = parse(document)
    directives = _directives(suppressions)
    remaining, used = _suppress(document.source, directives, diagnostics)
    # There are few words, but possibly many directives.
    by_word = {directive.selector.word: directive.selector for directive in directives}
    rules_of = {
        word: [rule for rule in rules if selector.covers(rule)]
        for word, selector in by_word.items()
    }
    covered = {directive: rules_of[directive.selector.word] for directive in directives}
    ends = _ends(directives, covered)
    judged = {directive for directive in directives if _is_reportable(covered[directive])}
    unused = judged - used - ends.keys()
    unknown = {directive for directive, named in covered.items() if not named}
    return Outcome(
        document.source, suppressions, rules, remaining, frozenset(unused), frozenset(unknown), ends
    )


def suppress(outcome: Outcome, diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics about the comments themselves that these do not suppress."""
    return _suppress(outcome.source, _directives(outcome.suppressions), diagnostics)[0]


def _directives(suppressions: Sequence[Suppression]) -> list[Directive]:
    return [
        Directive(s, selector) for s in suppressions if s.kind in KINDS for selector in s.selectors
    ]


def _is_reportable(covered: Sequence[RuleInfo]) -> bool:
    """Whether a directive can be reported as unused: all rules it covers have run.

    A directive for the rules about comments is not reported.
    """
    if any(rule.code.startswith(OWN) for rule in covered):
        return False
    return any(rule.ran for rule in covered) and all(r.ran for r in covered if r.expected)


def _suppress(
    source: Source, directives: Sequence[Directive], diagnostics: Sequence[Diagnostic]
) -> tuple[tuple[Diagnostic, ...], set[Directive]]:
    """The diagnostics that are not suppressed, and the directives that suppress the others."""
    remaining = []
    used: set[Directive] = set()
    silencers: dict[tuple[str, str], _Suppressor] = {}
    for diagnostic in diagnostics:
        rule = diagnostic.code, diagnostic.name
        if rule not in silencers:
            silencers[rule] = _Suppressor(directives, diagnostic, used)
        at = diagnostic.problem.span.start
        if not silencers[rule].suppresses(at, source.position(at).line):
            remaining.append(diagnostic)
    return tuple(remaining), used


class _Suppressor:
    """The directives for one rule, by line; each directive and each line is visited once."""

    def __init__(
        self, directives: Sequence[Directive], rule: Diagnostic, used: set[Directive]
    ) -> None:
        """Directives are in document order; those that suppress anything are added to `used`."""
        self._used = used
        self._file: list[Directive] = []
        self._turns: list[Directive] = []
        # Comments do not overlap, so the lines of each kind are ascending.
        self._lines: defaultdict[str, list[Directive]] = defaultdict(list)
        self._silent: dict[int, bool] = {}
        covers: dict[str, bool] = {}
        for directive in directives:
            each, selector = directive
            if selector.word not in covers:
                covers[selector.word] = selector.covers(rule)
            if not covers[selector.word]:
                continue
            if each.kind in ("disable", "enable"):
                self._turns.append(directive)
            elif each.kind == "disable-file":
                self._file.append(directive)
            else:
                self._lines[each.kind].append(directive)

    def suppresses(self, at: int, line: int) -> bool:
        """Whether a diagnostic is suppressed; the last directive of a range before it decides."""
        if line not in self._silent:
            self._silent[line] = self._silences_line(line)
        found = self._silent[line]
        place = bisect_right(self._turns, at, key=lambda each: each.suppression.span.start)
        if place and self._turns[place - 1].suppression.kind == "disable":
            self._used.add(self._turns[place - 1])
            found = True
        return found

    def _silences_line(self, line: int) -> bool:
        found = bool(self._file)
        if not self._silent:
            self._used.update(self._file)
        for directives in self._lines.values():
            place = bisect_left(directives, line, key=lambda each: each.suppression.lines[1])
            while place < len(directives) and directives[place].suppression.lines[0] <= line:
                self._used.add(directives[place])
                found = True
                place += 1
        return found


def _ends(
    directives: Sequence[Directive], covered: Mapping[Directive, Sequence[RuleInfo]]
) -> Mapping[Directive, frozenset[Directive]]:
    """Each directive of an `enable` that ends others, with these."""
    ends: defaultdict[Directive, set[Directive]] = defaultdict(set)
    begun: defaultdict[str, set[Directive]] = defaultdict(set)
    for directive in directives:
        kind = directive.suppression.kind
        if kind not in ("disable", "enable"):
            continue
        for rule in covered[directive]:
            if kind == "disable":
                begun[rule.code].add(directive)
            elif begun[rule.code]:
                ends[directive] |= begun.pop(rule.code)
    return {directive: frozenset(ended) for directive, ended in ends.items()}
