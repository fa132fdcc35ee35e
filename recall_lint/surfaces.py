"""Files of a notebook → the surfaces that publish it, and the file that says so."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from recall_lint.slugs import (
    Dialect,
    docusaurus,
    github,
    gitlab,
    hugo,
    kramdown_gfm,
    mdbook,
    obsidian,
    python_markdown,
)

MARKERS: Final[tuple[tuple[str, tuple[Dialect, ...]], ...]] = (
    ("_config.yml", (github, kramdown_gfm)),
    ("mkdocs.yml", (github, python_markdown)),
    ("book.toml", (mdbook,)),
    ("docusaurus.config.*", (docusaurus,)),
    ("hugo.toml", (hugo,)),
    ("hugo.yaml", (hugo,)),
    (".obsidian", (obsidian,)),
    (".gitlab-ci.yml", (gitlab,)),
)
"""Names in the notebook's root that tell, and what they tell."""


class Detected(NamedTuple):
    """The surfaces, and why."""

    surfaces: tuple[Dialect, ...]
    because: tuple[str, ...]
    """The names that told; empty where nothing did and GitHub is assumed."""


def detect(names: Iterable[str]) -> Detected:
    """The surfaces that the names in the notebook's root tell of; otherwise GitHub alone."""
    names = sorted(names)
    found: dict[str, Dialect] = {}
    because = []
    for marker, dialects in MARKERS:
        matching = [name for name in names if fnmatchcase(name, marker)]
        if matching:
            because.append(matching[0])
            found.update({dialect.NAME: dialect for dialect in dialects})
    return Detected(tuple(found.values()) or (github,), tuple(because))
