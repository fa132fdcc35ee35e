"""Coverage → text with bars, JSON, a Markdown table, and a badge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from recall_lint.base.text import count, json_text, printable
from recall_lint.coverage.measure import Coverage, SectionCoverage, Share, share

_BAR: Final = 20
_NAME: Final = 30
"""Minimum number of characters of a name next to bars and numbers."""
_SHORTEST_NAME: Final = 8
_GOOD: Final = 80
_FAIR: Final = 50
_COLORS: Final = ("#2e7d32", "#8a6d00", "#b3261e")


_PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")
"""Characters that Markdown may read as markup unless escaped."""


class Change(NamedTuple):
    """The sections added on a branch, and how many of them are asked about."""

    since: str
    added: int
    asked: int
    before: Share

    @property
    def sentence(self) -> str:
        if not self.added:
            return f"no section added since {self.since}"
        added = count(self.added, "section")
        return f"{added} added since {self.since}, {self.asked:,} asked about"


def change(now: Coverage, then: Coverage, since: str) -> Change:
    """The change from one coverage to another; sections are identified by path and anchor."""
    known = {(note.path, section.anchor) for note in then.notes for section in note.sections}
    added = [
        section
        for note in now.notes
        for section in note.sections
        if (note.path, section.anchor) not in known
    ]
    return Change(since, len(added), sum(bool(section.questions) for section in added), then.total)


def as_json(coverage: Coverage, compared: Change | None) -> str:
    """One object; `unasked` are anchors, longest section first."""
    total = coverage.total
    value: dict[str, Any] = {
        **total._asdict(),
        "percent": round(total.percent, 1),
        "nearly": sum(section.nearly for section in coverage.sections()),
        "notes": [
            {
                "path": note.path,
                **share(iter(note.sections))._asdict(),
                "unasked": [section.anchor for section in unasked(note.sections)],
                "nearly": [section.anchor for section in note.sections if section.nearly],
                "questions": {section.anchor: section.questions for section in note.sections},
            }
            for note in coverage.notes
        ],
    }
    if compared is not None:
        value["since"] = {
            "revision": compared.since,
            "added": compared.added,
            "asked": compared.asked,
            "percent": round(compared.before.percent, 1),
        }
    return json_text(value)


def unasked(sections: tuple[SectionCoverage, ...]) -> list[SectionCoverage]:
    """The sections that no question asks about, longest first."""
    found = (section for section in sections if not section.questions)
    return sorted(found, key=lambda section: (-section.words, section.line))


def as_text(coverage: Coverage, most: int, width: int) -> str:
    """A line with a bar for each note, followed by the sections that no question asks about.

    Sections that more than `most` questions ask about are marked. Lines with bars fit into the
    width, unless that is too narrow for any name.
    """
    shares = [*(share(iter(note.sections)) for note in coverage.notes), coverage.total]
    names = [*(printable(note.path) for note in coverage.notes), "all"]
    needed = min(max(map(len, names)), _NAME)
    for bar, has_words in ((_BAR, True), (_BAR, False), (_BAR // 2, False), (0, False)):
        tails = [_tail(each, bar, has_words=has_words) for each in shares]
        left = width - max(map(len, tails))
        if left >= needed:
            break
    room = min(max(map(len, names)), max(_SHORTEST_NAME, left))
    heads = [_shortened(name, room).ljust(room) for name in names]
    *lines, last = [f"{head}{tail}\n" for head, tail in zip(heads, tails, strict=True)]
    parts = []
    for note, line in zip(coverage.notes, lines, strict=True):
        parts.append(line)
        parts += (f"{_section(section)}\n" for section in unasked(note.sections))
        parts += (
            f"  {section.questions:>6,} questions  #{printable(section.anchor)}\n"
            for section in note.sections
            if section.questions > most
        )
    return "".join([*parts, "\n" if parts else "", last])


def _section(section: SectionCoverage) -> str:
    state = "nearly" if section.nearly else "not asked"
    return f"  {section.words:>6,} words  {state:9}  #{printable(section.anchor)}"


def _tail(found: Share, bar: int, *, has_words: bool) -> str:
    """The text after the name: a bar of this many characters, and numbers."""
    filled = round(bar * found.percent / 100)
    drawn = f"  {'█' * filled}{'░' * (bar - filled)}" if bar else ""
    words = 100 * found.asked_words / found.words if found.words else 100.0
    counted = f"{found.asked:,} of {count(found.sections, 'section')}"
    more = f", {words:.0f} % of the words" if has_words else ""
    return f"{drawn} {found.percent:5.1f} %  {counted}{more}"


def _shortened(name: str, room: int) -> str:
    return name if len(name) <= room else f"…{name[len(name) - room + 1 :]}"


def sentences(coverage: Coverage, compared: Change | None) -> tuple[str, ...]:
    """The total as one sentence, and the change as another."""
    total = coverage.total
    counted = f"{total.asked:,} of {total.sections:,}"
    now = f"{total.percent:.1f} % of the sections are asked about ({counted})."
    if compared is None:
        return (now,)
    return now, f"Before: {compared.before.percent:.1f} %; {compared.sentence}."


def as_markdown(coverage: Coverage, compared: Change | None) -> str:
    """A table with a row for each note."""
    total = coverage.total
    counted = f"{total.asked:,} of {total.sections:,}"
    lines = [
        f"**{total.percent:.1f} %** of the sections are asked about ({counted}).",
        *([f"Before: {compared.before.percent:.1f} %; {compared.sentence}."] if compared else []),
        "",
        "| note | sections | asked about | share |",
        "| --- | ---: | ---: | ---: |",
        *_rows(coverage),
    ]
    return "".join(f"{line}\n" for line in lines)


def _rows(coverage: Coverage) -> Iterator[str]:
    for note in coverage.notes:
        found = share(iter(note.sections))
        name = _PUNCTUATION.sub(r"\\\g<0>", printable(note.path))
        cells = (f"{found.sections:,}", f"{found.asked:,}", f"{found.percent:.0f} %")
        yield f"| {name} | {' | '.join(cells)} |"


def as_svg(coverage: Coverage) -> str:
    """A badge."""
    percent = coverage.total.percent
    text = f"{percent:.0f} %"
    color = _COLORS[(percent < _GOOD) + (percent < _FAIR)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="130" height="20" role="img" '
        f'aria-label="recall coverage: {text}"><title>recall coverage: {text}</title>'
        '<rect width="130" height="20" rx="3" fill="#444"/>'
        f'<rect x="90" width="40" height="20" rx="3" fill="{color}"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        '<text x="6" y="14">recall coverage</text>'
        f'<text x="110" y="14" text-anchor="middle">{text}</text></g></svg>\n'
    )
