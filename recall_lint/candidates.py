"""A dead target → what became of it, and what the link should be now, best first.

History comes first, where there is any: the section's text and place when it
was last alive, weighed by `likeness`. Without it, or behind it, come names:
spelling variants, names that hold the same words, the same anchor in another
file, similar names, and last the words standing in the file as plain or bold
text. The scores of names are ordinal: they only say which a person should
read first.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from heapq import nlargest
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from recall_lint import destinations, likeness, markdown
from recall_lint.likeness import Shingles
from recall_lint.markdown import Phrase
from recall_lint.model import Candidate, Commit, Document, Link, Section, Target, Trace
from recall_lint.notebook import MissingFile, MissingSection, Notebook

MOST: Final = 3
"""Candidates that are worth a reader's time."""

SIMILAR: Final = 72.0
"""Least similarity of two names, 0 to 100. Below it, most pairs of headings share only endings."""

SPELLING: Final = "the same name but for spelling"
"""Evidence: the same letters and digits in the same order. Enough to mend a link unseen."""

ALIKE: Final = 0.5
"""Least likeness of the name of a section in a file that history does not point at, 0 to 1."""

MOST_ALIKE: Final = 100
"""Sections that are looked at for their names: they may be called `Overview` in each of 1,000."""

_TAGS = re.compile(r"<[^<>]*>")
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")

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


