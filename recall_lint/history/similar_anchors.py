"""A missing section → current anchors with a similar name, or that of the link's text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from heapq import heappushpop
from typing import Final, NamedTuple

from recall_lint.base.problems import Candidate, Target
from recall_lint.history.names import ENOUGH, AnchorNames, fold, name_of
from recall_lint.history.ranking import MAX_CANDIDATES, SPELLING, distance
from recall_lint.notebook.notebook import Notebook

_A_SLIP: Final = 92.0
"""Minimum similarity of two names with a typo, 0 to 100: one letter in thirteen."""
_SHORT: Final = 8
"""Maximum length of a name that is a different one if two letters change."""
_NUMBERED: Final = 0.05
"""Weight of a number at the start of both names."""
_NUMBER = re.compile(r"\d+")


class _Anchors(NamedTuple):
    """The anchors of one file, indexed for searches."""

    headings: AnchorNames
    others: dict[str, list[str]]
    """Anchors that are not headings, by their folded names."""


class SimilarAnchors:
    """The anchors of one notebook's files; each file is indexed once."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._anchors: dict[str, _Anchors] = {}

    def candidates(self, target: Target, text: str) -> Iterator[Candidate]:
        """Likely sections for an anchor missing in its file, and a link with this text."""
        assert target.anchor is not None
        yield from self._named_alike(target.path, target.anchor)
        yield from self._spelled(target.path, target.anchor)
        yield from self._called(target.path, text)
        yield from self._elsewhere(target)

    def _named_alike(self, path: str, anchor: str) -> Iterator[Candidate]:
        """Anchors of one file with similar names."""
        wanted, numbers = name_of(anchor), _NUMBER.findall(anchor)
        names = self._anchors_in(path).headings
        for name in names.close_to(wanted):
            if name.folded == wanted.folded:
                score, evidence = 0.98, SPELLING
            elif name.bare == wanted.bare or name.unnumbered == wanted.unnumbered:
                score, evidence = 0.95, "same name, different number"
            elif name.bare.startswith(wanted.bare + "-") or wanted.bare.startswith(name.bare + "-"):
                lengths = sorted((len(name.bare), len(wanted.bare)))
                score = 0.85 + 0.05 * lengths[0] / lengths[1]
                evidence = "common prefix"
            else:
                score, evidence = 0.8, "contains the words"
            yield Candidate(Target(path, name.anchor), score, evidence)
        best = [0.0] * MAX_CANDIDATES
        more = _NUMBERED if _NUMBER.match(anchor) else 0.0
        for name, alike in names.similar_to(wanted):
            most = (0.92 if alike >= _A_SLIP else 0.75) * alike / 100
            if most + more <= best[0]:
                # Neither this one nor a later one can be among the best.
                return
            score = 0.75 * alike / 100 + _by_number(anchor, name.anchor)
            if alike >= _A_SLIP and numbers == _NUMBER.findall(name.anchor):
                # One letter of many is a smaller difference than all words but the first.
                score = 0.92 * alike / 100
            elif len(wanted.bare) < _SHORT and alike < 85:
                # Two letters of six make a different word: `some` is not `someby`.
                score *= 0.6
            heappushpop(best, score)
            yield Candidate(Target(path, name.anchor), score, "similar name")

    def _spelled(self, path: str, anchor: str) -> Iterator[Candidate]:
        """The anchors of one file that are not headings, and equal except for spelling."""
        for name in self._anchors_in(path).others.get(fold(anchor), ())[:ENOUGH]:
            yield Candidate(Target(path, name), 0.98, SPELLING)

    def _called(self, path: str, text: str) -> Iterator[Candidate]:
        """The section with the name of the link text, unless that is the file's own name."""
        wanted = fold(text)
        if wanted and wanted != fold(posixpath.splitext(posixpath.basename(path))[0]):
            for name in self._anchors_in(path).headings.folded.get(wanted, ())[:ENOUGH]:
                yield Candidate(Target(path, name.anchor), 0.84, "matches the link text")

    def _anchors_in(self, path: str) -> _Anchors:
        """The anchors of one file."""
        self._notebook.anchors.contents(path)
        known = self._anchors.get(path)
        if known is None:
            anchors = self._notebook.anchors.index(path).values()
            names = AnchorNames(
                [name_of(named.name) for named in anchors if named.place is not None]
            )
            known = self._anchors[path] = _Anchors(names, {})
            for named in anchors:
                if named.place is None and (folded := fold(named.name)):
                    known.others.setdefault(folded, []).append(named.name)
        return known

    def _elsewhere(self, target: Target) -> Iterator[Candidate]:
        """The same anchor in other notes."""
        assert target.anchor is not None
        self._notebook.subjects.note("paths")
        self._notebook.subjects.note("names")
        key = self._notebook.surfaces.of(target.path)[0].key(target.anchor)
        for path in sorted(self._notebook.anchors.documents_with(key)):
            if path != target.path and self._notebook.roles.is_note(path):
                named = self._notebook.anchors.find(path, target.anchor)
                if named is not None and named.place is not None:
                    other = Target(path, named.name)
                    # Usually the nearest one is meant.
                    score = 0.77 + 0.01 / (1 + distance(path, target.path))
                    yield Candidate(other, score, "same name in another file")


def _by_number(anchor: str, other: str) -> float:
    """The score of equal numbers at the start of two anchors, which identify items of a list."""
    own, its = _NUMBER.match(anchor), _NUMBER.match(other)
    if own is None or its is None:
        return 0.0
    return _NUMBERED if own[0] == its[0] else -_NUMBERED
