"""Which page asks about which note → two columns of names that fit on a screen."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

MOST: Final = 40
"""Maximum number of names in a column; above it, folders represent their files."""


class Node(NamedTuple):
    """A file, or the files of a folder that have no node of their own."""

    name: str
    """A path; a folder's ends with `/`, and that of the root is empty."""
    files: int


class Graph(NamedTuple):
    """The names on both sides, from top to bottom."""

    pages: tuple[Node, ...]
    notes: tuple[Node, ...]


def graph(pairs: Iterable[tuple[str, str]], most: int = MOST) -> Graph:
    """The graph of pages and the notes that they ask about; one pair for each question."""
    weights = Counter(pairs)
    by_page: Counter[str] = Counter()
    by_note: Counter[str] = Counter()
    for (page, note), number in weights.items():
        by_page[page] += number
        by_note[note] += number
    page_names, note_names = named(by_page, most), named(by_note, most)
    pages = sorted({*page_names.values()})
    # Notes are sorted by the position of their pages, so that fewer lines cross.
    places = {name: place for place, name in enumerate(pages)}
    sums: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for (page, note), number in weights.items():
        sums[note_names[note]] += number * places[page_names[page]]
        total[note_names[note]] += number
    notes = sorted(total, key=lambda name: (sums[name] / total[name], name))
    return Graph(_nodes(pages, page_names), _nodes(notes, note_names))


def _nodes(names: Iterable[str], by_path: Mapping[str, str]) -> tuple[Node, ...]:
    files = Counter(by_path.values())
    return tuple(Node(name, files[name]) for name in names)


def named(weights: Mapping[str, int], most: int) -> dict[str, str]:
    """By path, the name under which it is shown; at most this many names.

    Files with many questions have their own name; the others have that of a folder.
    """
    if len(weights) <= most:
        return {path: path for path in weights}
    folders = _folders(weights, most * 3 // 4)
    found = {path: folder for folder, paths in folders.items() for path in paths}
    heaviest = sorted(weights, key=lambda path: (-weights[path], path))[: most - len(folders)]
    found.update(zip(heaviest, heaviest, strict=True))
    files = Counter(found.values())
    return {path: path if files[name] == 1 else name for path, name in found.items()}


def _folders(paths: Iterable[str], most: int) -> dict[str, list[str]]:
    """Files by folder, as deep as there are at most this many folders."""
    groups = {"": [*paths]}
    whole: set[str] = set()
    while open_ := groups.keys() - whole:
        folder = max(open_, key=lambda name: (len(groups[name]), name))
        parts: dict[str, list[str]] = {}
        for path in groups[folder]:
            inner, slash, _ = path[len(folder) :].partition("/")
            parts.setdefault(posixpath.join(folder, inner) + "/" if slash else folder, []).append(
                path
            )
        if len(groups) - 1 + len(parts) > most or [*parts] == [folder]:
            whole.add(folder)
            continue
        del groups[folder]
        groups.update(parts)
        if folder in parts:
            whole.add(folder)
    return groups
