"""A question → the sections that may answer it, best first.

The query is the question's words and those of the heading above it. The links of neighbouring
questions count as well: questions follow the order of the sections they are about.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from heapq import nsmallest
from typing import Final, NamedTuple

from recall_lint.answers.index import SAMPLE, SectionIndex
from recall_lint.answers.sections import Place
from recall_lint.base.model import Question
from recall_lint.notebook.notebook import Notebook
from recall_lint.notebook.resolutions import External, Unjudged

_SENTENCE = re.compile(r"[^.!?。！？\n]*[.!?。！？\n]+|[^.!?。！？\n]+$")
_BULLET = re.compile(r"^[\s>*+#-]+|^\s*\d+[.)]\s+")
_LONGEST_QUERY: Final = 60
"""Maximum number of terms in a query; the rarest are used."""


class Evidence(NamedTuple):
    """Weights of the evidence other than the question's own words."""

    heading: float = 0.6
    """A word of the heading above the question."""
    file: float = 0.04
    """A section in the file that a neighbour links to, as a share of the best score."""
    near: float = 0.35
    """A section next to the one that a neighbour links to."""
    same: float = 0.1
    """The section that a neighbour links to, as a share of that."""
    empty: float = 0.8
    """The share of its score that a placeholder or a list of links keeps."""
    neighbours: int = 2
    """Number of questions considered on either side."""
    sure: float = 1.35
    """Minimum lead of the first section over the second to be certain."""
    least: float = 0.3
    """Minimum score of the first section to be certain."""


class Answer(NamedTuple):
    """A section that may answer a question."""

    place: Place
    score: float
    """0 to 1: the share of the question's terms found in the section."""


class Answers(NamedTuple):
    """The sections that may answer a question, best first."""

    found: tuple[Answer, ...]
    sure: bool
    """Whether the first is far enough ahead of the others."""


EVIDENCE: Final = Evidence()

Linked = Callable[[str], Mapping[int, Sequence[Place]]]
"""The sections that the questions of a document link to, by the offset of each question."""


def linked_sections(notebook: Notebook, path: str) -> dict[int, list[Place]]:
    """The sections that the questions of a document link to, by the offset of each question."""
    found: dict[int, list[Place]] = {}
    for use in notebook.uses(path):
        if use.question is None or use.place is None:
            continue
        if not isinstance(use.resolution, External | Unjudged):
            place = Place(use.resolution.target.path, use.place)
            found.setdefault(use.question.span.start, []).append(place)
    return found


