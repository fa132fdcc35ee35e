"""A missing target and its trace → the current sections that are most similar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from heapq import nlargest
from typing import NamedTuple

from recall_lint.base import similarity
from recall_lint.base.model import Document, Section
from recall_lint.base.problems import Candidate, Target, Trace, change_time
from recall_lint.base.similarity import Text
from recall_lint.history.current_sections import SectionIndex
from recall_lint.history.editions import edition
from recall_lint.history.names import fold
from recall_lint.history.old_anchors import old_anchors
from recall_lint.history.ranking import MAX_CANDIDATES

_TAGS = re.compile(r"<[^<>]*>")


class Match(NamedTuple):
    """A current section, by its index in its document, and its score."""

    score: float
    path: str
    place: int
    new: bool
    evidence: str


class SectionMatcher:
    """One missing target and its trace: compares the section it had with current ones."""

    def __init__(self, sections: SectionIndex, target: Target, trace: Trace) -> None:
        self._sections = sections
        self._notebook = sections.notebook
        self._target = target
        self._trace = trace
        self._surface = self._notebook.surfaces.of(target.path)[0]
        self._names_then = self._names(trace.then)
        self._place = self._place_of(trace.then, target.anchor)
        self._home = trace.path_now if trace.path_now in self._notebook.documents else None
        self._new: set[Target] = set()

    @property
    def anchor_existed(self) -> bool:
        """Whether the file ever had the anchor."""
        return self._place is not None

    def candidates(self) -> list[Candidate]:
        """Where the section probably is now, best first."""
        if self._target.anchor is None:
            if self._home is None:
                return []
            return [Candidate(Target(self._home, None), 1.0, self._file_evidence())]
        if self._home is not None and self._home != self._target.path:
            named = self._notebook.anchors.find(self._home, self._target.anchor)
            if named is not None:
                target = Target(self._home, named.name)
                self._new.add(target)
                return [Candidate(target, 1.0, self._file_evidence())]
        if self._place is None:
            return []
        found = [m for m in (*self._in_home(), *self._in_others()) if m.score >= similarity.FAINT]
        return [self._candidate(m) for m in nlargest(MAX_CANDIDATES, found, key=lambda m: m.score)]

    def _candidate(self, match: Match) -> Candidate:
        anchor = self._notebook.anchors.common(match.path, match.place)
        target = Target(match.path, anchor or self._sections.anchors(match.path)[match.place])
        if match.new:
            self._new.add(target)
        return Candidate(target, match.score, match.evidence)

    def is_safe(self, found: list[Candidate]) -> bool:
        """Whether the first match is safe: likely, far ahead of the second, and new since.

        A new section with the same name except for spelling may have a lower score.
        """
        best = found[0]
        lead = best.score - (found[1].score if len(found) > 1 else 0.0)
        new, variant = best.target in self._new, self._is_variant(best.target)
        return (
            (best.score >= similarity.SAFE or (new and variant))
            and lead >= similarity.SAFE_LEAD
            and (new or variant)
        )

    def _is_variant(self, target: Target) -> bool:
        if target.anchor is None or self._target.anchor is None:
            return target.anchor is None
        return fold(similarity.bare(target.anchor)) == fold(similarity.bare(self._target.anchor))

    def _names(self, document: Document) -> list[str]:
        return old_anchors(self._surface, document).names

    def _place_of(self, document: Document, anchor: str | None) -> int | None:
        """The index of the section that an anchor pointed to in a version of a document."""
        if anchor is None:
            return None
        found = old_anchors(self._surface, document).named(anchor)
        if isinstance(found, Section):
            return document.place_of(found)
        if found is not None:
            return _section_at(document, found.span.end)
        return None

    def _in_home(self) -> Iterator[Match]:
        if self._home is None or self._place is None:
            return
        names = self._sections.anchors(self._home)
        after = names if self._trace.after is None else self._names(self._trace.after)
        places = {
            after[index]: value
            for index, value in similarity.place_then(self._names_then, after, self._place).items()
        }
        known = set(self._names_then)
        wanted = similarity.bare(self._target.anchor or "")
        for index, name in enumerate(names):
            if name:
                new = name not in known
                more = similarity.PLACE * places.get(name, 0.0) + similarity.NEW * new
                same = similarity.bare(name) == wanted
                what = "renumbered" if same else "renamed" if new else "merged"
                score = self._alike(self._home, index, name, more)
                yield Match(score, self._home, index, new, f"{what} {self._when}")

    def _in_others(self) -> Iterator[Match]:
        """Sections of other files: those that the same commit changed, and those with similar
        names.

        Sections of other files are more often similar by chance. A file in another language or
        version had the section before, so it was not moved there.
        """
        own = edition(self._trace.path)
        changed = {path for path in self._trace.changed if path in self._notebook.documents}
        changed.discard(self._home or "")
        changed = {path for path in changed if edition(path) == own}
        evidence = f"moved {self._when}"
        for path in sorted(changed):
            for index, name in enumerate(self._sections.anchors(path)):
                if name:
                    score = self._alike(path, index, name, similarity.NEW)
                    yield Match(score, path, index, True, evidence)
        for path, index, name in self._sections.similar_names(self._old_anchor):
            elsewhere = path != self._home and path not in changed and edition(path) == own
            if elsewhere and self._may_be_worth(path, name):
                score = self._alike(path, index, self._sections.anchors(path)[index], 0.0)
                yield Match(score, path, index, False, evidence)

    def _may_be_worth(self, path: str, anchor: str) -> bool:
        """Whether a section with this name may be worth showing; if not, its file is not read.

        Most sections with similar names have no words in common.
        """
        return any(
            self._weigh(anchor, self._sections.alike_at_most(path, text), 0.0) >= similarity.FAINT
            for text in self._texts_then
        )

    def _alike(self, path: str, place: int, anchor: str, more: float) -> float:
        """The score of a current section by name, text and other evidence."""
        own, whole = self._texts_then
        own_now, whole_now = self._sections.texts(path, place)
        text = whole.alike(whole_now)
        if own is not whole or own_now is not whole_now:
            text = max(text, own.alike(own_now))
        return self._weigh(anchor, text, more)

    def _weigh(self, anchor: str, text: float, more: float) -> float:
        """The score of a current section, given the similarity of its text and other evidence."""
        name = similarity.names_alike(self._old_anchor, anchor)
        # A section without words is scored by the other evidence.
        scale = 1.0 if self._texts_then[1].shingles else 1.0 / (1.0 - similarity.TEXT)
        return scale * (similarity.NAME * name + similarity.TEXT * text + more)

    @cached_property
    def _old_anchor(self) -> str:
        """The anchor of the section that the target was."""
        assert self._place is not None
        return self._names_then[self._place] or self._target.anchor or ""

    @cached_property
    def _texts_then(self) -> tuple[Text, Text]:
        assert self._place is not None
        then = self._trace.then
        section = then.sections[self._place]
        own, whole = similarity.own_text(then, section), similarity.whole_text(then, section)
        text = Text(own)
        return text, text if own == whole else Text(whole)

    @property
    def _when(self) -> str:
        return change_time(self._trace.commit)

    def _file_evidence(self) -> str:
        return f"file renamed {self._when}"


def _section_at(document: Document, offset: int) -> int | None:
    """The index of the section of an HTML anchor: the next one, if it follows immediately.

    Only the rest of the tag, and the markers of the heading and its list item, may be between.
    """
    for index, section in enumerate(document.sections):
        if section.span.end >= offset:
            between = document.source.text[offset : section.span.start]
            if _TAGS.sub("", f"<{between}").strip("\n\r\t >*+-#.0123456789"):
                break
            return index
    around = document.section_around(offset)
    return None if around is None else document.place_of(around)
