"""Seeds from the fixtures, cut up and put together again → what raises, or takes too long.

    python -m tests.fuzz --seconds 3600 --seed 7

parses and lints documents and reads configurations; the seed repeats a run. It is blind to what
the code does with them.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from typing import Final

from recall_lint import markdown
from recall_lint.base.config import ConfigError
from recall_lint.base.destinations import split
from recall_lint.base.model import Source
from recall_lint.config.load import load
from tests.literate import FIXTURES, lint_texts

_CONFIGURATIONS: Final = (
    'select = ["RL1"]\n',
    '[[sites]]\ngenerator = "mkdocs"\nroot = "docs"\nbase = "/x/"\n',
    '[per-file-ignores]\n"a" = ["RL1"]\n',
    'baseline = "x"\nsurfaces = ["github"]\n',
)
_PIECES: Final = (
    *("[", "](", ")", "[[", "]]", "![", "`", "```\n", "> ", "- ", "1. ", "# ", "---\n", "|", "?"),
    *("\n", "\n\n", "\t", "    ", "\0", "\r", "\ufeff", "\u202e", "\udcff", "*", "_", "~~", "$$"),
    *(
        "<a ",
        "<!--",
        "-->",
        "<details>",
        "&amp;",
        "{#a}",
        "{%",
        "%}",
        "{{",
        "}}",
        "::",
        "Q: ",
        "A: ",
    ),
)
_LONGEST: Final = 8_000
_SLOW: Final = 5.0
"""Seconds that no such document may take."""


class Mutator:
    """Texts like those of the fixtures."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        paths = sorted(FIXTURES.rglob("*.md"))
        self.seeds = [p.read_text("utf-8") for p in paths if p.stat().st_size < _LONGEST]

    def document(self) -> str:
        return self.mutated(self.random.choice(self.seeds))

    def mutated(self, text: str) -> str:
        choose = self.random
        for _ in range(choose.randint(1, 12)):
            at = choose.randint(0, len(text))
            to = min(len(text), at + choose.randint(1, 80))
            other = choose.choice(self.seeds)
            cut = choose.randint(0, len(other))
            piece = choose.choice(_PIECES) * choose.choice((1, 1, 1, 2, 5, 30))
            text = choose.choice(
                (
                    text[:at] + piece + text[at:],
                    text[:at] + text[to:],
                    text[:to] + text[at:to] * choose.randint(1, 3) + text[to:],
                    text[:at] + other[cut : cut + 200] + text[at:],
                )
            )
        return text[:_LONGEST]


def try_one(mutator: Mutator, folder: str) -> int:
    """Let the code read something new; its length."""
    kind = mutator.random.randint(0, 4)
    text = mutator.document()
    if kind < 2:
        lint_texts({"Recall/Q.md": text, "Notes/A.md": mutator.document()})
    elif kind < 4:
        markdown.parse(Source("a.md", text))
        split(text[:80])
    else:
        text = mutator.mutated(mutator.random.choice(_CONFIGURATIONS))[:300]
        file = os.path.join(folder, ".recall-lint.toml")
        with open(file, "w", encoding="utf-8", errors="surrogateescape") as written:
            written.write(text)
        with suppress(ConfigError):
            load(file)
    return len(text)


def main() -> int:
    """Print what was found, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    options = parser.parse_args()
    mutator = Mutator(options.seed)
    end = time.monotonic() + options.seconds
    found: dict[str, int] = {}
    tried = size = 0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            start = time.monotonic()
            try:
                size += try_one(mutator, folder)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
                place = traceback.extract_tb(error.__traceback__)[-1]
                found.setdefault(f"{error!r} at {place.filename}:{place.lineno}", tried)
            if time.monotonic() - start > _SLOW:
                found.setdefault(f"took more than {_SLOW:g} s", tried)
            tried += 1
    for what, number in found.items():
        print(f"document {number}: {what}")
    print(f"{tried:,} documents, {size:,} characters, seed {options.seed}: {len(found)} findings")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
