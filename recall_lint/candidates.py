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
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
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

_TAGS = re.compile(r"<[^<>]*>")

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
        self._names: dict[str, list[_Name]] = {}
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
        offers, words = [], []
        for candidate in found:
            target = candidate.target
            if target.path == dead.path and target.anchor is not None:
                written = f"`#{target.anchor}`"
            else:
                written = f"`{destinations.write(path, target, link.destination)}`"
            if candidate.text:
                words.append(f"its words stand there as {candidate.text}, under {written}")
            else:
                offers.append(written)
        hints = [f"did you mean {_or(offers)}?"] if offers else []
        return "; ".join([*hints, *words])

    def _judge(self, target: Target, exists: bool, text: str) -> Verdict:
        trace = self._trace(target, exists)
        names = self._by_name(target, text) if exists else self._files(target)
        if trace is None:
            variants = [c for c in names if c.evidence == SPELLING]
            return Verdict("unknown", _best(names), safe=len(variants) == 1)
        past = _Past(self, target, trace)
        found = past.candidates()
        best = _first([*found, *_best(names)])
        likely = bool(found) and found[0].score >= likeness.LIKELY
        fate: Fate = "removed"
        if likely:
            goal = found[0].target.path
            if not exists and goal == trace.path_now:
                fate = "file-renamed"
            else:
                fate = "renamed" if goal == trace.path_now else "moved"
        elif target.anchor is None:
            fate = "unknown"
        return Verdict(fate, best, trace.commit, likely and past.is_safe(found))

    # Files.

    def _files(self, target: Target) -> list[Candidate]:
        """Likely files for a path that names none; the anchor comes along where it exists."""
        from rapidfuzz import fuzz

        wanted = posixpath.basename(target.path).lower()
        stem = posixpath.splitext(wanted)[0]
        found = []
        for path in self.notebook.documents:
            name = posixpath.basename(path).lower()
            if name == wanted:
                score, evidence = 0.85, "a file of the same name"
            elif (alike := fuzz.ratio(stem, posixpath.splitext(name)[0])) >= SIMILAR:
                score, evidence = 0.75 * alike / 100, "a file of a similar name"
            else:
                continue
            # Of files that are called alike, the nearest is meant.
            score += 0.05 / (1 + _distance(path, target.path))
            anchor = target.anchor
            if anchor is not None:
                named = self.notebook.anchors(path).get(self._key(anchor))
                if named is not None:
                    score += 0.1
                anchor = None if named is None else named.name
            found.append(Candidate(Target(path, anchor), score, evidence))
        return found

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
        from rapidfuzz import fuzz

        wanted = _name(anchor)
        for name in self._names_in(path):
            if name.folded == wanted.folded:
                score, evidence = 0.98, SPELLING
            elif name.bare == wanted.bare or name.unnumbered == wanted.unnumbered:
                score, evidence = 0.95, "the same name but for its number"
            elif name.bare.startswith(wanted.bare + "-") or wanted.bare.startswith(name.bare + "-"):
                lengths = sorted((len(name.bare), len(wanted.bare)))
                score = 0.85 + 0.05 * lengths[0] / lengths[1]
                evidence = "a name that begins alike"
            elif wanted.bare and f"-{wanted.bare}-" in f"-{name.bare}-":
                score, evidence = 0.8, "a name that holds the words"
            elif (alike := fuzz.ratio(wanted.bare, name.bare)) >= SIMILAR:
                score, evidence = 0.75 * alike / 100, "a similar name"
            else:
                continue
            yield Candidate(Target(path, name.anchor), score, evidence)

    def _called(self, path: str, text: str) -> Iterator[Candidate]:
        """The section that is called like the link."""
        wanted = _fold(text)
        for name in self._names_in(path):
            if wanted and name.folded == wanted:
                yield Candidate(Target(path, name.anchor), 0.84, "called like the link")

    def _key(self, anchor: str) -> str:
        return self.notebook.surfaces[0].key(anchor)

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
                yield Candidate(Target(path, named.name), 0.78, "the same name in another file")

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

    # Texts.

    def texts(self, document: Document, place: int) -> tuple[Shingles, Shingles]:
        """The shingles of a present section's own text, and of the whole of it."""
        key = (document.path, place)
        known = self._texts.get(key)
        if known is None:
            known = self._texts[key] = _texts(document, document.sections[place])
        return known


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
        found = [c for c in (*self._in_home(), *self._in_others()) if c.score >= likeness.FAINT]
        return sorted(found, key=lambda candidate: -candidate.score)

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

    def _in_home(self) -> Iterator[Candidate]:
        if self._home is None or self._place is None:
            return
        document = self._notebook.documents[self._home]
        after = self._trace.after or document
        names_after = self._names(after)
        places = {
            names_after[index]: value
            for index, value in likeness.place_then(
                self._names_then, names_after, self._place
            ).items()
        }
        known = set(self._names_then)
        for candidate, name, scale in self._compare(document):
            new = name not in known
            place = places.get(name, 0.0)
            score = scale * (candidate.score + likeness.PLACE * place + likeness.NEW * new)
            if new:
                self._new.add(candidate.target)
            same = likeness.bare(name) == likeness.bare(self._target.anchor or "")
            what = "renumbered" if same else "renamed" if new else "merged"
            yield candidate._replace(score=score, evidence=f"{what} {self._when()}")

    def _in_others(self) -> Iterator[Candidate]:
        assert self._target.anchor is not None
        changed = set(self._trace.changed)
        for path, document in self._notebook.documents.items():
            if path == self._home:
                continue
            touched = path in changed
            for candidate, _, scale in self._compare(document):
                # Another file has many more sections to be like by chance.
                score = scale * (candidate.score + likeness.NEW * touched)
                if touched:
                    self._new.add(candidate.target)
                yield candidate._replace(score=score, evidence=f"moved {self._when()}")

    def _compare(self, document: Document) -> Iterator[tuple[Candidate, str, float]]:
        """Each section of a present document by name and text; its name; the sum's scale."""
        assert self._place is not None
        then = self._trace.then
        own, whole = _texts(then, then.sections[self._place])
        # A section that had no words is judged by the rest of the evidence.
        scale = 1.0 if whole else 1.0 / (1.0 - likeness.TEXT)
        old = self._names_then[self._place] or self._target.anchor or ""
        for index, name in enumerate(self._names(document)):
            if not name:
                continue
            own_now, whole_now = self._finder.texts(document, index)
            text = max(likeness.texts_alike(own, own_now), likeness.texts_alike(whole, whole_now))
            alike = likeness.NAME * likeness.names_alike(old, name) + likeness.TEXT * text
            section = document.sections[index]
            anchor = self._notebook.anchor_everywhere(document.path, section) or name
            yield Candidate(Target(document.path, anchor), alike, ""), name, scale

    def _when(self) -> str:
        commit = self._trace.commit
        return "since the last commit" if commit is None else f"in {commit}"

    def _file_evidence(self) -> str:
        return f"the file was renamed {self._when()}"


class _Name(NamedTuple):
    anchor: str
    bare: str
    unnumbered: str
    folded: str


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
    return None if around is None else document.sections.index(around)


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


def _fold(text: str) -> str:
    """Spelling aside: letters and digits in ASCII, without case, accents and separators."""
    from slugify import slugify

    return slugify(text, separator="") or "".join(text.split())


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
