"""A broken target → what became of it, and candidates for the new link, best first.

History comes first, if there is any: the section's text and place when the link
last worked, weighed by `likeness`. Names come second: spelling variants, names
that contain the same words, the same anchor in another file, similar names, and
last the words appearing in the file as plain or bold text. The scores of names
are ordinal: they only decide which a person should read first.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from heapq import heappushpop
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from recall_lint.base import similarity
from recall_lint.base.destinations import climbs, relative
from recall_lint.base.model import Candidate, Commit, Document, Link, Source, Target, Trace
from recall_lint.history.editions import edition
from recall_lint.history.names import ENOUGH, SIMILAR, Names, fold, name_of
from recall_lint.history.past import MOST, Past
from recall_lint.history.present import Present
from recall_lint.notebook import writer
from recall_lint.notebook.notebook import Notebook
from recall_lint.notebook.resolutions import MissingFile, MissingSection

if TYPE_CHECKING:
    from recall_lint.markdown.phrases import Phrase, Phrases

SPELLING: Final = "same words, different spelling"
"""Evidence: the same letters and digits in the same order. Enough for a safe fix."""

SAME_FILE_NAME: Final = "file with the same name"
"""Evidence: a file elsewhere with the name that the link has."""

ALONE: Final = "only file with that name, and it has the section"
"""Evidence that is enough for a missing file."""

_NO_NAMES: Final = frozenset({"readme", "index", "_index"})
"""What says nothing of a file without its folder."""
_CALLED: Final = 0.7
"""Least score of a name at which a section is not said to be removed."""
_A_SLIP: Final = 92.0
"""Least similarity of two names that differ by a slip, 0 to 100: one letter in thirteen."""
_SHORT: Final = 8
"""Letters below which a name with two of them changed is another one."""
_NUMBERED: Final = 0.05
"""What the number counts that two names begin with."""
_COMMON: Final = 4
"""Files of one name from which on it says as little."""
_HIDDEN: Final = 0.97
"""Score of the section around what its writer took for a heading: nothing else is meant."""
_LOOKS: Final = {
    "plain": "as plain text",
    "bold": "in bold",
    "no-space": "as a heading without a space after `#`",
    "in-html": "as a heading hidden by HTML",
}
_NOT_WORDS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"\d+")

Fate = Literal["renamed", "moved", "file-renamed", "removed", "unknown"]


class Verdict(NamedTuple):
    """What became of a dead target."""

    fate: Fate
    candidates: tuple[Candidate, ...]
    commit: Commit | None = None
    """The commit that did it; None if it is not committed yet, or if nobody knows."""
    safe: bool = False
    """Whether the first candidate may be taken unseen."""


Tracer = Callable[[Target, bool], Trace | None]
"""A dead target, and whether its file is there → where it was last alive."""


class _Anchors(NamedTuple):
    """The anchors of one file, made to be searched."""

    headings: Names
    others: dict[str, list[str]]
    """Those that are no headings, by their folded names."""


class _Sections:
    """The sections of one document, made to be asked which of them places stand in."""

    def __init__(self, document: Document) -> None:
        sections = document.sections
        self._starts = [section.span.start for section in sections]
        self._ends = [None if section.item is None else section.item.end for section in sections]
        self._outer: list[int | None] = []
        """Of each, the one around it: the last before it whose list item has not ended."""
        for place, start in enumerate(self._starts):
            self._outer.append(self._open(place - 1 if place else None, start))

    def around(self, offset: int) -> int | None:
        """The index of the section that `Document.section_around` gives."""
        place = bisect_left(self._starts, offset) - 1
        return self._open(place if place >= 0 else None, offset)

    def _open(self, place: int | None, offset: int) -> int | None:
        """A section, or the nearest around it whose list item goes on at an offset."""
        while place is not None and (end := self._ends[place]) is not None and end <= offset:
            place = self._outer[place]
        return place


class Finder:
    """Finds candidates in one notebook; what it works out of a document, it keeps for the run."""

    def __init__(self, notebook: Notebook, trace: Tracer = lambda target, exists: None) -> None:
        self.notebook = notebook
        self.present = Present(notebook)
        self._trace = trace
        self._verdicts: dict[tuple[Target, str], tuple[Verdict, frozenset[str]]] = {}
        self._anchors: dict[str, _Anchors] = {}
        self._phrases: dict[str, Phrases] = {}
        self._sections: dict[str, _Sections] = {}
        self._texts: dict[tuple[str, str, str], tuple[Candidate, ...]] = {}

    def verdict(self, dead: MissingFile | MissingSection, text: str = "") -> Verdict:
        """What became of a dead target that a link with this text names."""
        exists = isinstance(dead, MissingSection)
        return self.notebook.subjects.remembered(
            self._verdicts,
            (dead.target, text),
            lambda: self._without_unread(self._judge(dead.target, exists, text)),
        )

    def hint(self, path: str, link: Link, dead: Target, found: Iterable[Candidate]) -> str:
        """A hint that offers candidates as they would be written in the file `path`.

        Sections of the file that the link names already are offered by their anchor alone.
        """
        offers: list[str] = []
        texts: list[str] = []
        text_first = False
        for candidate in found:
            target = candidate.target
            if target.path == dead.path and target.anchor is not None:
                written = f"`#{target.anchor}`"
            else:
                new = writer.write(self.notebook, path, target, link.destination)
                if new is None:
                    continue
                written = f"`{new}`"
            if candidate.text:
                around = "before the first heading" if target.anchor is None else f"under {written}"
                texts.append(f"{candidate.text}, {around}")
                text_first = text_first or not offers
            else:
                offers.append(written)
        question = f"did you mean {_or(offers)}?" if offers else ""
        words = f"the words appear {' and '.join(texts)}" if texts else ""
        if not (question and words):
            return question or words
        return f"{words}; or {question}" if text_first else f"{question} T{words[1:]}"

    def _judge(self, target: Target, exists: bool, text: str) -> Verdict:
        trace = self._trace(target, exists)
        if trace is None:
            names = self._by_name(target, text) if exists else self._files(target)
            variants = [c for c in names if c.evidence in (SPELLING, ALONE)]
            # What the rest of the repository has under such a name is not known.
            is_safe = len(variants) == 1 and (exists or not climbs(target.path))
            return Verdict("unknown", _best(names), safe=is_safe)
        past = Past(self.present, target, trace)
        found = past.candidates()
        likely = bool(found) and found[0].score >= similarity.LIKELY
        fate: Fate = "removed"
        if likely:
            goal = found[0].target.path
            if not exists and goal == trace.path_now:
                fate = "file-renamed"
            else:
                fate = "renamed" if goal == trace.path_now else "moved"
        elif not past.knows:
            # The file is in history and the anchor never was: nothing of it was removed.
            fate = "unknown"
        if likely and past.is_safe(found):
            # What may be mended unseen needs no alternative.
            return Verdict(fate, (found[0],), trace.commit, safe=True)
        called = _best(self._by_name(target, text) if exists else self._files(target))
        if called and called[0].score == _HIDDEN:
            # The section is there, and only its heading is not.
            return Verdict("unknown", called)
        if likely:
            return Verdict(fate, _first([*found, *called]), trace.commit)
        if exists and called and called[0].score >= _CALLED:
            # Something is called like it: nobody can say that it is gone.
            fate = "unknown"
        return Verdict(fate, _best([*found, *called]), trace.commit)

    def _without_unread(self, verdict: Verdict) -> Verdict:
        """A verdict without headings whose `{#id}` is no id there, but a part of their names.

        Such a name works, and says the id twice; the heading is what has to be mended.
        """
        found = tuple(c for c in verdict.candidates if not self._is_unread(c.target))
        is_safe = verdict.safe and found[:1] == verdict.candidates[:1]
        return verdict._replace(candidates=found, safe=is_safe)

    def _is_unread(self, target: Target) -> bool:
        if target.anchor is None or target.path not in self.notebook.documents:
            return False
        named = self.notebook.named(target.path, target.anchor)
        if named is None or named.place is None:
            return False
        own = self.notebook.own_id(target.path, named.place)
        return own is not None and own != named.name

    # Files.

    def _files(self, target: Target) -> list[Candidate]:
        """Likely files for a path that names none; the anchor comes along where it exists."""
        from rapidfuzz import fuzz, process

        self.notebook.subjects.note("paths")
        wanted = posixpath.basename(target.path).lower()
        stem = posixpath.splitext(wanted)[0]
        stems = self._stems
        found = [
            Candidate(Target(path, None), 0.9, "alias of the note")
            for path in self.with_alias(stem)
        ]
        is_name = stem not in _NO_NAMES and stems.count(stem) < _COMMON
        around = posixpath.basename(posixpath.dirname(target.path)).lower()
        for _, alike, place in process.extract(
            stem, stems, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=None
        ):
            path = self._paths[place]
            folder = posixpath.basename(posixpath.dirname(path)).lower()
            if not is_name and not _is_alike(folder, around):
                # Many folders have a file of this name: it says nothing without its folder.
                continue
            if posixpath.basename(path).lower() == wanted:
                score, evidence = 0.85, SAME_FILE_NAME
            elif _is_alike(stem, stems[place]):
                # A page on less than what is meant is hardly that one: `gitlab` for `gitlab-ci`.
                weight = 0.45 if _words(stems[place]) < _words(stem) else 0.75
                score, evidence = weight * alike / 100, "file with a similar name"
            else:
                continue
            # Of files that are called alike, the nearest is meant, or one in a folder called alike.
            folders = posixpath.dirname(path), posixpath.dirname(target.path)
            score += 0.05 / (1 + _distance(path, target.path)) + 0.0002 * fuzz.ratio(*folders)
            anchor = target.anchor
            if anchor is not None:
                named = self.notebook.named(path, anchor)
                if named is not None:
                    score += 0.1
                    if evidence == SAME_FILE_NAME and stems.count(stem) == 1:
                        evidence = ALONE
                anchor = None if named is None else named.name
            found.append(Candidate(Target(path, anchor), score, evidence))
        return _own_edition_first(found, target)

    def with_alias(self, name: str) -> list[str]:
        """The notes that have a name among the aliases of their front matter."""
        self.notebook.subjects.note("routes")
        return self._aliases.get(name.lower(), [])

    @cached_property
    def _aliases(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._paths if self.notebook.publication.sites else ():
            about = self.notebook.contents(path).metadata
            aliases = about.get("aliases", about.get("alias"))
            # Obsidian reads a text as a list, too.
            names = aliases.split(",") if isinstance(aliases, str) else aliases
            for alias in names if isinstance(names, list) else ():
                if isinstance(alias, str) and alias.strip():
                    found.setdefault(alias.strip().lower(), []).append(path)
        return found

    @cached_property
    def _paths(self) -> list[str]:
        return list(self.notebook.documents)

    @cached_property
    def _stems(self) -> list[str]:
        return [posixpath.splitext(posixpath.basename(path))[0].lower() for path in self._paths]

    # Names.

    def _by_name(self, target: Target, text: str) -> list[Candidate]:
        """Likely sections for an anchor that its file does not have."""
        assert target.anchor is not None
        found = [
            *self._named_alike(target.path, target.anchor),
            *self._spelled(target.path, target.anchor),
            *self._called(target.path, text),
            *self._elsewhere(target),
            *self._as_text(target, text),
        ]
        return _own_edition_first(found, target)

    def _named_alike(self, path: str, anchor: str) -> Iterator[Candidate]:
        """Anchors of one file by likeness of their names."""
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
        best = [0.0] * MOST
        more = _NUMBERED if _NUMBER.match(anchor) else 0.0
        for name, alike in names.similar_to(wanted):
            most = (0.92 if alike >= _A_SLIP else 0.75) * alike / 100
            if most + more <= best[0]:
                # Neither this one nor a later one is among the best.
                return
            score = 0.75 * alike / 100 + _by_number(anchor, name.anchor)
            if alike >= _A_SLIP and numbers == _NUMBER.findall(name.anchor):
                # A letter of many is nearer than a name that has but the first word.
                score = 0.92 * alike / 100
            elif len(wanted.bare) < _SHORT and alike < 85:
                # Two letters of six make another word: `some` is not `someby`.
                score *= 0.6
            heappushpop(best, score)
            yield Candidate(Target(path, name.anchor), score, "similar name")

    def _spelled(self, path: str, anchor: str) -> Iterator[Candidate]:
        """The anchors of one file that are no headings, and the same but for spelling."""
        for name in self._anchors_in(path).others.get(fold(anchor), ())[:ENOUGH]:
            yield Candidate(Target(path, name), 0.98, SPELLING)

    def _called(self, path: str, text: str) -> Iterator[Candidate]:
        """The section that is called like the link, where that is not the file's own name."""
        wanted = fold(text)
        if wanted and wanted != fold(posixpath.splitext(posixpath.basename(path))[0]):
            for name in self._anchors_in(path).headings.folded.get(wanted, ())[:ENOUGH]:
                yield Candidate(Target(path, name.anchor), 0.84, "matches the link text")

    def _key(self, target: Target) -> str:
        return self.notebook.surfaces_of(target.path)[0].key(target.anchor or "")

    def _anchors_in(self, path: str) -> _Anchors:
        """The anchors of one file."""
        self.notebook.contents(path)
        known = self._anchors.get(path)
        if known is None:
            anchors = self.notebook.index(path).values()
            names = Names([name_of(named.name) for named in anchors if named.place is not None])
            known = self._anchors[path] = _Anchors(names, {})
            for named in anchors:
                if named.place is None and (folded := fold(named.name)):
                    known.others.setdefault(folded, []).append(named.name)
        return known

    def _elsewhere(self, target: Target) -> Iterator[Candidate]:
        """The same anchor in other notes."""
        assert target.anchor is not None
        self.notebook.subjects.note("paths")
        self.notebook.subjects.note("names")
        for path in sorted(self.notebook.naming(self._key(target))):
            if path != target.path and self.notebook.is_note(path):
                named = self.notebook.named(path, target.anchor)
                if named is not None and named.place is not None:
                    other = Target(path, named.name)
                    # Of several the nearest is meant, as a rule.
                    score = 0.77 + 0.01 / (1 + _distance(path, target.path))
                    yield Candidate(other, score, "same name in another file")

    def _as_text(self, target: Target, said: str) -> Iterator[Candidate]:
        """The sections around the anchor's words where they are no heading.

        What only looks like a heading is meant as well if it is called like the link.
        """
        assert target.anchor is not None
        document = self.notebook.outline(target.path)
        wanted, called = fold(target.anchor), fold(said)
        if wanted:
            yield from self._around(document, target.anchor)
        if called not in ("", wanted):
            yield from (c for c in self._around(document, said) if c.score == _HIDDEN)

    def _around(self, document: Document, words: str) -> tuple[Candidate, ...]:
        """The sections around texts that say these words, the best few; many links may say them."""
        key = document.path, similarity.letters(words), fold(words)
        known = self._texts.get(key)
        if known is None:
            phrases = self._phrases_in(document.source).spelling(words)
            said = (phrase for phrase in phrases if fold(phrase.text) == key[-1])
            known = self._texts[key] = _best(self._place_of(document, phrase) for phrase in said)
        return known

    def _place_of(self, document: Document, phrase: Phrase) -> Candidate:
        """The section around a text that is neither a heading nor a link."""
        path = document.path
        sections = self._sections.get(path)
        if sections is None:
            sections = self._sections[path] = _Sections(document)
        place = sections.around(phrase.span.start)
        anchor = None if place is None else self.notebook.anchor_of(path, place)
        line = document.source.position(phrase.span.start).line
        text = f"{_LOOKS[phrase.kind]} on line {line}"
        score = _HIDDEN if phrase.is_almost_heading else 0.7
        return Candidate(Target(path, anchor), score, f"the words appear {text}", text)

    def _phrases_in(self, source: Source) -> Phrases:
        """The texts of a document that are no headings."""
        known = self._phrases.get(source.path)
        if known is None:
            from recall_lint.markdown.phrases import Phrases

            known = self._phrases[source.path] = Phrases(source)
        return known


