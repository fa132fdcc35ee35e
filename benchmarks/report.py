"""Measurements → Markdown tables and a plot in SVG."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

CASES = {
    "cold": "cold",
    "warm": "warm",
    "edited": "one file edited",
    "one": "one file",
}
"""Each case and its name in the report."""
OURS = "recall-lint"
"""The prefix of our own rows."""
PEERS = ("rumdl", "lychee")
"""The fastest peers, for comparison."""


class Cell(NamedTuple):
    """The result of a tool in one case."""

    seconds: float
    """Median; the limit if it was reached."""
    memory: int
    """Median of the peaks, in KiB."""
    problems: int
    runs: int
    trouble: str = ""
    """`over` the time limit, or how it failed; such a time is not compared."""


class Subject(NamedTuple):
    """A measured tool."""

    name: str
    version: str
    """Empty if it could not be installed."""
    cached: bool
    whole: Sequence[str]
    """Which planted links it reports in a whole notebook: `peers.PLANTED`."""
    one: Sequence[str] | None
    """And in a single file; None if it cannot check one."""


class Table(NamedTuple):
    """One notebook and the result of every tool."""

    name: str
    files: int
    size: int
    """Bytes of Markdown."""
    links: int
    """0 if unknown, as for `dead`."""
    dead: int
    cells: Mapping[str, Mapping[str, Cell]]
    """By tool and case; a case is missing if it is the same as `cold`."""


def cell(table: Table, tool: str, case: str) -> Cell | None:
    cells = table.cells.get(tool, {})
    return cells.get(case) or cells.get("cold")


def seconds(value: float) -> str:
    """Two significant digits."""
    return f"{value:.{max(0, 1 - math.floor(math.log10(max(value, 0.001))))}f} s"


def _time(one: Cell | None) -> str:
    if one is None:
        return "–"
    if one.trouble == "over":
        return f"> {one.seconds:.0f} s"
    return one.trouble or seconds(one.seconds)


def _ratio(one: Cell | None, other: Cell | None) -> str:
    if one is None or other is None or one.trouble or other.trouble:
        return "–"
    ratio = one.seconds / other.seconds
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _less(one: Cell | None, subject: Subject, case: str, other: str) -> str:
    """The mark of a time in which less was checked."""
    checked = subject.one if case == "one" and subject.one is not None else subject.whole
    return " †" if one and other not in checked else ""


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, rule, *rows))


def tools(subjects: Sequence[Subject], planted: Sequence[str], other: str) -> str:
    """What each tool is, and which of the planted links it reports."""
    head = ["tool", "version", *planted, f"{other}, one file given"]
    rows = []
    for name, version, _, whole, one in subjects:
        if not version:
            rows.append([name, "could not be installed", *["–"] * (len(head) - 2)])
            continue
        marks = ["yes" if kind in whole else "no" for kind in planted[:-1]]
        # The last one works, so it is right not to report it.
        marks.append("–" if other not in whole else "no" if planted[-1] in whole else "yes")
        alone = "reads everything" if one is None else "yes" if other in one else "no"
        rows.append([name, version, *marks, alone])
    return _rows(head, rows)


def times(table: Table, subjects: Sequence[Subject], other: str) -> str:
    """The time of each tool, and how our own rows compare with the fastest peers."""
    links = f", {table.links:,} links, {table.dead:,} of them broken" if table.links else ""
    title = f"### {table.name}\n\n{table.files:,} files, {table.size / 1e6:.1f} MB{links}.\n\n"
    rows = []
    for subject in subjects:
        first = cell(table, subject.name, "cold")
        # A tool without a cache is never warm, and some tools cannot check one file.
        same = [] if subject.cached else ["warm", "edited"]
        same += ["one"] if subject.one is None else []
        found = []
        for case in CASES:
            one = cell(table, subject.name, case)
            found.append(
                "=" if one and case in same else _time(one) + _less(one, subject, case, other)
            )
        good = first is not None and not first.trouble
        memory = f"{first.memory / 1024:.0f} MB" if good and first else "–"
        problems = f"{first.problems:,}" if good and first else "–"
        rows.append([subject.name, *found, memory, problems])
    text = title + _rows(["tool", *CASES.values(), "memory", "problems"], rows)
    compared = []
    for peer in subjects:
        if peer.name in PEERS and peer.name in table.cells:
            for subject in subjects:
                if subject.name.startswith(OURS):
                    pairs = [
                        (cell(table, subject.name, c), cell(table, peer.name, c)) for c in CASES
                    ]
                    ratios = [
                        _ratio(*pair) + _less(pair[1], peer, case, other)
                        for case, pair in zip(CASES, pairs, strict=True)
                    ]
                    compared.append([f"{subject.name} ÷ {peer.name}", *ratios])
    if compared:
        text += "\n" + _rows(["relative time", *CASES.values()], compared)
    return text


# One picture is used on light and dark pages and does not inherit their theme, so its colours are
# mid-tones that stand out from both, and its background is transparent.
_TEXT, _LINE = "#7d8590", "#7d859055"
_COLORS = {"cold": "#3b82c4", "warm": "#d97b29", "edited": "#3f9a5a", "one": "#a06cd5"}
_BAR, _GAP, _LEFT, _PANEL, _TOP = 6, 10, 225, 250, 70


def plot(tables: Sequence[Table], subjects: Sequence[Subject]) -> str:
    """A panel for each notebook, a group of bars for each tool, seconds on a logarithmic axis."""
    names = [subject.name for subject in subjects if subject.version]
    group = _BAR * len(CASES) + _GAP
    bottom = _TOP + group * len(names)
    width, height = _LEFT + _PANEL * len(tables) + 10, bottom + 34
    font = 'font-family="system-ui, sans-serif" font-size="12"'
    box = f'viewBox="0 0 {width} {height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} {font} fill="{_TEXT}">',
        "<title>Seconds of a run, by notebook, tool and case</title>",
    ]
    for place, (case, label) in enumerate(CASES.items()):
        x = _LEFT + 130 * place
        parts.append(f'<rect x="{x}" y="10" width="12" height="12" fill="{_COLORS[case]}"/>')
        parts.append(f'<text x="{x + 18}" y="20">{label}</text>')
    for row, name in enumerate(names):
        y = _TOP + group * row + (group - _GAP) / 2 + 4
        parts.append(f'<text x="{_LEFT - 10}" y="{y:g}" text-anchor="end">{escape(name)}</text>')
    parts.append(f'<text x="{_LEFT - 25}" y="{bottom + 16}" text-anchor="end">seconds</text>')
    for column, table in enumerate(tables):
        parts.extend(_panel(table, names, _LEFT + _PANEL * column, bottom))
    return "\n".join([*parts, "</svg>", ""])


def _panel(table: Table, names: Sequence[str], left: int, bottom: int) -> list[str]:
    shown = [
        (row, place, case, one)
        for row, name in enumerate(names)
        for place, case in enumerate(CASES)
        if (one := cell(table, name, case)) and one.trouble in {"", "over"}
    ]
    lowest = math.floor(math.log10(min((one.seconds for *_, one in shown), default=0.1)))
    highest = math.ceil(math.log10(max((one.seconds for *_, one in shown), default=1)))
    unit = (_PANEL - 45) / max(1, highest - lowest)
    parts = [f'<text x="{left}" y="50" font-weight="bold">{escape(table.name)}</text>']
    for power in range(lowest, highest + 1):
        x = left + unit * (power - lowest)
        parts.append(f'<path d="M{x:g} {_TOP - 8}V{bottom}" stroke="{_LINE}"/>')
        label = f"{10.0**power:g}"
        parts.append(f'<text x="{x:g}" y="{bottom + 16}" text-anchor="middle">{label}</text>')
    for row, place, case, one in shown:
        y = _TOP + (_BAR * len(CASES) + _GAP) * row + _BAR * place
        length = max(1, unit * (math.log10(one.seconds) - lowest))
        told = f"{names[row]}, {CASES[case]}: {_time(one)}"
        faded = ' fill-opacity="0.4"' if one.trouble else ""
        parts.append(
            f'<rect x="{left}" y="{y}" width="{length:.1f}" height="{_BAR - 1}" '
            f'fill="{_COLORS[case]}"{faded}><title>{escape(told)}</title></rect>'
        )
    return parts
