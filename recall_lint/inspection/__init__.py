"""Notebook → what one file holds, and what its links mean, as plain values.

The fields of these values are the keys of `show` and `explain` with
`--format json`. Lines and columns are 1-based, columns in characters;
a link's are those of its destination.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from recall_lint import slugs
from recall_lint.base.destinations import absolute, split
from recall_lint.base.model import (
    Candidate,
    Document,
    Link,
    Lookalike,
    Position,
    Question,
    Section,
    Span,
    Target,
    Trace,
)
from recall_lint.history.candidates import Fate, Finder, Tracer, Verdict
from recall_lint.notebook.notebook import Notebook, Use
from recall_lint.notebook.resolutions import (
    AnchorCase,
    External,
    Found,
    Mismatch,
    MissingFile,
    MissingLine,
    MissingSection,
    Outside,
    PathCase,
    Resolution,
    Unjudged,
    Unpublished,
    Unwritten,
)
from recall_lint.sites.publication import Publication, View
from recall_lint.slugs import Dialect

Role = Literal["recall", "note", "other"]


class InspectionError(Exception):
    """A place that has nothing to explain; the text says what is there instead."""


class ShownSection(NamedTuple):
    line: int
    column: int
    level: int
    title: str
    anchors: Mapping[str, str | None]
    """By surface; null where the heading gets none."""


class ShownAnchor(NamedTuple):
    line: int
    column: int
    name: str


class ShownQuestion(NamedTuple):
    line: int
    column: int
    number: int | None
    text: str
    section: str | None
    """The heading that it stands under."""
    links: tuple[Position, ...]
    """Where its links are, as in `links` of the file."""


class ShownLink(NamedTuple):
    line: int
    column: int
    text: str
    destination: str
    image: bool
    path: str | None
    """The file that it means; null for a URL of somewhere else."""
    anchor: str | None
    resolution: str


class ShownLookalike(NamedTuple):
    line: int
    column: int
    kind: str
    text: str
    destination: str


class Outline(NamedTuple):
    """What one file holds."""

    path: str
    role: Role
    surfaces: tuple[str, ...]
    urls: tuple[str, ...]
    """The URL paths that its site serves it at, the canonical one first; empty without a site."""
    sections: tuple[ShownSection, ...]
    html_anchors: tuple[ShownAnchor, ...]
    questions: tuple[ShownQuestion, ...]
    links: tuple[ShownLink, ...]
    lookalikes: tuple[ShownLookalike, ...]
    """Text that looks like a link and is none."""


class ShownSite(NamedTuple):
    """What publishes some documents."""

    generator: str
    """The generator; the dialect of a forge, for the documents of no site."""
    root: str | None
    """The folder of its configuration; null for the forge."""
    because: str | None
    """The file or folder that told; null for the forge."""
    content: tuple[str, ...]
    static: tuple[str, ...]
    base: str | None
    surfaces: tuple[str, ...]
    """The dialects that its documents are judged in."""
    documents: int


class Reached(NamedTuple):
    """What a link's anchor names on one surface, and what the section meant is called there."""

    surface: str
    title: str | None
    """The heading that the anchor names; null for an HTML anchor, and for nothing."""
    line: int | None
    """Where that stands; null for nothing."""
    anchor: str | None
    """The anchor of the section that the link reaches; null where it reaches none."""


class ShownCandidate(NamedTuple):
    path: str
    anchor: str | None
    score: float
    evidence: str


class Past(NamedTuple):
    """Where a dead target was last alive."""

    path: str
    """The file's name then."""
    title: str | None
    """The heading then; null for a whole file, or an HTML anchor."""
    line: int | None
    last: str | None
    """The last commit that had it."""
    gone: str | None
    """The commit in which it went; null if that is not committed."""
    path_now: str | None
    """What the file is called now; null if it is gone."""


class Explanation(NamedTuple):
    """One link, step by step."""

    line: int
    column: int
    text: str
    written: str
    """The destination as it stands in the file."""
    destination: str
    """The destination as a click gets it: escapes and entities decoded."""
    image: bool
    question: str | None
    """The question that it serves."""
    path: str | None
    """The path that the destination means, from the notebook's root, percent-decoded."""
    anchor: str | None
    """The anchor that the destination means, percent-decoded."""
    file: str | None
    """The file or folder that is reached."""
    surfaces: tuple[Reached, ...]
    """Empty where no anchor is looked up."""
    resolution: str
    meaning: str
    fate: Fate | None
    """What became of a dead target; null for one that is not dead."""
    past: Past | None
    candidates: tuple[ShownCandidate, ...]


