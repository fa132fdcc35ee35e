"""Our parser compared with GitHub's own, over fixtures and generated documents."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.differential import generate, ours, theirs
from tests.literate import FIXTURES, ROOT

GENERATED = 5_000
SEED = 20_261_122
LEAST_AGREEMENT = 0.995

# Known and intended differences, each with its smallest example.
KNOWN = {
    "math is opaque: GitHub renders it after its parser has seen a link": "$[a](b.md)$",
    "math of MathJax likewise: the site renders it, GitHub does not": "\\([a](b.md)\\)",
    "a raw heading inside a Markdown heading is text to us, two headings to a browser": (
        "# a <h2>b</h2>\n"
    ),
    "a comment that a list item or a quote cuts off swallows the rest of a browser's page": (
        "- <!--\n\n# A\n"
    ),
    "GitHub's parser takes a parenthesis that is never closed for a part of the destination": (
        "[r]([a](b.md 't')"
    ),
    "an underscore after struck text stands inside a word to us": "# ~~a~~__b__\n",
    "`<plaintext>` swallows the rest of a browser's page": "<plaintext>\n\n# A\n",
    "so does `<xmp>` up to its end, which a blank line does not bring": "<xmp>\n\n# A\n",
    "a NUL is U+FFFD to GitHub, and ends a destination to us": "[a](b\0c)\n",
}


@pytest.mark.parametrize(
    "path",
    [
        p
        for folder in (FIXTURES, ROOT)
        for p in folder.glob("**/*.md" if folder != ROOT else "*.md")
        # GitHub does not support the additional syntax of generators.
        if FIXTURES / "sites" not in p.parents
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_fixtures(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    assert ours(text) == theirs(text)


def test_generated_documents() -> None:
    rng = random.Random(SEED)
    generated = [generate(rng) for _ in range(GENERATED)]
    differing = [text for text in generated if ours(text) != theirs(text)]
    assert len(differing) <= GENERATED * (1 - LEAST_AGREEMENT), differing[:5]


@pytest.mark.parametrize("text", KNOWN.values(), ids=KNOWN.keys())
def test_known_differences_are_still_there(text: str) -> None:
    assert ours(text) != theirs(text)


def test_the_generator_reaches_every_kind_of_thing() -> None:
    rng = random.Random(SEED)
    outlines = [ours(generate(rng)) for _ in range(500)]
    assert sum(len(o.headings) > 1 for o in outlines) > 40
    assert sum(bool(o.destinations) for o in outlines) > 100
