"""Work that is shared among processes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from recall_lint.workers import share

ENDLESS = """
import os, time
from recall_lint.workers import share

def work(part):
    os.write(1, b"%d\\n" % os.getpid())
    time.sleep(60)

list(share(work, range(64), 2))
"""


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_are_in_order(jobs: int) -> None:
    parts = [*share(list, range(1000), jobs)]
    assert [each for part in parts for each in part] == [*range(1000)]


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
