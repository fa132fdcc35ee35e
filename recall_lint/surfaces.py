"""Files of a notebook → the surfaces that publish it, and the file that says so."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

MARKERS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("_config.yml", ("github", "kramdown-gfm")),
    ("mkdocs.yml", ("github", "python-markdown")),
    ("book.toml", ("mdbook",)),
    ("docusaurus.config.*", ("docusaurus",)),
    ("hugo.toml", ("hugo",)),
    ("hugo.yaml", ("hugo",)),
    (".obsidian", ("obsidian",)),
    (".gitlab-ci.yml", ("gitlab",)),
)
"""Names in the notebook's root that tell, and what they tell."""


class Detected(NamedTuple):
    """The surfaces, and why."""

    surfaces: tuple[str, ...]
    """Names of dialects."""
    because: tuple[str, ...]
    """The names that told; empty where nothing did and GitHub is assumed."""


def detect(names: Iterable[str]) -> Detected:
    """The surfaces that the names in the notebook's root tell of; otherwise GitHub alone."""
    names = sorted(names)
    found: dict[str, None] = {}
    because = []
    for marker, dialects in MARKERS:
        matching = [name for name in names if fnmatchcase(name, marker)]
        if matching:
            because.append(matching[0])
            found.update(dict.fromkeys(dialects))
    return Detected(tuple(found) or ("github",), tuple(because))
