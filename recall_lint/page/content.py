"""Notebook, coverage, questions and report → what the page shows, as plain values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple

from recall_lint import markdown
from recall_lint.base.model import Document
from recall_lint.base.report import Report
from recall_lint.coverage.measure import Coverage, SectionCoverage
from recall_lint.inspection.values import ListedQuestion
from recall_lint.notebook import placeholders
from recall_lint.notebook.notebook import Notebook
from recall_lint.page.treemap import Rect, squarify

State = Literal["asked", "nearly", "unasked", "placeholder", "other"]
"""`other`: it only holds sections, or needs no question."""

MAP: Final = Rect(0, 0, 1200, 640)
_TITLE: Final = 18
"""Height of the line with a note's name, in the units of the map."""
_TEXTS: Final = 1_500_000
"""Characters of text that all sections share."""
_LONGEST_TITLE: Final = 200
_WORD = re.compile(r"\w+")
_NEXT_MARKER = re.compile(r"\n[ \t>]*(?:\d{1,9}[.)]|[-*+])?[ \t]*#{0,6}[ \t]*\Z")
"""What stands before the next heading on its line."""


class Section(NamedTuple):
    target: str
    title: str
    line: int
    words: int
    state: State
    html: str
    """The beginning of its text."""
    rect: tuple[float, ...]


class Note(NamedTuple):
    path: str
    sections: tuple[Section, ...]
    rect: tuple[float, ...]


class Content(NamedTuple):
    """What the page shows; the fields are the keys of its data."""

    notes: tuple[Note, ...]
    questions: tuple[ListedQuestion, ...]
    problems: tuple[dict[str, Any], ...]
    percent: float
    sections: int
    asked: int


def content(
    notebook: Notebook,
    coverage: Coverage,
    questions: Iterable[ListedQuestion],
    report: Report,
    wanted: Collection[str],
    patterns: tuple[str, ...],
) -> Content:
    """What the page shows of the wanted notes; `patterns` are those of placeholder sections."""
    known = {
        (note.path, section.anchor): section for note in coverage.notes for section in note.sections
    }
    outlines = [
        (path, notebook.documents.outline(path)) for path in notebook.notes if path in wanted
    ]
    number = sum(len(document.sections) for _, document in outlines) or 1
    longest = _TEXTS // number
    pages = [
        Note(path, tuple(_sections(notebook, document, known, patterns, longest)), ())
        for path, document in outlines
        if document.sections
    ]
    total = coverage.total
    return Content(
        tuple(_laid_out(pages)),
        tuple(questions),
        tuple(_problems(report)),
        round(total.percent, 1),
        total.sections,
        total.asked,
    )


def _sections(
    notebook: Notebook,
    document: Document,
    known: Mapping[tuple[str, str], SectionCoverage],
    patterns: tuple[str, ...],
    longest: int,
) -> Iterator[Section]:
    """The sections of a document, with no more of the text of each than `longest` characters."""
    path = document.path
    for ordinal, section in enumerate(document.sections):
        anchor = notebook.anchors.of(path, ordinal)
        body = _NEXT_MARKER.sub("", document.source.text[slice(*section.body)])
        cut = body if len(body) <= longest else f"{body[:longest]} …"
        lack = placeholders.lack(document, ordinal, patterns)
        yield Section(
            path if anchor is None else f"{path}#{anchor}",
            section.label[:_LONGEST_TITLE],
            document.source.position(section.span.start).line,
            len(_WORD.findall(body)),
            "placeholder" if lack else _state(known.get((path, anchor or ""))),
            markdown.to_html(cut),
            (),
        )


def _state(section: SectionCoverage | None) -> State:
    if section is None:
        return "other"
    if section.questions:
        return "asked"
    return "nearly" if section.nearly else "unasked"


def _laid_out(notes: Sequence[Note]) -> Iterator[Note]:
    """The notes with their places on the map, and those of their sections."""
    weights = [[section.words + 5.0 for section in note.sections] for note in notes]
    for note, own, rect in zip(notes, weights, squarify([*map(sum, weights)], MAP), strict=True):
        title = min(_TITLE, rect.height / 3)
        within = Rect(rect.x, rect.y + title, rect.width, rect.height - title)
        places = squarify(own, within)
        sections = tuple(
            section._replace(rect=_rounded(place))
            for section, place in zip(note.sections, places, strict=True)
        )
        yield Note(note.path, sections, _rounded(rect))


def _rounded(rect: Rect) -> tuple[float, ...]:
    return tuple(round(value, 1) for value in rect)


def _problems(report: Report) -> Iterator[dict[str, Any]]:
    for code, name, severity, problem in report.diagnostics:
        source = report.source(problem.path)
        yield {
            "path": problem.path,
            "line": source.position(problem.span.start).line,
            "code": code,
            "name": name,
            "severity": severity,
            "message": problem.message,
            "hint": problem.hint,
            "candidates": [str(candidate.target) for candidate in problem.candidates],
            "safe": [fix.safe for fix in problem.fixes[:1]],
        }
