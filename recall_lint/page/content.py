"""Notebook, coverage, questions and report → what the page shows, as plain values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from textwrap import dedent
from typing import Final, Literal, NamedTuple, get_args

from recall_lint import markdown
from recall_lint.base.model import Document
from recall_lint.coverage.measure import Coverage, Place, SectionCoverage
from recall_lint.inspection.questions import questions
from recall_lint.notebook import placeholders
from recall_lint.notebook.notebook import Notebook
from recall_lint.page.asking import Lead, leads
from recall_lint.page.graph import Graph, graph
from recall_lint.page.problems import ShownProblem
from recall_lint.page.timeline import Dated, Timeline, timeline
from recall_lint.page.treemap import Rect, squarify

State = Literal["dead", "placeholder", "unasked", "nearly", "asked", "other"]
"""`dead`: broken links refer to it; `other`: it only contains sections, or needs no question."""

MAP: Final = Rect(0, 0, 1200, 500)
MOST_BLOCKS: Final = 4_000
"""Maximum number of sections with a block each; above it, a note has one block per state."""
NAMED: Final = 60
"""Minimum width of a note with a name on the map, in the map's units."""
_TITLE: Final = 18
"""Height of the line with the name."""
TEXTS: Final = 1_100_000
"""Maximum total length of the sections' texts, in characters of HTML."""
_SHORTEST: Final = 80
"""Minimum length of a section's text; below it, only sections with questions have one."""
_TAGS: Final = 20
"""Number of characters reserved for the tags of a short text."""
_LONGEST_TITLE: Final = 200
_WORD = re.compile(r"\w+")
_LINK = re.compile(r'<a href="[^"]*"[^>]*>')
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)"[^>]*>')
_NEXT_MARKER = re.compile(r"\n[ \t>]*(?:\d{1,9}[.)]|[-*+])?[ \t]*#{0,6}[ \t]*\Z")
"""The markers before the next heading on its line."""


class Section(NamedTuple):
    anchor: str | None
    title: str
    level: int
    line: int
    words: int
    state: State
    html: str
    """The beginning of its text."""


class Block(NamedTuple):
    """A rectangle of the map."""

    rect: tuple[float, ...]
    sections: tuple[int, ...]
    """The sections of its note that it represents, all of one state."""


class Note(NamedTuple):
    path: str
    dead: int
    """The broken links that name it, whichever section they mean."""
    sections: tuple[Section, ...]
    rect: tuple[float, ...]
    blocks: tuple[Block, ...]


class Question(NamedTuple):
    path: str
    line: int
    text: str
    state: str
    leads: tuple[int | str, ...]
    """Sections, by index among those of all notes; other targets by name."""
    dead: tuple[str, ...]
    """The targets that do not exist."""


class Content(NamedTuple):
    """The content of the page; the fields are the keys of its data."""

    notes: tuple[Note, ...]
    questions: tuple[Question, ...]
    graph: Graph
    problems: tuple[ShownProblem, ...]
    percent: float
    sections: int
    asked: int
    timeline: Timeline

    @property
    def dead(self) -> int:
        """Number of broken links."""
        return sum(bool(problem.dead) for problem in self.problems)

    @property
    def placeholders(self) -> int:
        """Number of questions that lead to a placeholder."""
        return sum(question.state == "placeholder" for question in self.questions)

    @property
    def stale(self) -> int:
        """Number of questions that are older than their section."""
        return len({pair.question for pair in self.timeline.stale})


def content(
    notebook: Notebook,
    coverage: Coverage,
    problems: Iterable[ShownProblem],
    dated: Dated,
    wanted: Collection[str],
    patterns: tuple[str, ...],
) -> Content:
    """The content of the page for the wanted documents; `patterns` match placeholder sections."""
    problems = tuple(problems)
    read = ((path, notebook.documents.outline(path)) for path in notebook.notes if path in wanted)
    outlines = {path: document for path, document in read if document.sections}
    states = _States(coverage, problems, patterns)
    room = _Room(sum(len(document.sections) for document in outlines.values()), states.wanted)
    pages = [
        Note(
            path,
            states.dead_in[path],
            tuple(_sections(notebook, document, states, room)),
            (),
            (),
        )
        for path, document in outlines.items()
    ]
    places = [
        (path, place)
        for path, document in outlines.items()
        for place in range(len(document.sections))
    ]
    asking = tuple(notebook.asking(sorted(wanted)))
    asked = tuple(_questions(notebook, asking, patterns, places))
    led = [[lead for lead in question.leads if isinstance(lead, int)] for question in asked]
    total = coverage.total
    return Content(
        tuple(_laid_out(pages)),
        asked,
        graph(_pairs(asked, places)),
        problems,
        round(total.percent, 1),
        total.sections,
        total.asked,
        timeline(notebook, dated, outlines, places, asking, led),
    )


