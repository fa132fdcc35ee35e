"""Notebook and history → the resolution of each link at a position, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from recall_lint.answers.answering import Answering
from recall_lint.base.destinations import absolute, split
from recall_lint.base.model import Document, Link, Lookalike, Question, Section, Span
from recall_lint.base.problems import Candidate, Target, Trace
from recall_lint.history.candidates import Finder, Tracer, Verdict
from recall_lint.history.old_anchors import old_anchors
from recall_lint.inspection.answers import answers_of
from recall_lint.inspection.links import describe, lookalikes
from recall_lint.inspection.values import Explanation, Past, Reached, ShownCandidate
from recall_lint.notebook.notebook import Notebook, Use
from recall_lint.notebook.resolutions import (
    AnchorCase,
    External,
    Mismatch,
    MissingFile,
    MissingLine,
    MissingSection,
    Outside,
    PathCase,
    Resolution,
    Unjudged,
)
from recall_lint.slugs import Dialect


class InspectionError(Exception):
    """There is no link at a position; the message says where there are some."""


class Asked(NamedTuple):
    """The data from which links of a notebook are explained."""

    notebook: Notebook
    finder: Finder
    trace: Tracer
    answering: Answering


def explain(asked: Asked, path: str, line: int, column: int | None) -> tuple[Explanation, ...]:
    """Explain the links on a line, or the one at a column; `InspectionError` if there is none."""
    notebook = asked.notebook
    document = notebook.documents[path]
    found: list[tuple[Span, Explanation]] = [
        (use.link.whole, _explained(asked, document, use))
        for use in notebook.uses(path)
        if _is_at(document, use.link, line, column)
    ]
    found += [
        (text.whole, _no_link(document, text))
        for text in lookalikes(notebook, document)
        if _is_at(document, text, line, column)
    ]
    if not found:
        raise InspectionError(_nothing_at(notebook, document, line, column))
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def _is_at(document: Document, text: Link | Lookalike, line: int, column: int | None) -> bool:
    """Whether a link, or the definition of its destination, is at a position."""
    position = document.source.position
    for start, end in (text.whole, text.span):
        first, last = position(start), position(max(start, end - 1))
        if column is None:
            if first.line <= line <= last.line:
                return True
        elif first <= (line, column) <= last:
            return True
    return False


def _nothing_at(notebook: Notebook, document: Document, line: int, column: int | None) -> str:
    position = document.source.position
    links = [use.link for use in notebook.uses(document.path)]
    links_here = [link for link in links if _is_at(document, link, line, None)]
    if column is not None and links_here:
        columns = ", ".join(str(position(link.whole.start).column) for link in links_here)
        return f"no link at column {column}; links on this line start at {columns}"
    if not links:
        return "the file has no links"
    lines = sorted({position(link.whole.start).line for link in links})
    near = sorted(sorted(lines, key=lambda number: abs(number - line))[:3])
    return f"no link on this line; nearest lines with links: {', '.join(map(str, near))}"


def _explained(asked: Asked, document: Document, use: Use) -> Explanation:
    notebook, finder, trace, answering = asked
    link, resolution, question = use
    parts = split(link.destination)
    word, meaning = describe(resolution)
    verdict: Verdict | None = None
    if isinstance(resolution, MissingFile | MissingSection) and not link.image:
        verdict = finder.verdict(resolution, link.text)
    return Explanation(
        *document.source.position(link.span.start),
        link.text,
        document.source.text[slice(*link.span)],
        link.destination,
        link.image,
        None if question is None else _question(question),
        None if parts is None else absolute(document.path, parts.path),
        None if parts is None else parts.anchor,
        _file(notebook, resolution),
        tuple(_reached(notebook, use)),
        word,
        meaning,
        None if verdict is None else verdict.fate,
        past_of(notebook, trace, use),
        tuple(
            ShownCandidate(*c.target, round(c.score, 4), c.evidence)
            for c in (_better(resolution) if verdict is None else verdict.candidates)
        ),
        () if question is None else answers_of(notebook, answering, document.path, question),
    )


def _no_link(document: Document, text: Lookalike) -> Explanation:
    return Explanation(
        *document.source.position(text.span.start),
        text.text,
        document.source.text[slice(*text.span)],
        text.destination,
        image=False,
        question=None,
        path=None,
        anchor=None,
        file=None,
        surfaces=(),
        resolution="no-link",
        meaning=f"looks like a link, but GitHub renders it as text ({text.kind})",
        fate=None,
        past=None,
        candidates=(),
        answers=(),
    )


def _question(question: Question) -> str:
    number = "" if question.number is None else f"{question.number}. "
    return f"{number}{question.text}"


def _file(notebook: Notebook, resolution: Resolution) -> str | None:
    match resolution:
        case External() | Unjudged() | MissingFile() | Outside():
            return None
        case PathCase(right=right):
            return right
    return resolution.target.path


def _reached(notebook: Notebook, use: Use) -> Iterator[Reached]:
    resolution = use.resolution
    if isinstance(resolution, External | Unjudged):
        return
    path, anchor = resolution.target
    document = notebook.documents.get(path)
    if (
        anchor is None
        or document is None
        or isinstance(resolution, PathCase | Outside | MissingFile | MissingLine)
    ):
        return
    position = document.source.position
    surfaces: Iterable[Dialect] = notebook.surfaces.of(path)
    for surface in surfaces:
        named = notebook.anchors.find(path, anchor, surface)
        title = line = None
        if named is not None and named.place is not None:
            section = document.sections[named.place]
            title, line = section.label, position(section.span.start).line
        elif named is not None:
            places = [a.span.start for a in document.html_anchors if a.name == named.name]
            line = position(places[0]).line if places else None
        own = None if use.place is None else notebook.anchors.of(path, use.place, surface)
        yield Reached(surface.NAME, title, line, own)


def _better(resolution: Resolution) -> Iterator[Candidate]:
    """The corrected form of a link that is almost right."""
    match resolution:
        case AnchorCase(target=target, right=right):
            yield Candidate(target._replace(anchor=right), 1.0, "the heading's anchor")
        case PathCase(target=target, right=right):
            yield Candidate(target._replace(path=right), 1.0, "the file's name")
        case Mismatch(common_target=Target() as target):
            yield Candidate(target, 1.0, "works on every surface")


def past_of(notebook: Notebook, trace: Tracer, use: Use) -> Past | None:
    """Where the missing target of a link last existed; None if unknown, or if it still exists."""
    missing = use.resolution
    if use.link.image or not isinstance(missing, MissingFile | MissingSection):
        return None
    known = trace(missing.target, isinstance(missing, MissingSection))
    return None if known is None else _past(notebook, missing.target, known)


def _past(notebook: Notebook, target: Target, trace: Trace) -> Past:
    # History looks up anchors in this dialect.
    dialect = notebook.surfaces.of(target.path)[0]
    anchor = target.anchor
    found = None if anchor is None else old_anchors(dialect, trace.then).named(anchor)
    return Past(
        trace.path,
        found.label if isinstance(found, Section) else None,
        None if found is None else trace.then.source.position(found.span.start).line,
        None if trace.last is None else str(trace.last),
        None if trace.commit is None else str(trace.commit),
        trace.path_now,
    )
