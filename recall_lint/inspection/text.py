"""Outlines, sites and explanations → text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import click

from recall_lint.base.problems import Target, change_time
from recall_lint.base.text import count, printable
from recall_lint.inspection.values import (
    Explanation,
    ListedQuestion,
    Outline,
    Past,
    Reached,
    ShownAnswer,
    ShownSection,
    ShownSite,
)


def outline(shown: Outline) -> str:
    """Sections, questions and links, each with its position."""
    surfaces = " and ".join(shown.surfaces)
    blocks = [
        _head(printable(shown.path)) + f"  {_ROLES[shown.role]}, for {surfaces}\n",
        *((f"URL  {' '.join(map(printable, shown.urls))}\n",) if shown.urls else ()),
        *_table(
            "Sections",
            [(s.line, s.column, "#" * s.level + " " + s.title, _names(s)) for s in shown.sections],
        ),
        *_table("HTML anchors", [(a.line, a.column, f"#{a.name}") for a in shown.html_anchors]),
        *_table(
            "Questions",
            [
                (q.line, q.column, _links(len(q.links)), _numbered(q.number, q.text))
                for q in shown.questions
            ],
        ),
        *_table("Links", [(k.line, k.column, k.resolution, k.destination) for k in shown.links]),
        *_table(
            "Look like links but are not",
            [(k.line, k.column, k.kind, k.destination) for k in shown.lookalikes],
        ),
    ]
    return "\n".join(blocks)


def sites(shown: Iterable[ShownSite]) -> str:
    """Each site with its folders, and how many documents it publishes."""
    return "\n".join(_site(site) for site in shown)


def questions(found: Iterable[ListedQuestion]) -> str:
    """The questions of each file, and where they lead."""
    blocks = []
    for path, group in groupby(found, key=lambda question: question.path):
        rows = [(q.line, q.state, _numbered(q.number, q.text), " ".join(q.targets)) for q in group]
        lines = (str(line) for line, *_ in rows)
        width = max(map(len, lines))
        shown = [
            f"  {line:>{width}}  {state:11}  {_cell(text)}\n"
            + (f"  {'':{width}}  {'':11}  {_cell(targets)}\n" if targets else "")
            for line, state, text, targets in rows
        ]
        blocks.append(_head(printable(path)) + "".join(shown))
    return "\n".join(blocks)


def answers(found: Iterable[ShownAnswer]) -> str:
    """Each section with its title, and the sentence that matched."""
    return "\n".join(
        _head(f"{answer.score:.2f}  {_cell(Target(answer.path, answer.anchor))}")
        + f"  {_cell(answer.title)} (line {answer.line})\n"
        + (f"  {_cell(answer.sentence)}\n" if answer.sentence else "")
        for answer in found
    )


def _site(site: ShownSite) -> str:
    number = count(site.documents, "document")
    surfaces = " and ".join(site.surfaces)
    if site.root is None:
        return _head(site.generator) + f"  {number} outside any site, checked for {surfaces}\n"
    lines = [
        _head(f"{site.generator} in {printable(site.root)}")
        + f"  {number}, checked for {surfaces}",
        f"  found via  {printable(site.because or '')}",
        f"  content    {printable(', '.join(site.content))}",
    ]
    if site.static:
        lines.append(f"  static     {printable(', '.join(site.static))}")
    return "\n".join([*lines, f"  base       {printable(site.base or '/')}", ""])


def explanations(path: str, found: Iterable[Explanation]) -> str:
    """Each link, one step per line."""
    return "\n".join(_explanation(path, each) for each in found)


_ROLES = {"recall": "recall page", "note": "note", "other": "other file"}


def _table(title: str, rows: list[tuple[object, ...]]) -> Iterator[str]:
    """Rows of a line, a column and cells; empty without rows."""
    if not rows:
        return
    cells = [(f"{line}:{column}", *map(_cell, rest)) for line, column, *rest in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    yield _head(title) + "".join(f"{line}\n" for line in lines)


def _cell(value: object) -> str:
    return printable(str(value))


def _head(title: str) -> str:
    return click.style(title, bold=True) + "\n"


def _names(section: ShownSection) -> str:
    """A section's anchor, or that of each surface if they differ."""
    names = dict(section.anchors)
    if len(set(names.values())) == 1:
        return _anchor(next(iter(names.values())))
    return ", ".join(f"{_anchor(name)} on {surface}" for surface, name in names.items())


def _anchor(name: str | None) -> str:
    return "no anchor" if name is None else f"#{name}"


def _links(number: int) -> str:
    return count(number, "link") if number else "no links"


def _numbered(number: int | None, text: str) -> str:
    return text if number is None else f"{number}. {text}"


def _explanation(path: str, link: Explanation) -> str:
    steps = [(name, text) for name, text in _steps(link) if text]
    width = max(len(name) for name, _ in steps)
    lines = [f"  {name.ljust(width)}  {printable(text)}\n" for name, text in steps]
    return _head(printable(f"{path}:{link.line}:{link.column}")) + "".join(lines)


def _steps(link: Explanation) -> Iterator[tuple[str, str]]:
    yield "written", link.written
    yield "text", link.text
    yield "question", link.question or ""
    if link.destination != link.written:
        yield "decoded", link.destination
    if link.path is not None:
        yield "target", str(Target(link.path, link.anchor))
    yield "file", link.file or ""
    for reached in link.surfaces:
        yield f"on {reached.surface}", _reached(reached)
    yield "result", f"{link.resolution}: {link.meaning}"
    if link.fate is not None:
        yield "history", _history(link)
    name = "nearest"
    for path, anchor, score, evidence in link.candidates:
        yield name, f"{score:.2f}  {Target(path, anchor)}  {evidence}"
        name = ""
    name = "answers"
    for answer in link.answers:
        yield name, f"{answer.score:.2f}  {Target(answer.path, answer.anchor)}"
        name = ""


def _reached(reached: Reached) -> str:
    if reached.line is None:
        named = "no such anchor"
    elif reached.title is None:
        named = f"HTML anchor on line {reached.line}"
    else:
        named = f"`{reached.title}` on line {reached.line}"
    # The section's own anchor matters if it differs from the link's.
    return (
        named if reached.anchor is None else f"{named}; the section's anchor is `#{reached.anchor}`"
    )


def _history(link: Explanation) -> str:
    past = link.past
    if past is None or link.fate is None:
        return "none"
    if link.anchor is not None and past.line is None:
        return f"the anchor never existed in {past.path}"
    last = last_seen(past, link.anchor)
    return f"{last}{'; ' if last else ''}{_FATES[link.fate]} {change_time(past.gone)}"


def last_seen(past: Past, anchor: str | None) -> str:
    """Where the target of a broken link last existed; empty if unknown."""
    if past.last is None or (anchor is not None and past.line is None):
        return ""
    title = "" if past.title is None else f"`{past.title}`, "
    line = "" if past.line is None else f"line {past.line} of "
    return f"last seen in {past.last} as {title}{line}{past.path}"


_FATES = {
    "renamed": "renamed",
    "moved": "moved to another file",
    "file-renamed": "file renamed",
    "removed": "removed",
    "unknown": "gone",
}
