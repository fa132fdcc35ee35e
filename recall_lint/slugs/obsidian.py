r"""Obsidian: headings are found by their text; there are no slugs.

Algorithm: the heading's text as written is lower-cased, the characters ``! " # $ % & ( ) * + , . :
; < = > ? @ ^ ` { | } ~ / [ ] \`` and line ends become spaces, runs of white space become one, and
the ends are trimmed. A fragment is treated in the same way. Between `#`, its parts are the headings
of a path: each is looked up after the previous one, at a deeper level. A part that begins with `^`
names a block, whose ID is at the end of its text in this form. Headings in lists, quotes and
footnotes are ignored, and so are HTML headings and underlined headings of several lines.

Uniqueness: none. Of headings with the same text, the first one counts.

Variant: `slugs=vscode` is Foam's, whose Markdown links use the slugs of VS Code; `slugs=github` is
Dendron's, whose links use slugs like those of GitHub, and may name a range, of which the start is
looked up (`first,1:#last`).

Source: `stripHeading`, `resolveSubpath` and the metadata cache of Obsidian's public API, as
documented; Obsidian was not run.
Differs: the ID of a block in a code block also counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

from recall_lint.base.model import Document, Section
from recall_lint.slugs import github, vscode

NAME = "obsidian"
WHERE = "Obsidian vaults, by heading text"

_TO_SPACE: Final = str.maketrans(dict.fromkeys('!"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n', " "))
_BLOCK = re.compile(r"\^([A-Za-z0-9_-]+)[ \t]*\r?$", re.MULTILINE)
_RANGE = re.compile(r"(?:,\d+)?(?::#.*)?\Z", re.DOTALL)
_SPACES = re.compile(r"\s+")


def normal(text: str) -> str:
    """A heading's text in the form in which headings are compared."""
    return _SPACES.sub(" ", text.translate(_TO_SPACE)).strip().lower()


def anchors(document: Document) -> list[str | None]:
    """The normalised text of each section that Obsidian sees."""
    return [normal(section.markup) if _is_seen(section) else None for section in document.sections]


def others(document: Document) -> list[str]:
    """The IDs of blocks, including their `^`."""
    text = document.source.text
    return [f"^{name.lower()}" for name in _BLOCK.findall(text)] if "^" in text else []


def key(fragment: str) -> str:
    """The lookup key of a percent-decoded fragment: its last part, normalized."""
    last = fragment.rstrip("#").rpartition("#")[2]
    return last.lower() if last.startswith("^") else normal(last)


class _Foam:
    """The dialect that also has the slugs of VS Code."""

    NAME = NAME
    WHERE = WHERE

    anchors = staticmethod(anchors)
    key = staticmethod(key)

    @staticmethod
    def others(document: Document) -> list[str]:
        return [*others(document), *filter(None, vscode.anchors(document))]


class _Dendron:
    """The dialect that also has the slugs of GitHub; dashes and spaces are equivalent."""

    NAME = NAME
    WHERE = WHERE

    @staticmethod
    def anchors(document: Document) -> list[str | None]:
        return [name and _spaced(name) for name in anchors(document)]

    @staticmethod
    def others(document: Document) -> list[str]:
        slugs = filter(None, github.anchors(document))
        return [*others(document), *map(_spaced, slugs)]

    @staticmethod
    def key(fragment: str) -> str:
        start = _RANGE.sub("", fragment)
        return key(start) if start.startswith("^") else _spaced(key(start))


def variant(options: Mapping[str, str]) -> type[_Foam | _Dendron]:
    """The dialect with `slugs=vscode` or `slugs=github`."""
    return _Foam if options.get("slugs") == "vscode" else _Dendron


def _spaced(name: str) -> str:
    return normal(name.replace("-", " "))


def is_path(fragment: str) -> bool:
    """Whether a fragment names a heading by its parents."""
    parts = _parts(fragment)
    return len(parts) > 1 and not parts[-1].startswith("^")


def follower(document: Document) -> Callable[[str], int | None]:
    """A path of headings → the index of its last section."""
    places: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for place, section in enumerate(document.sections):
        if _is_seen(section):
            places[normal(section.markup), section.level].append(place)

    def follow(fragment: str) -> int | None:
        last, level = -1, 0
        for part in map(normal, _parts(fragment)):
            # The next heading with that name and a deeper level than the previous one.
            found = [
                (named[index], deeper)
                for deeper in range(level + 1, 7)
                if (named := places.get((part, deeper)))
                and (index := bisect_right(named, last)) < len(named)
            ]
            if not found:
                return None
            last, level = min(found)
        return last

    return follow


def _parts(fragment: str) -> list[str]:
    return [part for part in fragment.split("#") if part]


def _is_seen(section: Section) -> bool:
    return section.style != "html" and not section.containers and "\n" not in section.markup
