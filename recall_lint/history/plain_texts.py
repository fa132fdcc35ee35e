"""A missing section → the sections that contain its name as text that is not a heading."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from recall_lint.base import similarity
from recall_lint.base.model import Document, Source
from recall_lint.base.problems import Candidate, Target
from recall_lint.history.names import fold
from recall_lint.history.ranking import best
from recall_lint.notebook.notebook import Notebook

if TYPE_CHECKING:
    from recall_lint.markdown.phrases import Phrase, Phrases

HIDDEN: Final = 0.97
"""Score of the section around what looks like a heading, which is certainly meant."""
_LOOKS: Final = {
    "plain": "as plain text",
    "bold": "in bold",
    "no-space": "as a heading without a space after `#`",
    "in-html": "as a heading hidden by HTML",
}


class _Sections:
    """The sections of one document, indexed by position."""

    def __init__(self, document: Document) -> None:
        sections = document.sections
        self._starts = [section.span.start for section in sections]
        self._ends = [None if section.item is None else section.item.end for section in sections]
        self._outer: list[int | None] = []
        """For each section its parent: the last section before it whose list item has not ended."""
        for place, start in enumerate(self._starts):
            self._outer.append(self._open(place - 1 if place else None, start))

    def around(self, offset: int) -> int | None:
        """The index of the section that `Document.section_around` returns."""
        place = bisect_left(self._starts, offset) - 1
        return self._open(place if place >= 0 else None, offset)

    def _open(self, place: int | None, offset: int) -> int | None:
        """A section, or the nearest parent whose list item extends to an offset."""
        while place is not None and (end := self._ends[place]) is not None and end <= offset:
            place = self._outer[place]
        return place


class PlainTexts:
    """The texts of one notebook's files; those of a file are extracted once."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._phrases: dict[str, Phrases] = {}
        self._sections: dict[str, _Sections] = {}
        self._texts: dict[tuple[str, str, str], tuple[Candidate, ...]] = {}

    def candidates(self, target: Target, said: str) -> Iterator[Candidate]:
        """The sections that contain the anchor's words outside of headings.

        Text that looks like a heading also matches if its name is that of the link.
        """
        assert target.anchor is not None
        document = self._notebook.documents.outline(target.path)
        wanted, called = fold(target.anchor), fold(said)
        if wanted:
            yield from self._around(document, target.anchor)
        if called not in ("", wanted):
            yield from (c for c in self._around(document, said) if c.score == HIDDEN)

    def _around(self, document: Document, words: str) -> tuple[Candidate, ...]:
        """The sections around texts with these words, best few first; many texts may match."""
        key = document.path, similarity.letters(words), fold(words)
        known = self._texts.get(key)
        if known is None:
            phrases = self._phrases_in(document.source).spelling(words)
            said = (phrase for phrase in phrases if fold(phrase.text) == key[-1])
            known = self._texts[key] = best(self._place_of(document, phrase) for phrase in said)
        return known

    def _place_of(self, document: Document, phrase: Phrase) -> Candidate:
        """The section around a text that is neither a heading nor a link."""
        path = document.path
        sections = self._sections.get(path)
        if sections is None:
            sections = self._sections[path] = _Sections(document)
        place = sections.around(phrase.span.start)
        anchor = None if place is None else self._notebook.anchors.of(path, place)
        line = document.source.position(phrase.span.start).line
        text = f"{_LOOKS[phrase.kind]} on line {line}"
        score = HIDDEN if phrase.is_almost_heading else 0.7
        return Candidate(Target(path, anchor), score, f"the words appear {text}", text)

    def _phrases_in(self, source: Source) -> Phrases:
        """The texts of a document that are not headings."""
        known = self._phrases.get(source.path)
        if known is None:
            from recall_lint.markdown.phrases import Phrases

            known = self._phrases[source.path] = Phrases(source)
        return known
