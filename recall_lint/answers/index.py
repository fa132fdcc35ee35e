"""Documents → an index of their sections by the words of titles, of titles above, and of texts.

The scores are those of BM25F: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework:
BM25 and Beyond (2009).
"""

from __future__ import annotations

import posixpath
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from math import log
from typing import Final, NamedTuple

from recall_lint.answers.terms import Terms
from recall_lint.base.model import Document
from recall_lint.notebook import placeholders

_SAMPLE: Final = 40
"""Documents from which the language is told."""
_BODY_LENGTH: Final = 20_000
"""Characters of a section's text that are read: a section of more is no answer, but data."""


_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_WORD = re.compile(r"[^\W\d_]+")
_LINKS_OF_LIST: Final = 3
"""Links from which on a text may be a list of them."""


class Field(NamedTuple):
    """How much a word counts in one field, and how much less in one that has many words."""

    weight: float
    length: float
    """0: as much; 1: in proportion to the words that a field has on average."""


class Weights(NamedTuple):
    title: Field = Field(5.0, 0.4)
    chain: Field = Field(1.5, 0.5)
    """The titles above, and the file's name."""
    body: Field = Field(1.0, 0.6)
    saturation: float = 1.2
    """The weighted count at which a word counts half as much as it can."""


WEIGHTS: Final = Weights()
"""What `benchmarks/answers.py` found best on one half of a notebook."""


class Place(NamedTuple):
    """A section, by its document and its index there."""

    path: str
    ordinal: int


class SectionIndex:
    """The sections of some documents, made to be searched."""

    def __init__(
        self, documents: Sequence[Document], patterns: tuple[str, ...], weights: Weights = WEIGHTS
    ) -> None:
        """`patterns` are those of placeholder sections."""
        self.sections: list[Place] = []
        self.numbers: dict[Place, int] = {}
        self._levels = array("B")
        self.empty: set[int] = set()
        """The numbers of sections that are yet to be written, or only list others."""
        self.terms = Terms(document.source.text for document in documents[:_SAMPLE])
        counts: list[tuple[Counter[str], ...]] = []
        for document in documents:
            for index, fields in self._fields(document):
                place = Place(document.path, index)
                if placeholders.lack(document, index, patterns) or _is_list_of_links(
                    document.source.text[slice(*document.sections[index].body)]
                ):
                    self.empty.add(len(self.sections))
                self.numbers[place] = len(self.sections)
                self._levels.append(document.sections[index].level)
                self.sections.append(place)
                counts.append(fields)
        self._postings = _postings(counts, weights)
        self._unknown = log(1 + (len(counts) + 0.5) / 0.5)
        self._rarity = {
            term: log(1 + (len(counts) - len(found) + 0.5) / (len(found) + 0.5))
            for term, found in self._postings.items()
        }

    def _fields(self, document: Document) -> Iterator[tuple[int, tuple[Counter[str], ...]]]:
        """The words of each section, by field: title, chain of titles, body."""
        text = document.source.text
        stem = posixpath.splitext(posixpath.basename(document.path))[0]
        name = Counter(self.terms.of(stem))
        chain: list[tuple[int, list[str]]] = []
        for index, section in enumerate(document.sections):
            title = self.terms.of(section.label)
            while chain and chain[-1][0] >= section.level:
                chain.pop()
            above = Counter(name)
            for _, words in chain:
                above.update(words)
            chain.append((section.level, title))
            start, end = section.body
            body = self.terms.of(text[start : min(end, start + _BODY_LENGTH)])
            yield index, (Counter(title), above, Counter(body))

    def extent(self, place: Place) -> Iterable[int]:
        """The numbers of a section and of those below it; none if it is not searched."""
        first = self.numbers.get(place)
        if first is None:
            return ()
        last = first + 1
        while (
            last < len(self.sections)
            and self.sections[last].path == place.path
            and self._levels[last] > self._levels[first]
        ):
            last += 1
        return range(first, last)

    def rarity(self, term: str) -> float:
        """How much a term says: more if fewer sections have it, most if none has."""
        return self._rarity.get(term, self._unknown)

    def scores(self, query: Iterable[tuple[str, float]]) -> dict[int, float]:
        """The score of each section that has a term of a query, by its number.

        Each term of the query comes with its own weight.
        """
        known = [(w * self._rarity[t], t) for t, w in query if t in self._rarity]
        known.sort(key=lambda each: (-each[0], each[1]))
        found: dict[int, float] = {}
        read = 0
        is_full = False
        for weight, term in known:
            postings = self._postings[term]
            read += len(postings)
            if not found:
                found = {number: weight * value for number, value in postings.items()}
                continue
            if read <= _MOST_READ:
                for number, value in postings.items():
                    found[number] = found.get(number, 0.0) + weight * value
                continue
            if not is_full:
                # A frequent word decides among the best of those that rarer words have found.
                best = nlargest(_MOST_KEPT, found, key=found.__getitem__)
                found = {number: found[number] for number in best}
                is_full = True
            for number in postings.keys() & found.keys():
                found[number] += weight * postings[number]
        return found


_MOST_READ: Final = 400
"""Sections that are looked at for one query before frequent words only decide among others."""
_MOST_KEPT: Final = 40
"""Sections among which they decide."""


def _is_list_of_links(body: str) -> bool:
    """Whether a text is no more than links, as a table of contents is."""
    if body.count("](") < _LINKS_OF_LIST:
        return False
    linked = sum(len(m[1]) for m in _LINK.finditer(body))
    words = sum(map(len, _WORD.findall(_LINK.sub("", body))))
    return words < linked / 4


def _postings(
    counts: list[tuple[Counter[str], ...]], weights: Weights
) -> dict[str, dict[int, float]]:
    """For each term, the sections that have it, and how much it counts in each, 0 to 1."""
    fields = weights[:3]
    total = max(1, len(counts))
    means = [
        max(1.0, sum(each[place].total() for each in counts) / total)
        for place in range(len(fields))
    ]
    postings: dict[str, dict[int, float]] = {}
    for number, each in enumerate(counts):
        weighted: dict[str, float] = {}
        for words, field, mean in zip(each, fields, means, strict=True):
            assert isinstance(field, Field)
            scale = field.weight / (1 - field.length + field.length * words.total() / mean)
            for term, count in words.items():
                weighted[term] = weighted.get(term, 0.0) + scale * count
        for term, value in weighted.items():
            postings.setdefault(term, {})[number] = value / (weights.saturation + value)
    return postings