class Finder:
    """Finds candidates in one notebook; what it works out of a document, it keeps for the run."""

    def __init__(self, notebook: Notebook, trace: Tracer = lambda target, exists: None) -> None:
        self.notebook = notebook
        self._trace = trace
        self._verdicts: dict[tuple[Target, str], Verdict] = {}
        self._names: dict[str, _Names] = {}
        self._anchors: dict[str, list[str]] = {}
        self._phrases: dict[str, dict[str, list[Phrase]]] = {}
        self._texts: dict[tuple[str, int], tuple[Shingles, Shingles]] = {}

    def verdict(self, dead: MissingFile | MissingSection, text: str = "") -> Verdict:
        """What became of a dead target that a link with this text names."""
        key = (dead.target, text)
        verdict = self._verdicts.get(key)
        if verdict is None:
            exists = isinstance(dead, MissingSection)
            verdict = self._verdicts[key] = self._judge(dead.target, exists, text)
        return verdict

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
                written = f"`{destinations.write(path, target, link.destination)}`"
            if candidate.text:
                around = "before the first heading" if target.anchor is None else f"under {written}"
                texts.append(f"{candidate.text}, {around}")
                text_first = text_first or not offers
            else:
                offers.append(written)
        question = f"did you mean {_or(offers)}?" if offers else ""
        words = f"its words stand there as {' and as '.join(texts)}" if texts else ""
        if not (question and words):
            return question or words
        return f"{words}; or {question}" if text_first else f"{question} I{words[1:]}"

    def _judge(self, target: Target, exists: bool, text: str) -> Verdict:
        trace = self._trace(target, exists)
        if trace is None:
            names = self._by_name(target, text) if exists else self._files(target)
            variants = [c for c in names if c.evidence == SPELLING]
            return Verdict("unknown", _best(names), safe=len(variants) == 1)
        past = _Past(self, target, trace)
        found = past.candidates()
        likely = bool(found) and found[0].score >= likeness.LIKELY
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
        names = self._by_name(target, text) if exists else self._files(target)
        return Verdict(fate, _first([*found, *_best(names)]), trace.commit)

    # Files.

    def _files(self, target: Target) -> list[Candidate]:
        """Likely files for a path that names none; the anchor comes along where it exists."""
        from rapidfuzz import fuzz, process

        wanted = posixpath.basename(target.path).lower()
        stem = posixpath.splitext(wanted)[0]
        stems = self._stems
        found = []
        for _, alike, place in process.extract(
            stem, stems, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=None
        ):
            path = self._paths[place]
            if posixpath.basename(path).lower() == wanted:
                score, evidence = 0.85, "a file of the same name"
            else:
                score, evidence = 0.75 * alike / 100, "a file of a similar name"
            # Of files that are called alike, the nearest is meant, or one in a folder called alike.
            folders = posixpath.dirname(path), posixpath.dirname(target.path)
            score += 0.05 / (1 + _distance(path, target.path)) + 0.0002 * fuzz.ratio(*folders)
            anchor = target.anchor
            if anchor is not None:
                named = self.notebook.anchors(path).get(self._key(anchor))
                if named is not None:
                    score += 0.1
                anchor = None if named is None else named.name
            found.append(Candidate(Target(path, anchor), score, evidence))
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
        return [
            *self._named_alike(target.path, target.anchor),
            *self._called(target.path, text),
            *self._elsewhere(target),
            *self._as_text(target),
        ]

    def _named_alike(self, path: str, anchor: str) -> Iterator[Candidate]:
        """Anchors of one file by likeness of their names."""
        wanted = _name(anchor)
        names = self._names_in(path)
        for name in names.close_to(wanted):
            if name.folded == wanted.folded:
                score, evidence = 0.98, SPELLING
            elif name.bare == wanted.bare or name.unnumbered == wanted.unnumbered:
                score, evidence = 0.95, "the same name but for its number"
            elif name.bare.startswith(wanted.bare + "-") or wanted.bare.startswith(name.bare + "-"):
                lengths = sorted((len(name.bare), len(wanted.bare)))
                score = 0.85 + 0.05 * lengths[0] / lengths[1]
                evidence = "a name that begins alike"
            else:
                score, evidence = 0.8, "a name that holds the words"
            yield Candidate(Target(path, name.anchor), score, evidence)
        for name, alike in names.similar_to(wanted):
            yield Candidate(Target(path, name.anchor), 0.75 * alike / 100, "a similar name")

    def _called(self, path: str, text: str) -> Iterator[Candidate]:
        """The section that is called like the link."""
        wanted = _fold(text)
        if wanted:
            for name in self._names_in(path).folded.get(wanted, ()):
                yield Candidate(Target(path, name.anchor), 0.84, "called like the link")

    def _key(self, anchor: str) -> str:
        return self.notebook.surfaces[0].key(anchor)

    def _names_in(self, path: str) -> _Names:
        known = self._names.get(path)
        if known is None:
            anchors = self.notebook.anchors(path).values()
            names = [_name(named.name) for named in anchors if named.section is not None]
            known = self._names[path] = _Names(names)
        return known

    def _elsewhere(self, target: Target) -> Iterator[Candidate]:
        """The same anchor in other notes."""
        assert target.anchor is not None
        for other in self._notes_with.get(self._key(target.anchor), ()):
            if other.path != target.path:
                yield Candidate(other, 0.78, "the same name in another file")

    @cached_property
    def _notes_with(self) -> dict[str, list[Target]]:
        """The sections of all notes by the keys of their anchors."""
        found: dict[str, list[Target]] = {}
        for path in self.notebook.notes:
            for key, named in self.notebook.anchors(path).items():
                if named.section is not None:
                    found.setdefault(key, []).append(Target(path, named.name))
        return found

    def _as_text(self, target: Target) -> Iterator[Candidate]:
        """The sections around the anchor's words where they are no heading."""
        assert target.anchor is not None
        document = self.notebook.documents[target.path]
        for phrase in self._phrases_in(document).get(_fold(target.anchor), ()):
            around = document.section_around(phrase.span.start)
            anchor = None if around is None else self.notebook.anchor_of(target.path, around)
            line = document.source.position(phrase.span.start).line
            text = f"{'bold' if phrase.bold else 'plain'} text in line {line}"
            yield Candidate(Target(target.path, anchor), 0.7, f"its words are {text}", text)

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

    # Sections.

    def anchors(self, path: str) -> list[str]:
        """The anchor of each present section of a document, in order; empty for none."""
        known = self._anchors.get(path)
        if known is None:
            names = self.notebook.surfaces[0].anchors(self.notebook.documents[path])
            known = self._anchors[path] = [name or "" for name in names]
        return known

    def called_alike(self, anchor: str) -> Iterator[tuple[str, int]]:
        """The sections of all documents that are called much like an anchor."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        names, places = self._all_names
        for _, _, index in process.extract(
            likeness.bare(anchor),
            names,
            scorer=Indel.normalized_similarity,
            score_cutoff=ALIKE,
            limit=MOST_ALIKE,
        ):
            yield places[index]

    @cached_property
    def _all_names(self) -> tuple[list[str], list[tuple[str, int]]]:
        """The bare names of all sections, and where each stands."""
        places = [(path, n) for path in self._paths for n in range(len(self.anchors(path)))]
        return [likeness.bare(self._anchors[path][n]) for path, n in places], places

    def texts(self, path: str, place: int) -> tuple[Shingles, Shingles]:
        """The shingles of a present section's own text, and of the whole of it."""
        known = self._texts.get((path, place))
        if known is None:
            document = self.notebook.documents[path]
            known = self._texts[path, place] = _texts(document, document.sections[place])
        return known


class _Match(NamedTuple):
    """A present section, by its place in its document, and how likely it is the one."""

    score: float
    path: str
    place: int
    new: bool
    evidence: str


