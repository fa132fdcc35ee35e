"""Documents → an index of their sections by the words of titles, parent titles and texts.

The scores are those of BM25F: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework:
BM25 and Beyond (2009).
"""

from __future__ import annotations

import posixpath
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from heapq import nlargest
from itertools import chain, islice
from math import log
from typing import Final, NamedTuple

from recall_lint.answers.sections import Facts, NumberedSections
from recall_lint.answers.terms import Terms
from recall_lint.base.model import Document
from recall_lint.notebook import placeholders

SAMPLE: Final = 40
"""Number of documents used to detect the language."""
_BODY_LENGTH: Final = 20_000
"""Maximum number of characters of a section's text to index: a longer section is data, not an
answer.
"""


_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_WORD = re.compile(r"[^\W\d_]+")
_LINKS_OF_LIST: Final = 3
"""Minimum number of links in a list of links."""


class Field(NamedTuple):
    """The weight of a word in one field, and how much it decreases in long fields."""

    weight: float
    length: float
    """0: no decrease; 1: in proportion to the average length of the field."""


class Weights(NamedTuple):
    title: Field = Field(5.0, 0.4)
    chain: Field = Field(1.5, 0.5)
    """The titles above, and the file name."""
    body: Field = Field(1.0, 0.6)
    saturation: float = 1.2
    """The weighted count at which a word reaches half of its maximum weight."""


WEIGHTS: Final = Weights()
"""The best values found by `benchmarks/answers.py` on one half of a notebook."""


Postings = tuple["array[int]", "array[int]"]
"""The numbers of the sections that have a term, in order, and the term's count in each, packed."""


