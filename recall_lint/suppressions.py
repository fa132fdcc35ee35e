"""Document and diagnostics → those that its writer did not silence, and what each comment did.

    <!-- recall-lint-disable CODE… -- reason -->            from here on
    <!-- recall-lint-enable CODE… -->                       until here
    <!-- recall-lint-disable-line CODE… -- reason -->       in this line
    <!-- recall-lint-disable-next-line CODE… -- reason -->  in the next line that is not blank
    <!-- recall-lint-disable-file CODE… -- reason -->       in the whole file

CODE is a code, a prefix of codes or a name, with white space or commas between
them; without any, all rules are meant but those of the family RL9, which judge
the comments themselves and must be named. In MDX a comment may be `{/* … */}` as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from recall_lint.base.model import Diagnostic, Document, Edit, Source, Span
from recall_lint.base.selectors import strength

KINDS: Final = ("disable", "enable", "disable-line", "disable-next-line", "disable-file")
PREFIX: Final = "recall-lint-"

_OWN: Final = "RL9"
_COMMENT = re.compile(
    # `>` begins the lines of a comment that stands in a quote.
    rf"(?:<!--|\{{/\*)[\s>]*+{PREFIX}(?P<kind>[^\s,]*?)(?=\s|,|-->|\*/\}}|\Z)(?P<words>.*?)"
    r"(?:(?<![^\s,])--(?=\s)(?P<reason>.*?))?(?:-*-->|\*/\}|\Z)",
    re.DOTALL,
)
_WORD = re.compile(r"[^\s,>]+")
_SPACES = re.compile(r"[\s,>]*")
_BLANK_ABOVE = re.compile(r"(?:\r\n|\r|\n)([ \t]*(?:\r\n|\r|\n))\Z")
_BLANK_LINE = re.compile(r"[ \t]*(?:\r\n|\r|\n)")
_ENDS_LINE = re.compile(r"[ \t]*(?:\r\n|\r|\n|\Z)")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*(?:[\r\n]|\Z)")
_OPENS_BLOCK = re.compile(r"\s*(?:(?:>|[-*+]\s|\d+[.)]\s)\s*)*")


class Selector(NamedTuple):
    """A word that says which rules are meant."""

    word: str
    """Empty for all of them, where none is named."""
    span: Span

    def covers(self, rule: Known | Diagnostic) -> bool:
        floor = len(_OWN) if rule.code.startswith(_OWN) else 0
        return strength(self.word or "ALL", rule.code, rule.name) > floor


class Suppression(NamedTuple):
    """A comment that speaks to recall-lint."""

    kind: str
    """One of `KINDS`, or what somebody mistook for one."""
    selectors: tuple[Selector, ...]
    """At least one."""
    reason: str
    span: Span
    lines: tuple[int, int]
    """First and last line that it speaks of, 1-based, if it is of a kind that speaks of lines."""

    def __hash__(self) -> int:
        # A comment may have thousands of words, each an act that would hash them all.
        return hash(self.span)


class Act(NamedTuple):
    """One word of one comment: it does its work apart from the others."""

    suppression: Suppression
    selector: Selector


class Known(NamedTuple):
    """A rule, as far as comments are concerned."""

    code: str
    name: str
    expected: bool
    """Whether it runs without being selected."""
    ran: bool
    """Whether it could find what it looks for in this run."""


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


def parse(document: Document) -> tuple[Suppression, ...]:
    """The suppressions of a document, in the order of its text."""
    source = document.source
    below = _Below(source)
    return tuple(_suppression(source, span, below) for span in sorted(document.comments))


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
    """Finds the next line with text for ascending lines: formatters put blank ones below a comment.

    No line is read twice.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._last = source.position(len(source.text)).line
        self._since = self._found = 0

    def line(self, line: int) -> int:
        """The first line with text below a line; the one behind the last, if there is none."""
        number = line + 1
        if self._since <= line < self._found:
            return self._found
        self._since = line
        while number <= self._last and not self._source.line(number).strip(" \t>"):
            number += 1
        self._found = number
        return number


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
    if any(rule.code.startswith(_OWN) for rule in covered):
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


# Taking comments away.


class Removal(NamedTuple):
    """What it takes to take an act away."""

    edits: tuple[Edit, ...]
    safe: bool
    """Whether the text around reads the same without it."""


_MANY: Final = 100
"""Acts that go together, from which on only the first problem offers to take them away."""


def removals(outcome: Outcome) -> dict[Act, Removal]:
    """How each idle act is taken away, with all that is of no use without it.

    Where that is very much, the first of them says it for all, and the others say nothing: a
    report that says it with each would be as long as the square of the text.
    """
    text = outcome.source.text
    going = outcome.idle | {act for act, begun in outcome.ends.items() if begun <= outcome.idle}
    alone: dict[Act, Removal] = {}
    ties = [{end, *begun} for end, begun in outcome.ends.items() if end in going]
    for each in outcome.suppressions:
        acts = [Act(each, selector) for selector in each.selectors]
        whole = going.issuperset(acts)
        if whole:
            ties.append({*acts})
        staying = False
        for act in acts:
            if whole:
                span = _with_line(text, each.span)
            elif act in going:
                span = _with_separator(text, act.selector.span, staying)
            else:
                staying = True
                continue
            edit = Edit(outcome.source.path, span, "")
            alone[act] = Removal((edit,), not whole or _is_quiet(text, each.span))
    groups = _tied(ties)
    parts: defaultdict[Act, list[Removal]] = defaultdict(list)
    for act, removal in alone.items():
        parts[groups.get(act, act)].append(removal)
    ways: dict[Act, Removal] = {}
    said: set[Act] = set()
    whole_groups = {first: together(*removals) for first, removals in parts.items()}
    for act in (act for act in alone if act in outcome.idle):
        group = groups.get(act, act)
        is_said = group in said and len(parts[group]) > _MANY
        ways[act] = Removal((), safe=False) if is_said else whole_groups[group]
        said.add(group)
    return ways


def _tied(ties: Sequence[set[Act]]) -> dict[Act, Act]:
    """Of the acts that go together, one that stands for all, by each of them.

    A range that loses its end would be another range.
    """
    among: defaultdict[Act, list[set[Act]]] = defaultdict(list)
    for tie in ties:
        for act in tie:
            among[act].append(tie)
    groups: dict[Act, Act] = {}
    for first in among:
        if first in groups:
            continue
        groups[first] = first
        ahead = [first]
        while ahead:
            # A tie is read by the first of its acts, and is no more then.
            for tie in among[ahead.pop()]:
                for act in tie:
                    if act not in groups:
                        groups[act] = first
                        ahead.append(act)
                tie.clear()
    return groups


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
    """
    start = _line_start(text, span.start)
    before = text[start : span.start]
    ending = _ENDS_LINE.match(text, span.end)
    if not ending or before.strip(" \t>"):
        return not _OPENS_BLOCK.fullmatch(before)
    above = text[_line_start(text, max(0, start - 1)) : start].strip(" \t\r\n>")
    return not (above and _UNDERLINE.match(text, ending.end()))


def _line_start(text: str, at: int) -> int:
    """Where the line of a character begins, behind a byte order mark."""
    # Most texts have no carriage return, which would be sought from end to end.
    start = text.rfind("\n", 0, at) + 1
    start = max(start, text.rfind("\r", start, at) + 1)
    return start + text.startswith("\ufeff", start, 1)