class _Past:
    """One dead target and the trace of it: its section then against the sections now."""

    def __init__(self, finder: Finder, target: Target, trace: Trace) -> None:
        self._finder = finder
        self._notebook = finder.notebook
        self._target = target
        self._trace = trace
        self._names_then = self._names(trace.then)
        self._place = self._place_of(trace.then, target.anchor)
        self._home = trace.path_now if trace.path_now in self._notebook.documents else None
        self._new: set[Target] = set()

    @property
    def knows(self) -> bool:
        """Whether the file ever had the anchor."""
        return self._place is not None

    def candidates(self) -> list[Candidate]:
        """Where the section probably is now, best first."""
        if self._target.anchor is None:
            if self._home is None:
                return []
            return [Candidate(Target(self._home, None), 1.0, self._file_evidence())]
        if self._home is not None and self._home != self._target.path:
            named = self._notebook.anchors(self._home).get(
                self._notebook.surfaces[0].key(self._target.anchor)
            )
            if named is not None:
                target = Target(self._home, named.name)
                self._new.add(target)
                return [Candidate(target, 1.0, self._file_evidence())]
        if self._place is None:
            return []
        found = [m for m in (*self._in_home(), *self._in_others()) if m.score >= likeness.FAINT]
        return [self._candidate(m) for m in nlargest(MOST, found, key=lambda m: m.score)]

    def _candidate(self, match: _Match) -> Candidate:
        document = self._notebook.documents[match.path]
        section = document.sections[match.place]
        anchor = self._notebook.anchor_everywhere(match.path, section)
        target = Target(match.path, anchor or self._finder.anchors(match.path)[match.place])
        if match.new:
            self._new.add(target)
        return Candidate(target, match.score, match.evidence)

    def is_safe(self, found: list[Candidate]) -> bool:
        """Whether the first may be taken unseen: likely, far ahead, and new since."""
        best = found[0]
        lead = best.score - (found[1].score if len(found) > 1 else 0.0)
        return (
            best.score >= likeness.SAFE
            and lead >= likeness.SAFE_LEAD
            and (best.target in self._new or self._is_variant(best.target))
        )

    def _is_variant(self, target: Target) -> bool:
        if target.anchor is None or self._target.anchor is None:
            return target.anchor is None
        return _fold(likeness.bare(target.anchor)) == _fold(likeness.bare(self._target.anchor))

    def _names(self, document: Document) -> list[str]:
        return [name or "" for name in self._notebook.surfaces[0].anchors(document)]

    def _place_of(self, document: Document, anchor: str | None) -> int | None:
        """The index of the section that an anchor named in a version of a document."""
        if anchor is None:
            return None
        surface = self._notebook.surfaces[0]
        key = surface.key(anchor)
        for index, name in enumerate(self._names_then):
            if name and surface.key(name) == key:
                return index
        for html in document.html_anchors:
            if surface.key(html.name) == key:
                return _section_at(document, html.span.end)
        return None

    def _in_home(self) -> Iterator[_Match]:
        if self._home is None or self._place is None:
            return
        names = self._finder.anchors(self._home)
        after = names if self._trace.after is None else self._names(self._trace.after)
        places = {
            after[index]: value
            for index, value in likeness.place_then(self._names_then, after, self._place).items()
        }
        known = set(self._names_then)
        wanted = likeness.bare(self._target.anchor or "")
        for index, name in enumerate(names):
            if name:
                new = name not in known
                more = likeness.PLACE * places.get(name, 0.0) + likeness.NEW * new
                same = likeness.bare(name) == wanted
                what = "renumbered" if same else "renamed" if new else "merged"
                score = self._alike(self._home, index, more)
                yield _Match(score, self._home, index, new, f"{what} {self._when}")

    def _in_others(self) -> Iterator[_Match]:
        """Sections of other files: those that the same commit changed, and those called alike.

        Another file has many more sections to be like by chance.
        """
        changed = {path for path in self._trace.changed if path in self._notebook.documents}
        changed.discard(self._home or "")
        evidence = f"moved {self._when}"
        for path in sorted(changed):
            for index, name in enumerate(self._finder.anchors(path)):
                if name:
                    score = self._alike(path, index, likeness.NEW)
                    yield _Match(score, path, index, True, evidence)
        for path, index in self._finder.called_alike(self._old):
            if path != self._home and path not in changed:
                yield _Match(self._alike(path, index, 0.0), path, index, False, evidence)

    def _alike(self, path: str, place: int, more: float) -> float:
        """A present section's likeness by name and text, and what else speaks for it."""
        own, whole = self._texts_then
        own_now, whole_now = self._finder.texts(path, place)
        text = max(likeness.texts_alike(own, own_now), likeness.texts_alike(whole, whole_now))
        name = likeness.names_alike(self._old, self._finder.anchors(path)[place])
        # A section that had no words is judged by the rest of the evidence.
        scale = 1.0 if whole else 1.0 / (1.0 - likeness.TEXT)
        return scale * (likeness.NAME * name + likeness.TEXT * text + more)

    @cached_property
    def _old(self) -> str:
        """The anchor of the section that the target was."""
        assert self._place is not None
        return self._names_then[self._place] or self._target.anchor or ""

    @cached_property
    def _texts_then(self) -> tuple[Shingles, Shingles]:
        assert self._place is not None
        return _texts(self._trace.then, self._trace.then.sections[self._place])

    @property
    def _when(self) -> str:
        commit = self._trace.commit
        return "since the last commit" if commit is None else f"in {commit}"

    def _file_evidence(self) -> str:
        return f"the file was renamed {self._when}"


