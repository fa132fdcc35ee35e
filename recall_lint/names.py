"""Anchors → names that can be searched for one that is meant, spelling and numbers aside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

from recall_lint import likeness

SIMILAR: Final = 72.0
"""Least similarity of two names, 0 to 100. Below it, most pairs of headings share only endings."""

MOST_ALIKE: Final = 100
"""Sections that are looked at for their names: they may be called `Overview` in each of 1,000."""

_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


class Name(NamedTuple):
    anchor: str
    bare: str
    unnumbered: str
    folded: str

    @property
    def is_numbered(self) -> bool:
        return self.unnumbered != self.anchor.lower()


class Names:
    """The names of one document's sections, made to be searched for many others."""

    def __init__(self, names: list[Name]) -> None:
        self._names = names
        self._bare = [name.bare for name in names]
        self.folded = _grouped(names, lambda name: name.folded)
        self._by_bare = _grouped(names, lambda name: name.bare)
        self._unnumbered = _grouped(names, lambda name: name.unnumbered)
        # All names as one text: one search in it is faster than one in each.
        self._lines = "".join(f"-{name}-\n" for name in self._bare)
        self._starts = list(accumulate((len(name) + 3 for name in self._bare), initial=0))

    def close_to(self, wanted: Name) -> Iterable[Name]:
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

    def similar_to(self, wanted: Name) -> Iterator[tuple[Name, float]]:
        """The names of a similar spelling, and how similar they are, 0 to 100."""
        from rapidfuzz import fuzz, process

        close = set(self.close_to(wanted))
        for _, alike, place in process.extract(
            wanted.bare, self._bare, scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=MOST_ALIKE
        ):
            if self._names[place] not in close:
                yield self._names[place], alike


def _grouped(names: list[Name], key: Callable[[Name], str]) -> dict[str, list[Name]]:
    groups: dict[str, list[Name]] = {}
    for name in names:
        groups.setdefault(key(name), []).append(name)
    return groups


def name_of(anchor: str) -> Name:
    bare = likeness.bare(anchor)
    return Name(anchor, bare, likeness.unnumbered(anchor), fold(anchor.lower()))


@cache
def fold(text: str) -> str:
    """Spelling aside: letters and digits in ASCII, without case, accents and separators."""
    if text.isascii() and "&" not in text:
        # Slugify does the same to it, at a hundred times the cost.
        folded = _NOT_ALPHANUMERIC.sub("", text.lower())
    else:
        from slugify import slugify

        folded = slugify(text, separator="")
    return folded or "".join(text.split())