def _is_alike(one: str, other: str) -> bool:
    """Whether two names are the same but for a slip, or one holds all words of the other."""
    from rapidfuzz.distance import OSA

    words, others = _words(one), _words(other)
    if one == other or (words and (words <= others or others <= words)):
        return True
    one, other = _NOT_WORDS.sub("", one), _NOT_WORDS.sub("", other)
    most = max(len(one), len(other)) // 5
    return most > 0 and OSA.distance(one, other, score_cutoff=most) <= most


def _words(name: str) -> set[str]:
    return set(_NOT_WORDS.split(name))


def _by_number(anchor: str, other: str) -> float:
    """How much the number counts that two anchors begin with: in a list it says which is meant."""
    own, its = _NUMBER.match(anchor), _NUMBER.match(other)
    if own is None or its is None:
        return 0.0
    return _NUMBERED if own[0] == its[0] else -_NUMBERED


def _own_edition_first(found: Iterable[Candidate], target: Target) -> list[Candidate]:
    """Candidates, those of another language or version behind all others."""
    own = edition(target.path)
    return [
        candidate
        if candidate.target.path == target.path or edition(candidate.target.path) == own
        else candidate._replace(score=candidate.score * 0.4)
        for candidate in found
    ]


def _best(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    best: dict[Target, Candidate] = {}
    for candidate in sorted(found, key=lambda c: -c.score):
        best.setdefault(candidate.target, candidate)
    return tuple(best.values())[:MOST]


def _first(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The first few of candidates in order, each target once."""
    first: dict[Target, Candidate] = {}
    for candidate in found:
        first.setdefault(candidate.target, candidate)
    return tuple(first.values())[:MOST]


def _distance(one: str, other: str) -> int:
    """How many folders lie between two files."""
    return relative(one, posixpath.dirname(other)).count("/")


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