class _Name(NamedTuple):
    anchor: str
    bare: str
    unnumbered: str
    folded: str

    @property
    def is_numbered(self) -> bool:
        return self.unnumbered != self.anchor.lower()


class _Names:
    """The names of one document's sections, made to be searched for many others."""

    def __init__(self, names: list[_Name]) -> None:
        self._names = names
        self._bare = [name.bare for name in names]
        self.folded = _grouped(names, lambda name: name.folded)
        self._by_bare = _grouped(names, lambda name: name.bare)
        self._unnumbered = _grouped(names, lambda name: name.unnumbered)
        # All names as one text: one search in it is faster than one in each.
        self._lines = "".join(f"-{name}-\n" for name in self._bare)
        self._starts = list(accumulate((len(name) + 3 for name in self._bare), initial=0))

    def close_to(self, wanted: _Name) -> Iterable[_Name]:
        """The names that are the same but for spelling or numbers, or hold one another's words."""
        found = [
            *self.folded.get(wanted.folded, ()),
            *self._by_bare.get(wanted.bare, ()),
        ]
        namesakes = self._unnumbered.get(wanted.unnumbered, [])
        if any(not name.is_numbered for name in (wanted, *namesakes)):
            # Without a name that they are duplicates of, `chapter-1` and `chapter-2` are two.
            found += namesakes
        if wanted.bare:
            holding = re.finditer(re.escape(f"-{wanted.bare}-"), self._lines)
            found.extend(self._names[bisect_right(self._starts, m.start()) - 1] for m in holding)
            for hyphen in re.finditer("-", wanted.bare):
                found += self._by_bare.get(wanted.bare[: hyphen.start()], ())
        return dict.fromkeys(found)

    def similar_to(self, wanted: _Name) -> Iterator[tuple[_Name, float]]:
        """The names of a similar spelling, and how similar they are, 0 to 100."""
        from rapidfuzz import fuzz, process

        close = set(self.close_to(wanted))
        for _, alike, place in process.extract(
            wanted.bare, self._bare, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=MOST_ALIKE
        ):
            if self._names[place] not in close:
                yield self._names[place], alike


def _grouped(names: list[_Name], key: Callable[[_Name], str]) -> dict[str, list[_Name]]:
    groups: dict[str, list[_Name]] = {}
    for name in names:
        groups.setdefault(key(name), []).append(name)
    return groups


def _name(anchor: str) -> _Name:
    bare = likeness.bare(anchor)
    return _Name(anchor, bare, likeness.unnumbered(anchor), _fold(anchor.lower()))


def _section_at(document: Document, offset: int) -> int | None:
    """The index of the section that an HTML anchor serves: the next one, if it stands right above.

    What may lie between is the rest of the tag, and the marks of the heading and its list item.
    """
    for index, section in enumerate(document.sections):
        if section.span.end >= offset:
            between = document.source.text[offset : section.span.start]
            if _TAGS.sub("", f"<{between}").strip("\n\r\t >*+-#.0123456789"):
                break
            return index
    around = document.section_around(offset)
    return None if around is None else document.place_of(around)


def _texts(document: Document, section: Section) -> tuple[Shingles, Shingles]:
    own = likeness.shingles(likeness.own_text(document, section))
    return own, likeness.shingles(likeness.whole_text(document, section))


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
    return posixpath.relpath(one, posixpath.dirname(other) or ".").count("/")


@cache
def _fold(text: str) -> str:
    """Spelling aside: letters and digits in ASCII, without case, accents and separators."""
    if text.isascii() and "&" not in text:
        # Slugify does the same to it, at a hundred times the cost.
        folded = _NOT_ALPHANUMERIC.sub("", text.lower())
    else:
        from slugify import slugify

        folded = slugify(text, separator="")
    return folded or "".join(text.split())


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
