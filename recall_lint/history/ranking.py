"""Candidates → the few that are worth showing, best first."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Final

from recall_lint.base.destinations import relative
from recall_lint.base.problems import Candidate, Target
from recall_lint.history.editions import edition

MAX_CANDIDATES: Final = 3
"""Maximum number of candidates to show."""

SPELLING: Final = "same words, different spelling"
"""Evidence: the same letters and digits in the same order, which is enough for a safe fix."""


def own_edition_first(found: Iterable[Candidate], target: Target) -> list[Candidate]:
    """Candidates, with those in another language or version last."""
    own = edition(target.path)
    return [
        candidate
        if candidate.target.path == target.path or edition(candidate.target.path) == own
        else candidate._replace(score=candidate.score * 0.4)
        for candidate in found
    ]


def best(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The first few candidates by score, each target once."""
    return first(sorted(found, key=lambda candidate: -candidate.score))


def first(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The first few candidates in order, each target once."""
    kept: dict[Target, Candidate] = {}
    for candidate in found:
        kept.setdefault(candidate.target, candidate)
    return tuple(kept.values())[:MAX_CANDIDATES]


def distance(one: str, other: str) -> int:
    """The number of folders between two files."""
    return relative(one, posixpath.dirname(other)).count("/")
