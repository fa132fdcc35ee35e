"""Texts of the fixtures, cut up and put together again."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.differential import BLOCKS, INLINES
from tests.literate import FIXTURES

LONGEST: Final = 4_000
"""Characters of the longest text."""
_LONGEST_PATH: Final = 200
FILE: Final = "=== "
"""What a line begins with that names the file that follows it."""
SEEDS: Final = FIXTURES / "fuzz"

_PIECES: Final = (
    *BLOCKS,
    *INLINES,
    *("[[", "]]", "![[", "\0", "\r", "\ufeff", "\u202e", "\udcff", "\u0130", "😀", "$$", "$"),
    *("{#a}", "{%", "%}", "{{", "}}", "{{< ref 'a' >}}", "::", "?", "Q: ", "A: ", "#card"),
    *("> [!question] ", "- [ ] ", "**", "<summary>", "import x from 'y'\n", "export const a = 1\n"),
    *("<!-- recall-lint-disable RL1 -->", "title: a\n", "permalink: /a/\n", "slug: b\n", "../"),
    *("%20", "%E9", "#", "?a=b", "//", "http://", "mailto:", ".md", ".html", "*.md", "/", "\\"),
)


def decoded(data: bytes) -> str:
    """The text that a file of these bytes has."""
    return data.decode("utf-8", "surrogateescape")


def encoded(text: str) -> bytes:
    """The bytes of a text; a half of a pair that stands for no byte is a question mark."""
    return text.encode("utf-8", "surrogateescape" if _has_bytes(text) else "replace")


def _has_bytes(text: str) -> bool:
    return not any("\ud800" <= c < "\udc80" or "\udcff" < c <= "\udfff" for c in text)


def files_of(text: str, first: str) -> dict[str, str]:
    """The files of a text; the first one has no line that names it."""
    found: dict[str, str] = {}
    name = first
    for part in f"\n{text}".split(f"\n{FILE}"):
        body = part[1:] if not found and name == first else part
        if found:
            name, _, body = part.partition("\n")
        path = os.path.normpath(name.strip().replace("\0", "")[:_LONGEST_PATH])
        if path.startswith(("/", "..")) or path in ("", "."):
            path = "Notes/Other.md"
        ends = f"{path}/"
        if not any(ends.startswith(f"{each}/") or each.startswith(ends) for each in found):
            found[path] = body
    return found


def joined(files: dict[str, str]) -> str:
    """Files as one text, as `files_of` reads it, each with its name."""
    return "".join(f"\n{FILE}{path}\n{text}" for path, text in files.items())


def seeds(target: str) -> list[str]:
    """What a target begins with."""
    return [decoded(path.read_bytes()) for path in sorted((SEEDS / target).iterdir())]


def fixtures(suffixes: Sequence[str] = (".md",)) -> list[str]:
    """The texts of the fixtures that are short enough."""
    paths = (path for path in sorted(FIXTURES.rglob("*")) if path.suffix in suffixes)
    return [text for path in paths if len(text := _text(path)) < LONGEST]


def _text(path: Path) -> str:
    return decoded(path.read_bytes())


class Mutator:
    """Makes new texts of old ones; the same of the same random numbers."""

    def __init__(self, others: Iterable[str]) -> None:
        self._others = [text for text in others if text]

    def mutated(self, text: str, choose: random.Random) -> str:
        """A text with some changes."""
        for _ in range(choose.randint(1, 6)):
            text = self._changed(text, choose)
        return text[:LONGEST]

    def _changed(self, text: str, choose: random.Random) -> str:
        at = choose.randint(0, len(text))
        to = min(len(text), at + choose.choice((1, 4, 20, 80)))
        match choose.randrange(6):
            case 0:
                return text[:at] + text[to:]
            case 1:
                return text[:to] + text[at:to] * choose.randint(1, 3) + text[to:]
            case 2:
                other = choose.choice(self._others)
                cut = choose.randint(0, len(other))
                return text[:at] + other[cut : cut + choose.choice((10, 60, 300))] + text[at:]
            case 3:
                elsewhere = choose.randint(0, len(text))
                return text[:elsewhere] + text[at:to] + text[elsewhere:]
            case 4:
                return text[:at] + chr(choose.choice((choose.randrange(32, 127), 0xE9))) + text[to:]
            case _:
                times = choose.choice((1, 1, 1, 2, 5, 30))
                return text[:at] + choose.choice(_PIECES) * times + text[at:]

    def endless(self, choose: random.Random) -> Iterator[str]:
        """Ever other texts, blind to what the code does with them."""
        while True:
            yield self.mutated(choose.choice(self._others), choose)
