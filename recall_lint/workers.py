"""Work on many items → its results, by several processes where that pays.

Workers are forked, so that they have at once what the parent has worked out;
where a system cannot fork, the parent does all by itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_PARTS = 8
"""Parts for each worker: as many as make them end at nearly the same time."""

_STEP = 100
"""Items in each part of a worker that is alone: as few as let it be watched."""

_work: Callable[[Any], Any] | None = None
"""What workers do; they have it from their parent."""


def available() -> int:
    """How many processes can run at once."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def share(
    work: Callable[[Sequence[T]], R],
    items: Sequence[T],
    jobs: int,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[R]:
    """The results of some work on parts of the items, in order.

    After each part, `told` is given how many items are done, and how many there are.
    """
    alone = jobs < 2 or len(items) < 2 or not hasattr(os, "fork")
    size = _STEP if alone else max(1, len(items) // (jobs * _PARTS))
    parts = [items[start : start + size] for start in range(0, len(items), size)]
    done = 0
    for part, result in zip(parts, _results(work, parts, 1 if alone else jobs), strict=True):
        done += len(part)
        told(done, len(items))
        yield result


def _results(
    work: Callable[[Sequence[T]], R], parts: Sequence[Sequence[T]], jobs: int
) -> Iterator[R]:
    if jobs < 2:
        yield from map(work, parts)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    global _work  # noqa: PLW0603 - a forked worker inherits it, and need not unpickle it
    _work = work
    lifeline = os.pipe()
    try:
        with ProcessPoolExecutor(jobs, get_context("fork"), _hold, lifeline) as pool:
            yield from pool.map(_do, parts)
    finally:
        _work = None
        for end in lifeline:
            os.close(end)


def _hold(reading: int, writing: int) -> None:
    """End with the parent: one that is killed could not tell, and workers would wait for ever."""
    from threading import Thread

    os.close(writing)

    def wait() -> None:
        os.read(reading, 1)
        os._exit(1)

    Thread(target=wait, daemon=True).start()


def _do(part: Sequence[Any]) -> Any:
    assert _work is not None
    return _work(part)
