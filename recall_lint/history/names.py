"""Anchors → names that can be searched for an intended one, ignoring spelling and numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from heapq import nsmallest
from itertools import islice
from typing import Final, NamedTuple

from recall_lint.base import similarity

SIMILAR: Final = 72.0
"""Minimum similarity of two names, 0 to 100.

Below it, most pairs of headings share only endings.
"""

_MOST_ALIKE: Final = 100
"""Maximum number of sections with the same name to consider: 1,000 may be called `Overview`."""

ENOUGH: Final = 10
"""Maximum number of equally close names of one kind to return."""

_MANY: Final = 1000
"""Maximum number of names to compare with a wanted one; in a larger file, only the most likely."""
_MOST_LIKELY: Final = 250
_LONGEST: Final = 300
"""Maximum length of names to compare for misspellings and parts."""

_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


class Name(NamedTuple):
    anchor: str
    bare: str
    unnumbered: str
    folded: str

    @property
    def is_numbered(self) -> bool:
        return self.unnumbered != self.anchor.lower()


class AnchorNames:
    """The names of one document's sections, indexed for many searches.

    In a large document, no search reads all names: an index finds the few closest of each kind.
    """

    def __init__(self, names: list[Name]) -> None:
        self._names = names
        self._bare = [name.bare for name in names]
        self.folded = _grouped(names, lambda name: name.folded)
        self._by_bare = _grouped(names, lambda name: name.bare)
        self._lengths = sorted({len(bare) for bare in self._by_bare})
        self._unnumbered = _grouped(names, lambda name: name.unnumbered)
        self._originals = {name.unnumbered for name in names if not name.is_numbered}
        self._holding: dict[str, list[Name]] = {}

    def close_to(self, wanted: Name) -> Iterable[Name]:
        """The names that differ in spelling or numbers only, or contain one another's words."""
        found = [
            *self.folded.get(wanted.folded, ())[:ENOUGH],
            *self._by_bare.get(wanted.bare, ())[:ENOUGH],
        ]
        if self._has_original(wanted):
            found += self._unnumbered.get(wanted.unnumbered, ())[:ENOUGH]
        if wanted.bare:
            found += self._names_holding(wanted.bare)
            for length in self._lengths[: bisect_left(self._lengths, len(wanted.bare))]:
                if wanted.bare[length] == "-":
                    found += self._by_bare.get(wanted.bare[:length], ())[:ENOUGH]
        return dict.fromkeys(found)

    def _is_close(self, name: Name, wanted: Name) -> bool:
        """Whether a name is close to another, among the first few or not."""
        return (
            name.folded == wanted.folded
            or name.bare == wanted.bare
            or (name.unnumbered == wanted.unnumbered and self._has_original(wanted))
            or (wanted.bare != "" and f"-{wanted.bare}-" in f"-{name.bare}-")
            or wanted.bare.startswith(f"{name.bare}-")
        )

    def _has_original(self, wanted: Name) -> bool:
        """Whether there is a name that others are duplicates of.

        Without one, `chapter-1` and `chapter-2` are different names.
        """
        return not wanted.is_numbered or wanted.unnumbered in self._originals

    def _names_holding(self, bare: str) -> list[Name]:
        """The longer names that contain all words of another, first those that begin with it."""
        known = self._holding.get(bare)
        if known is None:
            places = min((self._by_word.get(word, ()) for word in bare.split("-")), key=len)
            holding = [
                name
                for name in (self._names[place] for place in places[:_MANY])
                if name.bare != bare
                and len(name.bare) <= _LONGEST
                and f"-{bare}-" in f"-{name.bare}-"
            ]
            begin = [name for name in holding if name.bare.startswith(f"{bare}-")]
            others = (name for name in holding if not name.bare.startswith(f"{bare}-"))
            nearest = nsmallest(ENOUGH, begin, key=lambda name: len(name.bare))
            known = self._holding[bare] = [*nearest, *islice(others, ENOUGH)]
        return known

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        """The indexes of the names that contain a word."""
        return _places(set(bare.split("-")) for bare in self._bare)

    def similar_to(self, wanted: Name) -> Iterator[tuple[Name, float]]:
        """The names with similar spelling, best first, and their similarity, 0 to 100."""
        from rapidfuzz import fuzz, process

        if len(wanted.bare) > _LONGEST:
            return
        places = self._likely_places(wanted.bare)
        names = self._bare if places is None else [self._bare[place] for place in places]
        for _, alike, index in process.extract(
            wanted.bare, names, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=_MOST_ALIKE
        ):
            name = self._names[index if places is None else places[index]]
            if not self._is_close(name, wanted):
                yield name, alike

    def _likely_places(self, bare: str) -> list[int] | None:
        """The names that share the rarest trigram with another; None for all names."""
        if len(self._names) <= _MANY:
            return None
        found: dict[int, None] = {}
        for places in sorted((self._by_letters.get(x, ()) for x in _threes(bare)), key=len):
            found.update(dict.fromkeys(places[: _MOST_LIKELY - len(found)]))
            if len(found) >= _MOST_LIKELY:
                break
        return sorted(found)

    @cached_property
    def _by_letters(self) -> dict[str, list[int]]:
        """The indexes of the names that contain a trigram."""
        return _places(map(_threes, self._bare))


def _threes(bare: str) -> set[str]:
    """All trigrams of a name, including its start and its end."""
    padded = f" {bare} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


def _places(keys: Iterable[set[str]]) -> dict[str, list[int]]:
    """The indexes in the sets of some keys, in order."""
    found: dict[str, list[int]] = {}
    for place, some in enumerate(keys):
        for key in some:
            found.setdefault(key, []).append(place)
    return found


def _grouped(names: list[Name], key: Callable[[Name], str]) -> dict[str, list[Name]]:
    groups: dict[str, list[Name]] = {}
    for name in names:
        groups.setdefault(key(name), []).append(name)
    return groups


def name_of(anchor: str) -> Name:
    bare = similarity.bare(anchor)
    return Name(anchor, bare, similarity.unnumbered(anchor), fold(anchor.lower()))


@lru_cache(maxsize=similarity.KEPT_NAMES)
def fold(text: str) -> str:
    """A name without spelling differences:

    ASCII letters and digits, without case, accents and separators.
    """
    if text.isascii() and "&" not in text:
        # Slugify gives the same result in a hundred times the time.
        folded = _NOT_ALPHANUMERIC.sub("", text.lower())
    else:
        from slugify import slugify

        folded = slugify(text, separator="")
    return folded or "".join(text.split())