def data(value: Any) -> Any:
    """One of these values as objects, lists and scalars."""
    if hasattr(value, "_asdict"):
        return {name: data(field) for name, field in value._asdict().items()}
    if isinstance(value, tuple):
        return [data(each) for each in value]
    return value


def outline(notebook: Notebook, path: str) -> Outline:
    """What a document holds."""
    document = notebook.documents[path]
    position = document.source.position
    surfaces = notebook.surfaces_of(path)
    names = [surface.anchors(document) for surface in surfaces]
    return Outline(
        path,
        _role(notebook, path),
        tuple(surface.NAME for surface in surfaces),
        _urls(notebook, path),
        tuple(
            ShownSection(
                *position(section.span.start),
                section.level,
                section.label,
                {
                    surface.NAME: anchors[index]
                    for surface, anchors in zip(surfaces, names, strict=True)
                },
            )
            for index, section in enumerate(document.sections)
        ),
        tuple(ShownAnchor(*position(a.span.start), a.name) for a in document.html_anchors),
        tuple(
            ShownQuestion(
                *position(question.span.start),
                question.number,
                question.text,
                None if question.section is None else question.section.label,
                tuple(position(link.span.start) for link in question.links),
            )
            for question in notebook.questions(path)
        ),
        tuple(_shown(document, use) for use in notebook.uses(path)),
        tuple(
            ShownLookalike(*position(text.span.start), text.kind, text.text, text.destination)
            for text in _lookalikes(notebook, document)
        ),
    )


def sites(publication: Publication, documents: Iterable[str]) -> tuple[ShownSite, ...]:
    """What publishes the documents of a notebook, the forge last."""
    counts = Counter(id(publication.site_of(path)) for path in documents)
    found = [
        ShownSite(
            site.generator,
            site.root,
            site.because,
            tuple(mount.folder for mount in site.content),
            tuple(mount.folder for mount in site.static),
            site.base,
            _names(publication.views_of(site)),
            counts[id(site)],
        )
        for site in publication.sites
    ]
    plain = publication.views_of(None)
    forge = ShownSite(publication.forge, None, None, (), (), None, _names(plain), counts[id(None)])
    return (*found, forge)


def _names(views: Iterable[View]) -> tuple[str, ...]:
    return tuple(view.dialect.partition("?")[0] for view in views)


def _urls(notebook: Notebook, path: str) -> tuple[str, ...]:
    site = notebook.publication.site_of(path)
    return () if site is None else notebook.served(site).urls.get(path, ())


def explain(
    notebook: Notebook, finder: Finder, trace: Tracer, path: str, line: int, column: int | None
) -> tuple[Explanation, ...]:
    """Every link of a line, or the one at a column of it; `InspectionError` without any."""
    document = notebook.documents[path]
    found: list[tuple[Span, Explanation]] = [
        (use.link.whole, _explained(notebook, finder, trace, document, use))
        for use in notebook.uses(path)
        if _is_at(document, use.link, line, column)
    ]
    found += [
        (text.whole, _no_link(document, text))
        for text in _lookalikes(notebook, document)
        if _is_at(document, text, line, column)
    ]
    if not found:
        raise InspectionError(_nothing_at(notebook, document, line, column))
    return tuple(each for _, each in sorted(found, key=lambda pair: pair[0]))


def _role(notebook: Notebook, path: str) -> Role:
    if notebook.is_recall_page(path):
        return "recall"
    return "note" if path in notebook.notes else "other"


def _lookalikes(notebook: Notebook, document: Document) -> Iterator[Lookalike]:
    """The lookalikes that no surface reads as links."""
    wiki = notebook.wikilinks(document.path)
    return (text for text in document.lookalikes if not (wiki and text.kind == "wiki"))


def _shown(document: Document, use: Use) -> ShownLink:
    link, resolution, _ = use
    target = None if isinstance(resolution, External | Unjudged) else resolution.target
    return ShownLink(
        *document.source.position(link.span.start),
        link.text,
        link.destination,
        link.image,
        target and target.path,
        target and target.anchor,
        _said(resolution)[0],
    )