def _questions(
    notebook: Notebook, paths: Sequence[str], patterns: tuple[str, ...], places: Iterable[Place]
) -> Iterator[Question]:
    """The questions of all documents that have some; `places` are the indexes of all sections."""
    index = {place: number for number, place in enumerate(places)}

    def shown(lead: Lead) -> int | str:
        number = None if lead.place is None else index.get(lead.place)
        return str(lead.target) if number is None else number

    listed = questions(notebook, paths, patterns)
    for question, led in zip(listed, leads(notebook, paths), strict=True):
        own = tuple(dict.fromkeys(map(shown, led)))
        dead = tuple(dict.fromkeys(str(lead.target) for lead in led if lead.dead))
        yield Question(question.path, question.line, question.text, question.state, own, dead)


def _pairs(asked: Iterable[Question], places: Sequence[Place]) -> Iterator[tuple[str, str]]:
    """The page of each question with each file that it links to."""
    for question in asked:
        files = (
            lead.partition("#")[0] if isinstance(lead, str) else places[lead][0]
            for lead in question.leads
        )
        yield from ((question.path, file) for file in dict.fromkeys(files))


class _States:
    """The states of all sections."""

    def __init__(
        self,
        coverage: Coverage,
        problems: Sequence[ShownProblem],
        patterns: tuple[str, ...],
    ) -> None:
        self._patterns = patterns
        self._known: Mapping[tuple[str, str], SectionCoverage] = {
            (note.path, section.anchor): section
            for note in coverage.notes
            for section in note.sections
        }
        dead = [problem for problem in problems if problem.dead]
        self._meant = {problem.candidates[0].target for problem in dead if problem.candidates}
        self.wanted = len(self._meant) + sum(
            bool(section.questions or section.nearly) for section in self._known.values()
        )
        """Approximate number of sections that questions ask about."""
        self.dead_in = Counter(problem.dead.partition("#")[0] for problem in dead)
        """Number of broken links that name each file."""

    def of(self, document: Document, ordinal: int, target: str, anchor: str | None) -> State:
        if target in self._meant:
            return "dead"
        if placeholders.lack(document, ordinal, self._patterns) is not None:
            return "placeholder"
        section = self._known.get((document.path, anchor or ""))
        if section is None:
            return "other"
        if section.questions:
            return "asked"
        return "nearly" if section.nearly else "unasked"


class _Room:
    """How much of a section's text is shown."""

    def __init__(self, sections: int, wanted: int) -> None:
        """`wanted` is the approximate number of sections that questions ask about."""
        each = TEXTS // max(1, sections) - _TAGS
        self._other = each if each >= _SHORTEST else 0
        self._wanted = each if each >= _SHORTEST else max(0, TEXTS // max(1, wanted) - _TAGS)

    def cut(self, text: str, state: State) -> str:
        longest = self._wanted if state in ("asked", "nearly", "dead") else self._other
        if len(text) <= longest:
            return text
        return f"{text[:longest]} …" if longest else ""


def _sections(
    notebook: Notebook, document: Document, states: _States, room: _Room
) -> Iterator[Section]:
    """The sections of a document, each with as much text as fits."""
    path = document.path
    for ordinal, section in enumerate(document.sections):
        anchor = notebook.anchors.of(path, ordinal)
        # A section in a list item is indented; on its own it must not be.
        body = dedent(_NEXT_MARKER.sub("", document.source.text[slice(*section.body)]))
        target = path if anchor is None else f"{path}#{anchor}"
        state = states.of(document, ordinal, target, anchor)
        yield Section(
            anchor,
            section.label[:_LONGEST_TITLE],
            section.level,
            document.source.position(section.span.start).line,
            len(_WORD.findall(body)),
            state,
            _shown(markdown.to_html(room.cut(body, state))),
        )


def _shown(html: str) -> str:
    """HTML without destinations: links of a note do not work on the page."""
    return _LINK.sub("<a>", _IMAGE.sub(r"\1", html))


def _laid_out(notes: Sequence[Note]) -> Iterator[Note]:
    """The notes with their positions on the map, and those of their sections."""
    few = sum(len(note.sections) for note in notes) <= MOST_BLOCKS
    weights = [[section.words + 5.0 for section in note.sections] for note in notes]
    for note, own, rect in zip(notes, weights, squarify([*map(sum, weights)], MAP), strict=True):
        title = min(_TITLE, rect.height / 3) if rect.width > NAMED else 1
        within = Rect(rect.x, rect.y + title, rect.width, rect.height - title)
        groups = [(place,) for place in range(len(own))] if few else [*_by_state(note)]
        places = squarify([sum(own[place] for place in group) for group in groups], within)
        blocks = map(Block, map(_rounded, places), groups)
        yield note._replace(rect=_rounded(rect), blocks=tuple(blocks))


def _by_state(note: Note) -> Iterator[tuple[int, ...]]:
    """The indexes of the sections in each state."""
    for state in get_args(State):
        group = tuple(n for n, section in enumerate(note.sections) if section.state == state)
        if group:
            yield group


def _rounded(rect: Rect) -> tuple[float, ...]:
    return tuple(round(value, 1) for value in rect)
