"""A text and a part of it again and again → whether time grows faster than the text."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final

from tests.fuzz.mutation import FILE

FEW: Final = 2_000
"""Characters of the repetitions; then twice and four times as many."""
_MOST: Final = 3.2
"""Times as long for twice as much: between linear and quadratic, and above what chance makes."""
_WORTH: Final = 0.1
"""Seconds for the longest text below which nothing is judged."""


class GrowthError(Exception):
    """Time grows faster than the text."""


def pumped(text: str, choose: random.Random) -> Callable[[int], str]:
    """What is around some part of a text, with the part as often as it takes."""
    start = choose.randint(0, len(text))
    part = text[start : start + choose.choice((1, 2, 3, 5, 8, 13, 30))] or "a"
    head, tail = text[max(0, start - 200) : start], text[start + len(part) :][:200]
    # Many files are another matter than long ones.
    part = part.replace(FILE, "") or "a"
    return lambda size: head + part * (size // len(part)) + tail


def check(run: Callable[[str], object], make: Callable[[int], str]) -> None:
    """Raise GrowthError if a run takes more than a few times as long for twice as much."""
    first, second = _seconds(run, make(FEW)), _seconds(run, make(2 * FEW))
    if second < _WORTH / 4 or second < first * _MOST:
        return
    # Whatever else ran at the time, the shortest of several runs is without it.
    second = min(second, _seconds(run, make(2 * FEW)))
    third = min(_seconds(run, make(4 * FEW)) for _ in range(2))
    if third > _WORTH and third > second * _MOST:
        raise GrowthError(f"{second:.2f} s, and {third:.2f} s for twice as much: {make(40)!r}")


def _seconds(run: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    run(text)
    return time.process_time() - start