def _is_at(document: Document, text: Link | Lookalike, line: int, column: int | None) -> bool:
    """Whether a link, or the definition that has its destination, stands at a place."""
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
        return f"no link at column {column}; the links of that line begin at {columns}"
    if not links:
        return "the file has no links"
    lines = sorted({position(link.whole.start).line for link in links})
    near = sorted(sorted(lines, key=lambda number: abs(number - line))[:3])
    return f"no link in that line; the nearest are in {', '.join(map(str, near))}"


def _explained(
    notebook: Notebook, finder: Finder, trace: Tracer, document: Document, use: Use
) -> Explanation:
    link, resolution, question = use
    parts = split(link.destination)
    word, meaning = _said(resolution)
    verdict: Verdict | None = None
    past = None
    if isinstance(resolution, MissingFile | MissingSection) and not link.image:
        verdict = finder.verdict(resolution, link.text)
        known = trace(resolution.target, isinstance(resolution, MissingSection))
        past = None if known is None else _past(notebook, resolution.target, known)
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
        past,
        tuple(
            ShownCandidate(*c.target, round(c.score, 4), c.evidence)
            for c in (_better(resolution) if verdict is None else verdict.candidates)
        ),
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
        meaning=f"it looks like a link, and is text to GitHub ({text.kind})",
        fate=None,
        past=None,
        candidates=(),
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
    surfaces: Iterable[Dialect] = notebook.surfaces_of(path)
    for surface in surfaces:
        named = notebook.named(path, anchor, surface)
        title = line = None
        if named is not None and named.place is not None:
            section = document.sections[named.place]
            title, line = section.label, position(section.span.start).line
        elif named is not None:
            places = [a.span.start for a in document.html_anchors if a.name == named.name]
            line = position(places[0]).line if places else None
        own = None if use.place is None else notebook.anchor_of(path, use.place, surface)
        yield Reached(surface.NAME, title, line, own)


def _said(resolution: Resolution) -> tuple[str, str]:
    """A resolution as a word and as a sentence."""
    match resolution:
        case External():
            return "external", "it leads out of the notebook; URLs are never fetched"
        case Found(tracked=False):
            return "found", "it works, but git does not know the file"
        case Found():
            return "found", "it works on every surface"
        case AnchorCase(right=right):
            return "anchor-case", f"the anchor is `{right}`; only GitHub forgives letter case"
        case Mismatch(alive=alive, dead=dead):
            works, not_on = " and ".join(alive), " and ".join(dead)
            return "surface-mismatch", f"it works on {works} and not on {not_on}"
        case MissingFile():
            return "missing-file", "no file is there"
        case Unwritten():
            return "unwritten-note", "no note of this name is written yet"
        case Unpublished():
            return "unpublished-page", "the page is there, and its site does not serve it"
        case Unjudged():
            return "unjudged", f"it is not judged ({resolution})"
        case MissingSection():
            return "missing-section", "the file is there, and has no such anchor on any surface"
        case MissingLine(lines=lines):
            return "missing-line", f"the file has {lines} lines"
        case PathCase(right=right):
            return "path-case", f"the file is called {right}"
        case Outside():
            return "outside-notebook", "the path leads out of the notebook"


def _better(resolution: Resolution) -> Iterator[Candidate]:
    """What a link that is not quite right should be."""
    match resolution:
        case AnchorCase(target=target, right=right):
            yield Candidate(target._replace(anchor=right), 1.0, "the anchor's own letter case")
        case PathCase(target=target, right=right):
            yield Candidate(target._replace(path=right), 1.0, "the file's own letter case")
        case Mismatch(everywhere=Target() as everywhere):
            yield Candidate(everywhere, 1.0, "works on every surface")


def _past(notebook: Notebook, target: Target, trace: Trace) -> Past:
    section, offset = _then(notebook, target.anchor, trace.then)
    return Past(
        trace.path,
        None if section is None else section.label,
        None if offset is None else trace.then.source.position(offset).line,
        None if trace.last is None else str(trace.last),
        None if trace.commit is None else str(trace.commit),
        trace.path_now,
    )


def _then(
    notebook: Notebook, anchor: str | None, then: Document
) -> tuple[Section | None, int | None]:
    """What an anchor named in a former version of a document, and where."""
    if anchor is None:
        return None, None
    found = slugs.named(notebook.surfaces_of(then.path)[0], then, anchor)
    if isinstance(found, Section):
        return found, found.span.start
    if found is not None:
        return None, found.span.start
    return None, None
