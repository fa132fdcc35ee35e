"""A problem → actions other than its fixes: candidates, adding what is missing, suppression."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from recall_lint import markdown
from recall_lint.base.destinations import climbs
from recall_lint.base.model import Document, Link, Source, Span
from recall_lint.base.problems import Diagnostic, Edit, Problem, Target
from recall_lint.fixes import patch
from recall_lint.notebook import writer
from recall_lint.notebook.resolutions import (
    Found,
    MissingFile,
    MissingSection,
    Resolution,
    Unwritten,
)
from recall_lint.rules import question_without_link
from recall_lint.server.workspace import Place
from recall_lint.sources.files import is_markdown

Offer = tuple[str, Sequence[Edit]]
"""A title, and its edit."""


def of(place: Place, found: Diagnostic) -> Iterator[Offer]:
    """Other actions for a problem."""
    yield from _candidates(place, found)
    yield from _missing_section(place, found)


def _candidates(place: Place, found: Diagnostic) -> Iterator[Offer]:
    """The candidates of a problem that are in none of its fixes."""
    problem = found.problem
    offered = {edit.replacement for fix in problem.fixes for edit in fix.edits}
    titles = {fix.title for fix in problem.fixes}
    for candidate in problem.candidates:
        for title, edits in _written(place, problem, candidate.target):
            new = {edit.replacement for edit in edits}
            if title not in titles and offered.isdisjoint(new):
                offered |= new
                yield title, edits


def _written(place: Place, problem: Problem, target: Target) -> Iterator[Offer]:
    """A candidate as the link's new destination, or as the link that a question lacks."""
    link = problem.link
    if link is None and problem.question is not None:
        context = place.edited.context
        for fix in question_without_link.link_fixes(context, place.path, problem.question, target):
            yield fix.title, fix.edits
    elif link is not None and not link.wiki:
        new = writer.write(place.notebook, place.path, target, link.destination)
        if new is not None:
            yield f"write `{new}`", [Edit(place.path, link.span, new)]


def _resolution(place: Place, link: Link) -> Resolution:
    return place.notebook.resolve(place.path, link)


# Adding what is missing.


def _missing_section(place: Place, found: Diagnostic) -> Iterator[Offer]:
    """The section a link points to, at the end of its file, if a heading can have its anchor."""
    link = found.problem.link
    resolution = None if link is None else _resolution(place, link)
    if link is None or not isinstance(resolution, MissingSection):
        return
    path, anchor = resolution.target
    if anchor is None or path not in place.edited.documents:
        return
    document = place.notebook.documents[path]
    for title in _titles(link, anchor):
        edit = _at_end(document, f"{'#' * _level(document)} {title}")
        text = patch.apply(document.source.text, [edit])
        revised = place.notebook.with_texts({path: text})
        if isinstance(revised.resolve(place.path, link), Found):
            yield f"add the section `{title}` to {path}", [edit]
            return


def _titles(link: Link, anchor: str) -> Iterator[str]:
    """Possible headings, most readable first."""
    words = " ".join(anchor.replace("-", " ").split())
    yield from filter(None, (" ".join(link.text.split()), words.capitalize(), words, anchor))


def _level(document: Document) -> int:
    """The level of most sections other than the first."""
    levels = [section.level for section in document.sections[1:]]
    return max(set(levels), key=lambda level: (levels.count(level), -level), default=2)


def _at_end(document: Document, heading: str) -> Edit:
    """A heading at the end of a document, with a blank line before it."""
    text = document.source.text
    newline = "\r\n" if "\r\n" in text else "\n"
    bare = text.rstrip("\r\n")
    span = Span(len(bare), len(text))
    return Edit(document.path, span, f"{newline * 2 if bare else ''}{heading}{newline}")


def missing_note(place: Place, found: Diagnostic) -> tuple[str, str] | None:
    """The file that a link points to, with the section that it names."""
    link = found.problem.link
    resolution = None if link is None else _resolution(place, link)
    if link is None or not isinstance(resolution, MissingFile | Unwritten):
        return None
    path, anchor = resolution.target
    if not is_markdown(path) or climbs(path):
        return None
    title = posixpath.splitext(posixpath.basename(path))[0]
    if anchor is None:
        return path, f"# {title}\n"
    return path, f"# {title}\n\n## {' '.join(anchor.replace('-', ' ').split()).capitalize()}\n"


# Suppression.


def suppression(place: Place, found: Diagnostic) -> Iterator[Offer]:
    """A comment that suppresses a problem and changes nothing else."""
    document = place.document
    text, start = place.lines.text, found.problem.span.start
    line = document.source.position(start).line
    code, kind = found.code, "recall-lint-disable-"
    begin = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    end = begin + len(document.source.line(line)) + text.startswith("\ufeff", begin)
    row = text[begin:end]
    newline = "\r\n" if text[end : end + 2] == "\r\n" else "\n"
    indent = row[: len(row) - len(row.lstrip())].lstrip("\ufeff")
    behind = Edit(place.path, Span(end, end), f" <!-- {kind}line {code} -->")
    above = f"{indent}<!-- {kind}next-line {code} -->{newline}"
    for edit in (behind, Edit(place.path, Span(begin, begin), above)):
        if _changes_nothing(place, document, edit):
            yield f"suppress {code} on this line", [edit]
            return


def _changes_nothing(place: Place, document: Document, edit: Edit) -> bool:
    """Whether a text with another comment has the same sections, links and questions."""
    text = patch.apply(document.source.text, [edit])
    syntax = place.notebook.publication.syntax(document.path)
    after = markdown.parse(Source(document.path, text), syntax)
    asked = place.notebook.roles.questions
    return (
        len(after.comments) == len(document.comments) + 1
        and [s.title for s in after.sections] == [s.title for s in document.sections]
        and [each.destination for each in after.links]
        == [each.destination for each in markdown.parse(document.source, syntax).links]
        and [q.text for q in asked(after)] == [q.text for q in place.notebook.questions(place.path)]
    )
