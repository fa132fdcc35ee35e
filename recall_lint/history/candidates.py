"""A missing target → what happened to it, and candidates for the new link, best first.

Evidence from history comes first: the section's text and position when the link last worked,
weighed by `similarity`. Names come second: spelling variants, names that contain the same words,
the same anchor in another file, similar names, and last the words appearing in the file as plain or
bold text. Scores of names are ordinal: they only determine the order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from recall_lint.base import similarity
from recall_lint.base.destinations import climbs
from recall_lint.base.problems import Candidate, Commit, Target, Trace
from recall_lint.history.current_sections import SectionIndex
from recall_lint.history.plain_texts import HIDDEN, PlainTexts
from recall_lint.history.ranking import SPELLING, best, first, own_edition_first
from recall_lint.history.section_match import SectionMatcher
from recall_lint.history.similar_anchors import SimilarAnchors
from recall_lint.history.similar_files import ALONE, SimilarFiles
from recall_lint.notebook.notebook import Notebook
from recall_lint.notebook.resolutions import MissingFile, MissingSection

_CALLED: Final = 0.7
"""Minimum score of a name at which a section is not reported as removed."""

Fate = Literal["renamed", "moved", "file-renamed", "removed", "unknown"]


class Verdict(NamedTuple):
    """What happened to a missing target."""

    fate: Fate
    candidates: tuple[Candidate, ...]
    commit: Commit | None = None
    """The commit that did it; None if it is not committed yet, or unknown."""
    safe: bool = False
    """Whether the first candidate is a safe fix."""


Tracer = Callable[[Target, bool], Trace | None]
"""A missing target, and whether its file exists → where it last existed."""


class Finder:
    """Finds candidates in one notebook; results for a document are kept for the run."""

    def __init__(self, notebook: Notebook, trace: Tracer = lambda target, exists: None) -> None:
        self.notebook = notebook
        self.sections = SectionIndex(notebook)
        self.files = SimilarFiles(notebook)
        self._anchors = SimilarAnchors(notebook)
        self._texts = PlainTexts(notebook)
        self._trace = trace
        self._verdicts: dict[tuple[Target, str], tuple[Verdict, frozenset[str]]] = {}

    def renewed(self, notebook: Notebook, changed: frozenset[str]) -> Finder:
        """The same for the notebook after changes to some dependencies."""
        new = Finder(notebook, self._trace)
        new.files.take_names(self.files)
        if "names" not in changed:
            new.sections.take_names(self.sections)
        return new

    def verdict(self, missing: MissingFile | MissingSection, text: str = "") -> Verdict:
        """What happened to the missing target of a link with this text."""
        exists = isinstance(missing, MissingSection)
        return self.notebook.subjects.remembered(
            self._verdicts,
            (missing.target, text),
            lambda: self._without_unread(self._judge(missing.target, exists, text)),
        )

    def _judge(self, target: Target, exists: bool, text: str) -> Verdict:
        trace = self._trace(target, exists)
        if trace is None:
            names = self._by_name(target, exists, text)
            variants = [c for c in names if c.evidence in (SPELLING, ALONE)]
            # Names in the rest of the repository are unknown.
            is_safe = len(variants) == 1 and (exists or not climbs(target.path))
            return Verdict("unknown", best(names), safe=is_safe)
        match = SectionMatcher(self.sections, target, trace)
        found = match.candidates()
        likely = bool(found) and found[0].score >= similarity.LIKELY
        fate: Fate = "removed"
        if likely:
            goal = found[0].target.path
            if not exists and goal == trace.path_now:
                fate = "file-renamed"
            else:
                fate = "renamed" if goal == trace.path_now else "moved"
        elif not match.anchor_existed:
            # The file's history has no such anchor, so nothing was removed.
            fate = "unknown"
        if likely and match.is_safe(found):
            # A safe fix needs no alternatives.
            return Verdict(fate, (found[0],), trace.commit, safe=True)
        called = best(self._by_name(target, exists, text))
        if called and called[0].score == HIDDEN:
            # The section exists, but its heading is not one.
            return Verdict("unknown", called)
        if likely:
            return Verdict(fate, first([*found, *called]), trace.commit)
        if exists and called and called[0].score >= _CALLED:
            # A section with a similar name exists, so it may not have been removed.
            fate = "unknown"
        return Verdict(fate, best([*found, *called]), trace.commit)

    def _without_unread(self, verdict: Verdict) -> Verdict:
        """A verdict without headings whose `{#id}` is not read as an ID, and is part of the name.

        An anchor with both parts would work, but the heading is what should be fixed.
        """
        found = tuple(c for c in verdict.candidates if not self._is_unread(c.target))
        is_safe = verdict.safe and found[:1] == verdict.candidates[:1]
        return verdict._replace(candidates=found, safe=is_safe)

    def _is_unread(self, target: Target) -> bool:
        if target.anchor is None or target.path not in self.notebook.documents:
            return False
        named = self.notebook.anchors.find(target.path, target.anchor)
        if named is None or named.place is None:
            return False
        own = self.notebook.custom_ids.of_heading(target.path, named.place)
        return own is not None and own != named.name

    def _by_name(self, target: Target, exists: bool, text: str) -> list[Candidate]:
        """Likely files or sections by name, for a link with this text."""
        if not exists:
            return self.files.candidates(target)
        anchors = self._anchors.candidates(target, text)
        return own_edition_first([*anchors, *self._texts.candidates(target, text)], target)
