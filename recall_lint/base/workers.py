"""Work on many items → its results, by several processes if that is faster.

Workers are forked, so that they start with everything the parent has computed. If the system cannot
start more processes, the parent does the rest itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO, Any, NoReturn, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_PARTS = 8
"""Parts for each worker: enough that all finish at nearly the same time."""

_STEP = 100
"""Items in each part of a single worker: few, so that progress is visible."""

_AHEAD = 2
"""Parts assigned to a worker at once, so that it need not wait for the next."""

_SIZE = 8
"""Bytes of a number sent through a pipe."""


def available() -> int:
    """How many processes can run in parallel."""
    if not hasattr(os, "fork"):
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_batches(
    work: Callable[[Sequence[T]], R],
    items: Sequence[T],
    jobs: int,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[R]:
    """The results of some work on parts of the items, in order.

    After each part, `on_progress` receives the number of finished items and the total.
    """
    alone = jobs < 2 or len(items) < 2 or not hasattr(os, "fork")
    size = _STEP if alone else max(1, len(items) // (jobs * _PARTS))
    parts = [items[start : start + size] for start in range(0, len(items), size)]
    done = 0
    for part, result in zip(parts, _results(work, parts, 1 if alone else jobs), strict=True):
        done += len(part)
        on_progress(done, len(items))
        yield result


def _results(
    work: Callable[[Sequence[T]], R], parts: Sequence[Sequence[T]], jobs: int
) -> Iterator[R]:
    workers: list[_Worker] = []
    try:
        while len(workers) < min(jobs, len(parts)) and jobs > 1:
            workers.append(_Worker(work, parts, workers))
    except OSError:
        # Continue with the workers that exist.
        pass
    if not workers:
        yield from map(work, parts)
        return
    try:
        yield from _in_order(workers, len(parts))
    finally:
        for worker in workers:
            worker.end()


def _in_order(workers: Sequence[_Worker], total: int) -> Iterator[Any]:
    """The results of all parts, which are assigned to workers as they become ready."""
    from selectors import EVENT_READ, DefaultSelector

    coming = iter(range(total))
    done: dict[int, Any] = {}
    following = 0
    with DefaultSelector() as waiting:
        for worker in workers:
            waiting.register(worker.results, EVENT_READ, worker)
            for _, part in zip(range(_AHEAD), coming, strict=False):
                worker.give(part)
        while following < total:
            for key, _ in waiting.select():
                part, result = key.data.take()
                done[part] = result
                if (more := next(coming, None)) is not None:
                    key.data.give(more)
            while following in done:
                yield done.pop(following)
                following += 1


class _Worker:
    """A process that works on parts as it receives their numbers."""

    def __init__(
        self,
        work: Callable[[Sequence[Any]], Any],
        parts: Sequence[Sequence[Any]],
        others: Sequence[_Worker],
    ) -> None:
        """OSError if the system has no more processes or files; `others` are the workers started
        before.
        """
        taking, giving = os.pipe()
        try:
            reading, writing = os.pipe()
        except OSError:
            _close(taking, giving)
            raise
        try:
            self._process = os.fork()
        except OSError:
            _close(taking, giving, reading, writing)
            raise
        if self._process == 0:
            # Inherited ends of another worker's pipes would keep that one from noticing the end.
            _close(giving, reading, *(end for other in others for end in other.ends()))
            _serve(work, parts, taking, writing)
        _close(taking, writing)
        self._parts = giving
        self.results: IO[bytes] = open(reading, "rb", buffering=0)  # noqa: SIM115 - see `end`

    def ends(self) -> tuple[int, int]:
        """The parent's ends of its pipes."""
        return self._parts, self.results.fileno()

    def give(self, part: int) -> None:
        """Assign one more part."""
        with suppress(BrokenPipeError):
            os.write(self._parts, part.to_bytes(_SIZE, "big"))

    def take(self) -> tuple[int, Any]:
        """The number of a part and its result; raises what the work raised."""
        head = _read(self.results, 2 * _SIZE)
        data = _read(self.results, int.from_bytes(head[_SIZE:], "big"))
        if not data:
            raise OSError("a worker process was killed; try `--jobs 1`")
        import pickle

        result, error = pickle.loads(data)  # noqa: S301 - our own process wrote it
        if error is not None:
            raise error
        return int.from_bytes(head[:_SIZE], "big"), result

    def end(self) -> None:
        """Stop it, whatever it is doing."""
        import signal

        self.results.close()
        os.close(self._parts)
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def _serve(
    work: Callable[[Sequence[Any]], Any], parts: Sequence[Sequence[Any]], taking: int, writing: int
) -> NoReturn:
    """The main loop of a worker, which exits without cleaning up anything of the parent's."""
    try:
        following = _listen(taking)
        while head := following():
            data = _result(work, parts[int.from_bytes(head, "big")])
            whole = head + len(data).to_bytes(_SIZE, "big") + data
            while whole:
                whole = whole[os.write(writing, whole) :]
    finally:
        # The rest of the program belongs to the parent.
        os._exit(0)


def _listen(taking: int) -> Callable[[], bytes]:
    """Receive the numbers of parts in a thread; a worker whose parent is gone exits at once."""
    from queue import SimpleQueue
    from threading import Thread

    parts: SimpleQueue[bytes] = SimpleQueue()

    def listen() -> None:
        while head := os.read(taking, _SIZE):
            parts.put(head)
        os._exit(0)

    try:
        Thread(target=listen, daemon=True).start()
    except RuntimeError:
        # Without a thread, it notices the parent's end only after its current part.
        return lambda: os.read(taking, _SIZE)
    return parts.get


def _read(file: IO[bytes], size: int) -> bytes:
    """This many bytes; fewer at the end of the file."""
    found = b""
    while len(found) < size and (more := file.read(size - len(found))):
        found += more
    return found


def _close(*ends: int) -> None:
    for end in ends:
        os.close(end)


def _result(work: Callable[[Sequence[Any]], Any], part: Sequence[Any]) -> bytes:
    """A result and the raised exception, one of them None."""
    import pickle

    try:
        return pickle.dumps((work(part), None))
    except Exception as error:  # noqa: BLE001 - it is raised again in the parent
        return pickle.dumps((None, error))
