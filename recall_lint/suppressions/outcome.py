"""Document and diagnostics → those that no comment suppresses, and what each comment did."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from recall_lint.base.model import Diagnostic, Document, Source
from recall_lint.suppressions.comments import KINDS, OWN, Known, Selector, Suppression, parse


class Act(NamedTuple):
    """One word of one comment: it does its work apart from the others."""

    suppression: Suppression
    selector: Selector


class Outcome(NamedTuple):
    """What the comments of a document did."""

    source: Source
    suppressions: tuple[Suppression, ...]
    known: tuple[Known, ...]
    kept: tuple[Diagnostic, ...]
    """What they did not silence."""
    idle: frozenset[Act]
    """Acts that silenced nothing, or ended nothing, and whose rules ran."""
    unknown: frozenset[Act]
    """Acts that name no rule."""
    ends: Mapping[Act, frozenset[Act]]
    """Each act of an `enable`, and the acts that it ended."""


def apply(
    document: Document, diagnostics: Sequence[Diagnostic], known: tuple[Known, ...]
) -> Outcome:
    """What the comments of a document do to its diagnostics."""
    suppressions = parse(document)
    acts = _acts(suppressions)
    kept, busy = _judge(document.source, acts, diagnostics)
    # Words are few, and acts may be many.
    by_word = {act.selector.word: act.selector for act in acts}
    rules = {
        word: [rule for rule in known if selector.covers(rule)]
        for word, selector in by_word.items()
    }
    covered = {act: rules[act.selector.word] for act in acts}
    ends = _ends(acts, covered)
    idle = {act for act in acts if _is_judged(covered[act])} - busy - ends.keys()
    unknown = {act for act, rules in covered.items() if not rules}
    return Outcome(
        document.source, suppressions, known, kept, frozenset(idle), frozenset(unknown), ends
    )


def silence(outcome: Outcome, diagnostics: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """What the same comments leave of what was found out about them."""
    return _judge(outcome.source, _acts(outcome.suppressions), diagnostics)[0]


def _acts(suppressions: Sequence[Suppression]) -> list[Act]:
    return [Act(s, selector) for s in suppressions if s.kind in KINDS for selector in s.selectors]


def _is_judged(covered: Sequence[Known]) -> bool:
    """Whether an act may be called idle: all that it could have silenced had its chance.

    Who silences the judge is not judged.
    """
    if any(rule.code.startswith(OWN) for rule in covered):
        return False
    return any(rule.ran for rule in covered) and all(r.ran for r in covered if r.expected)


def _judge(
    source: Source, acts: Sequence[Act], diagnostics: Sequence[Diagnostic]
) -> tuple[tuple[Diagnostic, ...], set[Act]]:
    """The diagnostics that nothing silences, and the acts that silence the others."""
    kept = []
    busy: set[Act] = set()
    silencers: dict[tuple[str, str], _Silencer] = {}
    for diagnostic in diagnostics:
        rule = diagnostic.code, diagnostic.name
        if rule not in silencers:
            silencers[rule] = _Silencer(acts, diagnostic, busy)
        at = diagnostic.problem.span.start
        if not silencers[rule].silences(at, source.position(at).line):
            kept.append(diagnostic)
    return tuple(kept), busy


class _Silencer:
    """The acts that speak of one rule, and where; each act and each line is looked at once."""

    def __init__(self, acts: Sequence[Act], rule: Diagnostic, busy: set[Act]) -> None:
        """Acts are in the order of the text; those that silence anything are added to `busy`."""
        self._busy = busy
        self._file: list[Act] = []
        self._turns: list[Act] = []
        # Comments do not overlap, so that the lines of each kind ascend.
        self._lines: defaultdict[str, list[Act]] = defaultdict(list)
        self._silent: dict[int, bool] = {}
        covers: dict[str, bool] = {}
        for act in acts:
            each, selector = act
            if selector.word not in covers:
                covers[selector.word] = selector.covers(rule)
            if not covers[selector.word]:
                continue
            if each.kind in ("disable", "enable"):
                self._turns.append(act)
            elif each.kind == "disable-file":
                self._file.append(act)
            else:
                self._lines[each.kind].append(act)

    def silences(self, at: int, line: int) -> bool:
        """Whether anything does; of what holds from here on, the last before it decides."""
        if line not in self._silent:
            self._silent[line] = self._silences_line(line)
        found = self._silent[line]
        place = bisect_right(self._turns, at, key=lambda act: act.suppression.span.start)
        if place and self._turns[place - 1].suppression.kind == "disable":
            self._busy.add(self._turns[place - 1])
            found = True
        return found

    def _silences_line(self, line: int) -> bool:
        found = bool(self._file)
        if not self._silent:
            self._busy.update(self._file)
        for acts in self._lines.values():
            place = bisect_left(acts, line, key=lambda act: act.suppression.lines[1])
            while place < len(acts) and acts[place].suppression.lines[0] <= line:
                self._busy.add(acts[place])
                found = True
                place += 1
        return found


def _ends(
    acts: Sequence[Act], covered: Mapping[Act, Sequence[Known]]
) -> Mapping[Act, frozenset[Act]]:
    """Each act of an `enable` that ends others, and these."""
    ends: defaultdict[Act, set[Act]] = defaultdict(set)
    begun: defaultdict[str, set[Act]] = defaultdict(set)
    for act in acts:
        kind = act.suppression.kind
        if kind not in ("disable", "enable"):
            continue
        for rule in covered[act]:
            if kind == "disable":
                begun[rule.code].add(act)
            elif begun[rule.code]:
                ends[act] |= begun.pop(rule.code)
    return {act: frozenset(ended) for act, ended in ends.items()}
