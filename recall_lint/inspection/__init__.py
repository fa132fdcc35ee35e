"""Notebook → the outline of one file and how its links resolve, as plain values.

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
    """There is no link at a place; the message says where there are some."""


class ShownSection(NamedTuple):
    line: int
    column: int
    level: int
    title: str
    anchors: Mapping[str, str | None]
    """By surface; null if the heading has none."""


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
    """The heading above it."""
    links: tuple[Position, ...]
    """The positions of its links, as in `links` of the file."""


class ShownLink(NamedTuple):
    line: int
    column: int
    text: str
    destination: str
    image: bool
    path: str | None
    """The target file; null for an external URL."""
    anchor: str | None
    resolution: str


class ShownLookalike(NamedTuple):
    line: int
    column: int
    kind: str
    text: str
    destination: str


class Outline(NamedTuple):
    """The outline of one file."""

    path: str
    role: Role
    surfaces: tuple[str, ...]
    urls: tuple[str, ...]
    """The URL paths on its site, the canonical one first; empty without a site."""
    sections: tuple[ShownSection, ...]
    html_anchors: tuple[ShownAnchor, ...]
    questions: tuple[ShownQuestion, ...]
    links: tuple[ShownLink, ...]
    lookalikes: tuple[ShownLookalike, ...]
    """Text that looks like a link but is not one."""


class ShownSite(NamedTuple):
    """A site, or the forge for documents outside any site."""

    generator: str
    """The generator, or the dialect of the forge."""
    root: str | None
    """The folder with its configuration; null for the forge."""
    because: str | None
    """The file or folder it was detected from; null for the forge."""
    content: tuple[str, ...]
    static: tuple[str, ...]
    base: str | None
    surfaces: tuple[str, ...]
    """The dialects that its documents are checked against."""
    documents: int


class Reached(NamedTuple):
    """What a link's anchor resolves to on one surface, and the anchor of the intended section."""

    surface: str
    title: str | None
    """The heading that the anchor points to; null for an HTML anchor, or if there is none."""
    line: int | None
    """The line of that heading or HTML anchor; null if there is none."""
    anchor: str | None
    """The anchor of the section that the link points to; null if there is none."""


class ShownCandidate(NamedTuple):
    path: str
    anchor: str | None
    score: float
    evidence: str


class Past(NamedTuple):
    """Where the target of a broken link last existed."""

    path: str
    """The file's name at that time."""
    title: str | None
    """The heading at that time; null for a whole file or an HTML anchor."""
    line: int | None
    last: str | None
    """The last commit that had it."""
    gone: str | None
    """The commit that removed it; null if that is not committed."""
    path_now: str | None
    """The file's current name; null if it no longer exists."""


class Explanation(NamedTuple):
    """One link, step by step."""

    line: int
    column: int
    text: str
    written: str
    """The destination as written."""
    destination: str
    """The destination with escapes and entities decoded."""
    image: bool
    question: str | None
    """The question that the link belongs to."""
    path: str | None
    """The path of the destination from the notebook root, percent-decoded."""
    anchor: str | None
    """The anchor of the destination, percent-decoded."""
    file: str | None
    """The file or folder that the link points to."""
    surfaces: tuple[Reached, ...]
    """Empty if no anchor is looked up."""
    resolution: str
    meaning: str
    fate: Fate | None
    """What happened to the target of a broken link; null if the link works."""
    past: Past | None
    candidates: tuple[ShownCandidate, ...]


def data(value: Any) -> Any:
    """Convert one of these values to dicts, lists and scalars."""
    if hasattr(value, "_asdict"):
        return {name: data(field) for name, field in value._asdict().items()}
    if isinstance(value, tuple):
        return [data(each) for each in value]
    return value


def outline(notebook: Notebook, path: str) -> Outline:
    """The outline of a document."""
    document = notebook.documents[path]
    position = document.source.position
    surfaces = notebook.surfaces.of(path)
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
    """The sites of a notebook, with the forge last."""
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
    return () if site is None else notebook.sites.served(site).urls.get(path, ())


def explain(
    notebook: Notebook, finder: Finder, trace: Tracer, path: str, line: int, column: int | None
) -> tuple[Explanation, ...]:
    """Explain the links on a line, or the one at a column; `InspectionError` if there is none."""
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
    if notebook.roles.is_recall_page(path):
        return "recall"
    return "note" if path in notebook.notes else "other"


def _lookalikes(notebook: Notebook, document: Document) -> Iterator[Lookalike]:
    """The lookalikes that are not links on any surface."""
    wiki = notebook.wikilinks.order(document.path)
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
    """Whether a link, or the definition of its destination, is at a place."""
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
        meaning=f"looks like a link, but GitHub renders it as text ({text.kind})",
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


def _said(resolution: Resolution) -> tuple[str, str]:
    """A resolution as a word and as a sentence."""
    match resolution:
        case External():
            return "external", "external URL (not checked)"
        case Found(tracked=False):
            return "found", "target exists but is not tracked by git"
        case Found():
            return "found", "works on every surface"
        case AnchorCase(right=right):
            return (
                "anchor-case",
                f"the anchor is `{right}`; anchors are case-sensitive outside GitHub",
            )
        case Mismatch(alive=alive, dead=dead):
            works, not_on = " and ".join(alive), " and ".join(dead)
            return "surface-mismatch", f"works on {works} but not on {not_on}"
        case MissingFile():
            return "missing-file", "file not found"
        case Unwritten():
            return "unwritten-note", "the note does not exist yet"
        case Unpublished():
            return "unpublished-page", "the page exists but is not published by the site"
        case Unjudged():
            return "unjudged", f"not checked ({resolution})"
        case MissingSection():
            return "missing-section", "the file has no such anchor on any surface"
        case MissingLine(lines=lines):
            plural = "" if lines == 1 else "s"
            return "missing-line", f"the file has only {lines} line{plural}"
        case PathCase(right=right):
            return "path-case", f"wrong letter case: the file is named {right}"
        case Outside():
            return "outside-notebook", "the path is outside the notebook"


def _better(resolution: Resolution) -> Iterator[Candidate]:
    """The correction of a link that is almost right."""
    match resolution:
        case AnchorCase(target=target, right=right):
            yield Candidate(target._replace(anchor=right), 1.0, "the heading's anchor")
        case PathCase(target=target, right=right):
            yield Candidate(target._replace(path=right), 1.0, "the file's name")
        case Mismatch(everywhere=Target() as everywhere):
            yield Candidate(everywhere, 1.0, "works on every surface")


def _past(notebook: Notebook, target: Target, trace: Trace) -> Past:
    dialect = notebook.surfaces.of(trace.then.path)[0]
    found = None if target.anchor is None else slugs.named(dialect, trace.then, target.anchor)
    return Past(
        trace.path,
        found.label if isinstance(found, Section) else None,
        None if found is None else trace.then.source.position(found.span.start).line,
        None if trace.last is None else str(trace.last),
        None if trace.commit is None else str(trace.commit),
        trace.path_now,
    )