class SectionIndex(NumberedSections):
    """A searchable index of the sections of some documents."""

    def __init__(
        self, documents: Iterable[Document], patterns: tuple[str, ...], weights: Weights = WEIGHTS
    ) -> None:
        """`patterns` match placeholder sections."""
        super().__init__()
        rest = iter(documents)
        first = [*islice(rest, SAMPLE)]
        self._sample = [document.path for document in first]
        self.terms = Terms(document.source.text for document in first)
        self._patterns, self._weights = patterns, weights
        self._lengths = (array("I"), array("I"), array("I"))
        self._postings: dict[str, Postings] = {}
        self._replaced: dict[int, dict[str, list[tuple[int, int]]]] = {}
        """The terms of replaced documents, by position."""
        self._forget()
        for document in chain(first, rest):
            self.add(document)

    def add(self, document: Document) -> None:
        """Append a document."""
        start = self._starts[-1]
        room = self._add_room(document.path, len(document.sections))
        for lengths in self._lengths:
            lengths.extend([0] * room)
        found: list[tuple[str, int, int]] = []
        self._facts.append(self._read(document, start, found))
        postings = self._postings
        for term, number, count in found:
            known = postings.get(term)
            if known is None:
                known = postings[term] = array("I"), array("I")
            known[0].append(number)
            known[1].append(count)

    def replace(self, document: Document) -> bool:
        """Replace a document by a new version.

        False if there is not enough room for it, or if the document was used to detect the
        language.
        """
        place = self._order.get(document.path)
        if place is None or document.path in self._sample:
            return False
        start = self._starts[place]
        if len(document.sections) > self._starts[place + 1] - start:
            return False
        found: list[tuple[str, int, int]] = []
        self._facts[place] = self._read(document, start, found)
        own: dict[str, list[tuple[int, int]]] = {}
        for term, number, count in found:
            own.setdefault(term, []).append((number, count))
        self._replaced[place] = own
        self._forget()
        return True

    def _forget(self) -> None:
        """Drop what was computed from all sections."""
        self._known: dict[str, dict[int, float]] = {}
        self._held = 0
        self._rarity: dict[str, float] = {}
        for name in ("empty", "_total", "_means"):
            self.__dict__.pop(name, None)

    def _read(self, document: Document, start: int, found: list[tuple[str, int, int]]) -> Facts:
        """Read the sections of a document, and add their terms to `found`."""
        sums = [0, 0, 0]
        empty = set()
        for number, (index, fields) in enumerate(self._fields(document), start):
            section = document.sections[index]
            if placeholders.lack(document, index, self._patterns) or _is_list_of_links(
                document.source.text[slice(*section.body)]
            ):
                empty.add(number)
            self._levels[number] = section.level
            for field, words in enumerate(fields):
                length = words.total()
                self._lengths[field][number] = length
                sums[field] += length
            title, above, body = fields
            for term in {**title, **above, **body}:
                count = body.get(term, 0) << 16
                if term in title:
                    count |= min(title[term], 255)
                if term in above:
                    count |= min(above[term], 255) << 8
                found.append((term, number, count))
        return Facts(len(document.sections), (sums[0], sums[1], sums[2]), frozenset(empty))

    def _fields(self, document: Document) -> Iterator[tuple[int, tuple[Counter[str], ...]]]:
        """The words of each section, by field: title, chain of titles, body."""
        text = document.source.text
        stem = posixpath.splitext(posixpath.basename(document.path))[0]
        name = Counter(self.terms.of(stem))
        titles: list[tuple[int, list[str]]] = []
        for index, section in enumerate(document.sections):
            title = self.terms.of(section.label)
            while titles and titles[-1][0] >= section.level:
                titles.pop()
            above = Counter(name)
            for _, words in titles:
                above.update(words)
            titles.append((section.level, title))
            start, end = section.body
            body = self.terms.of(text[start : min(end, start + _BODY_LENGTH)])
            yield index, (Counter(title), above, Counter(body))

    # Terms.

    def _counts(self, term: str) -> Iterable[tuple[int, int]]:
        """The numbers of the sections that have a term, in order, and the term's count in each."""
        known = self._postings.get(term)
        base = () if known is None else zip(*known, strict=True)
        if not self._replaced:
            return base
        kept = (each for each in base if self._document(each[0]) not in self._replaced)
        newer = (each for own in self._replaced.values() for each in own.get(term, ()))
        return sorted((*kept, *newer))

    def _with(self, term: str) -> dict[int, float]:
        """The sections that have a term, and its weight in each, 0 to 1."""
        found = self._known.get(term)
        if found is None:
            if self._held > _MOST_HELD:
                self._known, self._held = {}, 0
            found = self._known[term] = dict(self._weighed(term))
            self._held += len(found)
        return found

    def _weighed(self, term: str) -> Iterator[tuple[int, float]]:
        title, above, body = self._weights[:3]
        saturation = self._weights.saturation
        in_title, in_above, in_body = self._lengths
        means = self._means
        for number, count in self._counts(term):
            value = 0.0
            if n := count & 255:
                value += _scale(title, in_title[number], means[0]) * n
            if n := count >> 8 & 255:
                value += _scale(above, in_above[number], means[1]) * n
            if n := count >> 16:
                value += _scale(body, in_body[number], means[2]) * n
            yield number, value / (saturation + value)

    @cached_property
    def _means(self) -> list[float]:
        """The average number of terms in a section, by field; at least one."""
        total = max(1, self._total)
        return [
            max(1.0, sum(each.lengths[field] for each in self._facts) / total) for field in range(3)
        ]

    def _known_rarity(self, term: str) -> float | None:
        """The weight of a term; None if no section has it."""
        rarity = self._rarity.get(term)
        if rarity is None:
            known = self._postings.get(term, ((), ()))
            number = sum(1 for _ in self._counts(term)) if self._replaced else len(known[0])
            if not number:
                return None
            rarity = log(1 + (self._total - number + 0.5) / (number + 0.5))
            self._rarity[term] = rarity
        return rarity

    def rarity(self, term: str) -> float:
        """The weight of a term: higher if fewer sections have it, highest if none has."""
        rarity = self._known_rarity(term)
        return log(1 + (self._total + 0.5) / 0.5) if rarity is None else rarity

    def scores(self, query: Iterable[tuple[str, float]]) -> dict[int, float]:
        """The score of each section that has a term of a query, by number.

        `query` gives a weight to each term.
        """
        weighted = ((self._known_rarity(term), weight, term) for term, weight in query)
        known = [(w * rarity, term) for rarity, w, term in weighted if rarity is not None]
        known.sort(key=lambda each: (-each[0], each[1]))
        found: dict[int, float] = {}
        read = 0
        is_full = False
        for weight, term in known:
            postings = self._with(term)
            read += len(postings)
            if not found:
                found = {number: weight * value for number, value in postings.items()}
                continue
            if read <= _MOST_READ:
                for number, value in postings.items():
                    found[number] = found.get(number, 0.0) + weight * value
                continue
            if not is_full:
                # Frequent words only rank the best of the sections found by rarer words.
                best = nlargest(_MOST_KEPT, found, key=found.__getitem__)
                found = {number: found[number] for number in best}
                is_full = True
            for number in postings.keys() & found.keys():
                found[number] += weight * postings[number]
        return found


_MOST_READ: Final = 400
"""Maximum number of sections scored for one query before frequent words only rank the others."""
_MOST_KEPT: Final = 40
"""Number of sections that they rank."""
_MOST_HELD: Final = 1_500_000
"""Maximum number of weighted counts to cache."""


def _scale(field: Field, words: int, mean: float) -> float:
    """The weight of a word in a field with this many words."""
    return field.weight / (1 - field.length + field.length * words / mean)


def _is_list_of_links(body: str) -> bool:
    """Whether a text consists of links, like a table of contents."""
    if body.count("](") < _LINKS_OF_LIST:
        return False
    linked = sum(len(m[1]) for m in _LINK.finditer(body))
    words = sum(map(len, _WORD.findall(_LINK.sub("", body))))
    return words < linked / 4
