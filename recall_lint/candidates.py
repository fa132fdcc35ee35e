"""A dead target → what it probably should be now, best first.

Evidence is ranked: spelling variants of the same name, names that hold the
same words, the same anchor in another file, similar names, and last the
words standing in the file as plain or bold text. The weights are ordinal:
they only say which kind of evidence a person should read first.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from recall_lint import destinations, markdown
from recall_lint.markdown import Phrase
from recall_lint.model import Document, Link, Target
from recall_lint.notebook import Notebook

MOST: Final = 3
"""Candidates that are worth a reader's time."""

SIMILAR: Final = 72.0
"""Least similarity of two names, 0 to 100. Below it, most pairs of headings share only endings."""

_NUMBER = re.compile(r"-\d+$")
_NUMBERING = re.compile(r"^\d+(?:-\d+)*-(?=\D)")


class Candidate(NamedTuple):
    """A target that a dead one may have meant."""

    target: Target
    score: float
    """0 to 1, for ranking."""
    words: str = ""
    """How the anchor's words stand there as text, if they are no heading."""


class Finder:
    """Finds candidates in one notebook; what it works out of a document, it keeps for the run."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self._names: dict[str, list[_Name]] = {}
        self._phrases: dict[str, dict[str, list[Phrase]]] = {}

    def sections(self, target: Target) -> list[Candidate]:
        """Likely sections for an anchor that its file does not have."""
        assert target.anchor is not None
        found = [
            *self._named_alike(target.path, target.anchor),
            *self._elsewhere(target),
            *self._as_text(target),
        ]
        return _best(found)

    def files(self, target: Target) -> list[Candidate]:
        """Likely files for a path that names none; the anchor comes along where it exists."""
        from rapidfuzz import fuzz

        wanted = posixpath.basename(target.path).lower()
        stem = posixpath.splitext(wanted)[0]
        found = []
        for path in self.notebook.documents:
            name = posixpath.basename(path).lower()
            if name == wanted:
                score = 0.9
            elif (alike := fuzz.ratio(stem, posixpath.splitext(name)[0])) >= SIMILAR:
                score = 0.8 * alike / 100
            else:
                continue
            anchor = target.anchor
            if anchor is not None:
                if self._key(anchor) in self.notebook.anchors(path):
                    score += 0.1
                else:
                    anchor = None
            found.append(Candidate(Target(path, anchor), score))
        return _best(found)

    def did_you_mean(self, path: str, link: Link, dead: Target, found: list[Candidate]) -> str:
        """A hint that offers candidates as they would be written in the file `path`.

        Sections of the file that the link names already are offered by their anchor alone.
        """
        offers, words = [], []
        for candidate in found:
            target = candidate.target
            if target.path == dead.path and target.anchor is not None:
                written = f"`#{target.anchor}`"
            else:
                written = f"`{destinations.write(path, target, link.destination)}`"
            if candidate.words:
                words.append(f"its words stand there as {candidate.words}, under {written}")
            else:
                offers.append(written)
        hints = [f"did you mean {_or(offers)}?"] if offers else []
        return "; ".join([*hints, *words])

    def _key(self, anchor: str) -> str:
        return self.notebook.surfaces[0].key(anchor)

    def _named_alike(self, path: str, anchor: str) -> Iterator[Candidate]:
        """Anchors of one file by likeness of their names."""
        from rapidfuzz import fuzz

        wanted = _name(anchor)
        for name in self._names_in(path):
            if name.folded == wanted.folded:
                score = 0.98
            elif name.bare == wanted.bare or name.unnumbered == wanted.unnumbered:
                score = 0.95
            elif name.bare.startswith(wanted.bare + "-") or wanted.bare.startswith(name.bare + "-"):
                lengths = sorted((len(name.bare), len(wanted.bare)))
                score = 0.85 + 0.05 * lengths[0] / lengths[1]
            elif wanted.bare and f"-{wanted.bare}-" in f"-{name.bare}-":
                score = 0.8
            elif (alike := fuzz.ratio(wanted.bare, name.bare)) >= SIMILAR:
                score = 0.75 * alike / 100
            else:
                continue
            yield Candidate(Target(path, name.anchor), score)

    def _names_in(self, path: str) -> list[_Name]:
        known = self._names.get(path)
        if known is None:
            anchors = self.notebook.anchors(path).values()
            known = [_name(named.name) for named in anchors if named.section is not None]
            self._names[path] = known
        return known

    def _elsewhere(self, target: Target) -> Iterator[Candidate]:
        """The same anchor in other notes."""
        assert target.anchor is not None
        wanted = self._key(target.anchor)
        for path in self.notebook.notes:
            named = self.notebook.anchors(path).get(wanted)
            if path != target.path and named is not None and named.section is not None:
                yield Candidate(Target(path, named.name), 0.78)

    def _as_text(self, target: Target) -> Iterator[Candidate]:
        """The sections around the anchor's words where they are no heading."""
        assert target.anchor is not None
        document = self.notebook.documents[target.path]
        for phrase in self._phrases_in(document).get(_fold(target.anchor), ()):
            around = document.section_around(phrase.span.start)
            anchor = None if around is None else self.notebook.anchor_of(target.path, around)
            line = document.source.position(phrase.span.start).line
            kind = "bold text" if phrase.bold else "plain text"
            yield Candidate(Target(target.path, anchor), 0.7, f"{kind} in line {line}")

    def _phrases_in(self, document: Document) -> dict[str, list[Phrase]]:
        """The texts of a document that are neither headings nor links, by their folded words."""
        known = self._phrases.get(document.path)
        if known is None:
            known = self._phrases[document.path] = {}
            links = sorted(link.whole for link in document.links)
            for phrase in markdown.phrases(document.source):
                last = bisect_left(links, (phrase.span.end, 0))
                if not last or links[last - 1].end <= phrase.span.start:
                    known.setdefault(_fold(phrase.text), []).append(phrase)
            known.pop("", None)
        return known


class _Name(NamedTuple):
    anchor: str
    bare: str
    """Lower case, without numbering in front: `2-1-layers` is `layers`."""
    unnumbered: str
    """Without the number that a duplicate got behind: `types-1` is `types`."""
    folded: str


def _name(anchor: str) -> _Name:
    lower = anchor.lower()
    return _Name(anchor, _NUMBERING.sub("", lower), _NUMBER.sub("", lower), _fold(lower))


def _best(found: Iterable[Candidate]) -> list[Candidate]:
    best: dict[Target, Candidate] = {}
    for candidate in sorted(found, key=lambda c: -c.score):
        best.setdefault(candidate.target, candidate)
    return list(best.values())[:MOST]


def _fold(text: str) -> str:
    """Spelling aside: letters and digits in ASCII, without case, accents and separators."""
    from slugify import slugify

    return slugify(text, separator="") or "".join(text.split())


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
