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
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from recall_lint.model import Diagnostic, Document, Edit, Source, Span
from recall_lint.selectors import strength

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
    return tuple(_suppression(document.source, span) for span in sorted(document.comments))


def _suppression(source: Source, span: Span) -> Suppression:
    m = _COMMENT.match(source.text, *span)
    assert m is not None, "the parser found it"
    words = _WORD.finditer(source.text, *m.span("words"))
    selectors = tuple(Selector(word[0], Span(*word.span())) for word in words)
    first, last = (source.position(at).line for at in (span.start, span.end - 1))
    if m["kind"] == "disable-next-line":
        first = last = _next_line(source, last)
    reason = " ".join((m["reason"] or "").split())
    return Suppression(m["kind"], selectors or (Selector("", span),), reason, span, (first, last))


def _next_line(source: Source, line: int) -> int:
    """The next line with text: formatters put a blank one below a comment."""
    end = source.position(len(source.text)).line
    for number in range(line + 1, end + 1):
        if source.line(number).strip(" \t>"):
            return number
    return end + 1


def apply(
    document: Document, diagnostics: Sequence[Diagnostic], known: tuple[Known, ...]
) -> Outcome:
    """What the comments of a document do to its diagnostics."""
    suppressions = parse(document)
    acts = _acts(suppressions)
    kept, busy = _judge(document.source, acts, diagnostics)
    ends = _ends(acts, known)
    covered = {act: [rule for rule in known if act.selector.covers(rule)] for act in acts}
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
    for diagnostic in diagnostics:
        found = [*_silencing(source, acts, diagnostic)]
        busy.update(found)
        if not found:
            kept.append(diagnostic)
    return tuple(kept), busy


def _silencing(source: Source, acts: Sequence[Act], diagnostic: Diagnostic) -> Iterator[Act]:
    """Every act that silences a diagnostic; of those from here on, the last before it decides."""
    at = diagnostic.problem.span.start
    line = source.position(at).line
    around: Act | None = None
    for act in acts:
        each, selector = act
        if not selector.covers(diagnostic):
            continue
        if each.kind in ("disable", "enable"):
            if each.span.start <= at:
                around = act
        elif each.kind == "disable-file" or each.lines[0] <= line <= each.lines[1]:
            yield act
    if around is not None and around.suppression.kind == "disable":
        yield around


def _ends(acts: Sequence[Act], known: Sequence[Known]) -> Mapping[Act, frozenset[Act]]:
    """Each act of an `enable` that ends others, and these."""
    ends: defaultdict[Act, set[Act]] = defaultdict(set)
    for rule in known:
        begun: set[Act] = set()
        for act in acts:
            if not act.selector.covers(rule):
                continue
            if act.suppression.kind == "disable":
                begun.add(act)
            elif act.suppression.kind == "enable" and begun:
                ends[act] |= begun
                begun = set()
    return {act: frozenset(begun) for act, begun in ends.items()}


# Taking comments away.


class Removal(NamedTuple):
    """What it takes to take an act away."""

    edits: tuple[Edit, ...]
    safe: bool
    """Whether the text around reads the same without it."""


def removals(outcome: Outcome) -> dict[Act, Removal]:
    """How each idle act is taken away, with all that is of no use without it."""
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
    return {
        act: together(*(alone[other] for other in alone if other in group))
        for act in outcome.idle
        for group in [_tied(act, ties)]
    }


def _tied(act: Act, ties: Sequence[set[Act]]) -> set[Act]:
    """The acts that go together with one: a range that loses its end would be another range."""
    group = {act}
    while more := {other for tie in ties if tie & group for other in tie} - group:
        group |= more
    return group


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
    above = re.search(r"(?:\r\n|\r|\n)([ \t]*(?:\r\n|\r|\n))\Z", text[:start])
    if above or start <= 1:
        if below := _BLANK_LINE.match(text, end):
            end = below.end()
        elif above and end == len(text):
            start = above.start(1)
    return Span(start, end)


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
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    return start + text.startswith("\ufeff", start, 1)
