"""Work that is shared among processes."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Sequence

import pytest

from recall_lint.base.workers import map_batches

ENDLESS = """
import os, time
from recall_lint.base.workers import map_batches

def work(part):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)

list(map_batches(work, range(64), 2))
"""


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_are_in_order(jobs: int) -> None:
    parts = [*map_batches(list, range(1000), jobs)]
    assert [each for part in parts for each in part] == [*range(1000)]


def test_what_work_raises_is_raised() -> None:
    def work(part: Sequence[int]) -> None:
        if 500 in part:
            raise ValueError("no")

    with pytest.raises(ValueError, match=r"^no$"):
        list(map_batches(work, range(1000), 2))


@pytest.mark.parametrize("more", range(3))
def test_the_processes_that_there_are_have_to_do(
    monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    forks = [os.fork] * more
    own = os.getpid()

    def fork() -> int:
        if not forks:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return forks.pop()()

    monkeypatch.setattr(os, "fork", fork)
    parts = [*map_batches(lambda part: (os.getpid(), list(part)), range(1000), 4)]
    assert [each for _, part in parts for each in part] == [*range(1000)]
    assert len({worker for worker, _ in parts}) == max(1, more)
    assert (own in {worker for worker, _ in parts}) == (more == 0)


def test_a_worker_that_is_killed_is_told_of() -> None:
    def work(part: Sequence[int]) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(OSError, match=r"was killed; try `--jobs 1`"):
        list(map_batches(work, range(1000), 2))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
def test_workers_end_with_a_parent_that_is_killed() -> None:
    command = [sys.executable, "-c", ENDLESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        workers = {int(parent.stdout.readline()) for _ in range(2)}
        parent.kill()
        # Their standard output is the parent's: it ends when the last of them has.
        parent.communicate(timeout=30)
    assert len(workers) == 2