class AnswerFinder:
    """Finds answers among the sections of some documents; the index is built on first use."""

    def __init__(
        self,
        notebook: Notebook,
        documents: Iterable[str],
        patterns: tuple[str, ...],
        linked: Linked | None = None,
        evidence: Evidence = EVIDENCE,
    ) -> None:
        """`patterns` match placeholder sections; `linked` returns the existing links."""
        self._notebook = notebook
        self._documents = documents
        self._patterns = patterns
        self._linked = linked or partial(linked_sections, notebook)
        self._evidence = evidence
        self._earlier: SectionIndex | None = None
        self._edited: dict[str, None] = {}
        """The documents whose earlier version is in the inherited index."""
        self._pages: dict[str, tuple[tuple[Question, ...], list[list[int]]]] = {}

    def renewed(self, notebook: Notebook, edited: Iterable[str]) -> AnswerFinder:
        """The same for the notebook after some of its documents were edited."""
        new = AnswerFinder(notebook, self._documents, self._patterns)
        new._earlier = self.__dict__.get("index", self._earlier)
        new._edited = {**self._edited, **dict.fromkeys(edited)}
        return new

    def build(self) -> Iterator[None]:
        """Build the index, pausing after each document.

        A caller that edits a document in the meantime gets a finder from `renewed` and passes it
        this one's index.
        """
        if "index" in self.__dict__ or self._earlier is not None:
            return
        outline, paths = self._notebook.documents.outline, [*self._documents]
        index = SectionIndex(map(outline, paths[:SAMPLE]), self._patterns)
        for path in paths[SAMPLE:]:
            index.add(outline(path))
            yield
        self.index = index

    def take(self, other: AnswerFinder, edited: Iterable[str]) -> None:
        """Take over the index of another finder, built before some documents were edited."""
        self._earlier = other.index
        self._edited = dict.fromkeys(edited)

    @cached_property
    def index(self) -> SectionIndex:
        """The sections that are searched."""
        outline = self._notebook.documents.outline
        index, self._earlier = self._earlier, None
        if index is not None and all(index.replace(outline(path)) for path in self._edited):
            self._edited = {}
            # Whoever edits for hours types thousands of words that nobody has in the end.
            index.terms.forget()
            return index
        return SectionIndex(map(outline, self._documents), self._patterns)

    def _page(self, path: str) -> tuple[tuple[Question, ...], list[list[int]]]:
        """The questions of a document, and the numbers of the sections each links to."""
        known = self._pages.get(path)
        if known is None:
            asked = self._notebook.questions(path)
            linked = self._linked(path)
            number = self.index.number
            links = [
                [n for place in linked.get(q.span.start, ()) if (n := number(place)) is not None]
                for q in asked
            ]
            known = self._pages[path] = asked, links
        return known

    def find(self, path: str, question: Question, most: int = 3) -> Answers:
        """The sections that may answer a question of a document; its own links are ignored."""
        asked, links = self._page(path)
        at = bisect_left(asked, question.span.start, key=lambda each: each.span.start)
        query = self._query(question)
        scores = self.index.scores(query)
        if not scores:
            return Answers((), sure=False)
        best = max(scores.values())
        self._add_neighbours(scores, best, links, at)
        return self._ranked(scores, query, most)

    def search(self, text: str, most: int = 5) -> Answers:
        """The sections that a text is about."""
        query = self._weighted(self.index.terms.of(text), [])
        scores = self.index.scores(query)
        return self._ranked(scores, query, most)

    def score(self, question: Question, place: Place) -> tuple[float, float]:
        """The score of a section, or one below it, for a question's words, and the best score."""
        scores = self.index.scores(self._query(question))
        own = (scores.get(number, 0.0) for number in self.index.extent(place))
        return max(own, default=0.0), max(scores.values(), default=0.0)

    def sentence(self, place: Place, text: str) -> str:
        """The sentence of a section that shares the most terms with a text; empty if none does."""
        document = self._notebook.documents.outline(place.path)
        body = document.source.text[slice(*document.sections[place.ordinal].body)]
        wanted = set(self.index.terms.of(text))
        best, most = "", 0.0
        for m in _SENTENCE.finditer(body):
            words = set(self.index.terms.of(m[0])) & wanted
            value = sum(map(self.index.rarity, words))
            if value > most:
                best, most = m[0], value
        return " ".join(_BULLET.sub("", best).split())

    def _query(self, question: Question) -> list[tuple[str, float]]:
        heading = "" if question.section is None else question.section.label
        terms = self.index.terms
        return self._weighted(terms.of(question.text), terms.of(heading))

    def _weighted(self, own: list[str], heading: list[str]) -> list[tuple[str, float]]:
        weights = dict.fromkeys(own, 1.0)
        for term in heading:
            weights[term] = weights.get(term, 0.0) + self._evidence.heading
        rarity = self.index.rarity
        known = sorted(weights.items(), key=lambda item: (-rarity(item[0]) * item[1], item[0]))
        return known[:_LONGEST_QUERY]

    def _add_neighbours(
        self, scores: dict[int, float], best: float, links: list[list[int]], at: int
    ) -> None:
        """Add the scores from the links of neighbouring questions."""
        evidence, index = self._evidence, self.index
        before = [n for own in links[max(0, at - evidence.neighbours) : at] for n in own]
        behind = [n for own in links[at + 1 : at + 1 + evidence.neighbours] for n in own]
        near: dict[int, float] = {}
        files: Counter[str] = Counter()
        for number in (*before, *behind):
            files[index.path(number)] += 1
            for other in index.around(number, _REACH):
                share = evidence.near / (1 + abs(other - number))
                near[other] = near.get(other, 0.0) + share * (
                    evidence.same if other == number else 1.0
                )
        for number, share in near.items():
            scores[number] = scores.get(number, 0.0) + best * share
        for number in scores if files else ():
            if count := files[index.path(number)]:
                scores[number] += best * evidence.file * count

    def _ranked(
        self, scores: dict[int, float], query: list[tuple[str, float]], most: int
    ) -> Answers:
        total = sum(weight * self.index.rarity(term) for term, weight in query) or 1.0
        evidence, place = self._evidence, self.index.place
        for number in scores.keys() & self.index.empty if self.index.empty else ():
            scores[number] *= evidence.empty
        order = nsmallest(max(2, most), scores, key=lambda number: (-scores[number], number))
        found = tuple(Answer(place(n), min(1.0, scores[n] / total)) for n in order)
        sure = (
            bool(found)
            and order[0] not in self.index.empty
            and found[0].score >= evidence.least
            and (len(order) < 2 or scores[order[0]] > evidence.sure * scores[order[1]])
        )
        return Answers(found[:most], sure)


_REACH: Final = 12
"""Sections within this distance of a neighbour's target count as near."""
