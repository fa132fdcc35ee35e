"""Options → targets tried, one process after the other, and what they found."""

from __future__ import annotations

import argparse
import hashlib
import json
import mmap
import os
import random
import struct
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from tests.fuzz.instrument import atheris, unheard
from tests.fuzz.mutation import LONGEST, Mutator, decoded, encoded, fixtures, seeds

_EVERY: Final = 40
_SLOW: Final = 5.0
"""Seconds of the processor that no text may take."""
_HANGS: Final = 60
"""Seconds by the clock after which a text is taken for one that never ends."""
_MEMORY: Final = 2_000
"""Megabytes that no target may take."""


class Finding(NamedTuple):
    """What a target raised, and the shortest text for it."""

    what: str
    said: str
    text: str


class SlowError(Exception):
    """A text takes too long."""


class _Told:
    """What a process of a target says to the one that waits for it."""

    def __init__(self) -> None:
        self._counts = mmap.mmap(-1, 16)
        self._file = tempfile.TemporaryFile("w+")  # noqa: SIM115 - `close` is for it

    def close(self) -> None:
        self._file.close()

    def count(self, size: int) -> None:
        texts, sizes = self.counts
        self._counts[:] = struct.pack("QQ", texts + 1, sizes + size)

    @property
    def counts(self) -> tuple[int, int]:
        """How many texts were tried, and their bytes."""
        texts, sizes = struct.unpack("QQ", self._counts[:])
        return texts, sizes

    def found(self, finding: Finding) -> None:
        self._file.write(json.dumps(finding) + "\n")
        self._file.flush()

    def findings(self) -> dict[str, Finding]:
        """The last of each kind: each was shorter than the one before."""
        self._file.seek(0)
        return {each.what: each for each in (Finding(*json.loads(line)) for line in self._file)}


class Trial:
    """One target: tries texts, and tells what is found."""

    def __init__(self, name: str, told: _Told) -> None:
        from tests.fuzz.targets import TARGETS

        self._run = TARGETS[name]
        self._told = told
        self._shortest: dict[str, int] = {}
        self._number = 0

    def try_bytes(self, data: bytes) -> None:
        text = decoded(data[:LONGEST])
        self._number += 1
        self._told.count(len(data))
        self._try(self._run_in_time, text)
        if not self._number % _EVERY:
            self._try(self._grow, text)

    def _run_in_time(self, text: str) -> None:
        start = time.process_time()
        self._run(text)
        if (taken := time.process_time() - start) > _SLOW:
            raise SlowError(f"{taken:.1f} s")

    def _grow(self, text: str) -> None:
        from tests.fuzz import growth

        growth.check(self._run, growth.pumped(text, random.Random(self._number)))

    def _try(self, run: Callable[[str], None], text: str) -> None:
        try:
            run(text)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
            what = _kind(error)
            if len(text) < self._shortest.get(what, sys.maxsize):
                self._shortest[what] = len(text)
                self._told.found(Finding(what, str(error)[:2_000], text))


def _kind(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    said = str(error).partition("\n")[0][:60] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} {said} at {os.path.relpath(place.filename)}:{place.lineno}"


def _fuzz(name: str, told: _Told, seconds: float, seed: int, folders: list[str], at: str) -> None:
    """Try texts until the time is over, and end this process."""
    trial = Trial(name, told)
    mutator = Mutator([*seeds(name), *fixtures()])
    library = atheris()
    if library is None:
        ends = time.monotonic() + seconds
        for text in mutator.endless(random.Random(seed)):
            trial.try_bytes(encoded(text))
            if time.monotonic() > ends:
                break
        return

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        return encoded(mutator.mutated(decoded(data), random.Random(seed)))[:most]

    options = {
        "max_total_time": max(1, int(seconds)),
        "seed": seed,
        "max_len": LONGEST,
        "timeout": _HANGS,
        # It means wall-clock time, and others run beside it.
        "report_slow_units": _HANGS,
        "rss_limit_mb": _MEMORY,
        "verbosity": 0,
        "print_final_stats": 0,
        "artifact_prefix": at + os.sep,
    }
    words = [f"-{key}={value}" for key, value in options.items()]
    with unheard():
        library.Setup(["fuzz", *words, *folders], trial.try_bytes, custom_mutator=mutated)
        library.Fuzz()


def try_target(name: str, seconds: float, seed: int, keep: Path) -> tuple[int, int, list[Finding]]:
    """How many texts were tried, their bytes, and what was found."""
    told = _Told()
    corpus, found = keep / name / "corpus", keep / name / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    ends = time.monotonic() + seconds
    killers: list[Finding] = []
    with tempfile.TemporaryDirectory() as first:
        for number, text in enumerate(seeds(name)):
            Path(first, str(number)).write_bytes(encoded(text)[:LONGEST])
        # A text that ends the process ends it for the others, too: they get a new one.
        while (left := ends - time.monotonic()) > 0 and len(killers) < 20:
            before = {*os.listdir(found)}
            folders = [str(corpus), first]
            _in_process(_fuzz, name, told, left, seed + len(killers), folders, str(found))
            for file in sorted({*os.listdir(found)} - before):
                what = f"the process ended: {file.partition('-')[0]}"
                killers.append(Finding(what, file, decoded((found / file).read_bytes())))
    findings = [*told.findings().values(), *killers]
    for finding in findings:
        data = encoded(finding.text)
        (found / hashlib.sha1(data).hexdigest()[:12]).write_bytes(data)  # noqa: S324 - a name
    told.close()
    return *told.counts, findings


def _in_process(work: Callable[..., None], *arguments: object) -> None:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work(*arguments)
            code = 0
        except BaseException:  # noqa: BLE001 - it is this process that ends
            traceback.print_exc()
        finally:
            os._exit(code)
    os.waitpid(child, 0)


def main(description: str | None) -> int:
    """Print what was found, and return the exit code."""
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--target", choices=TARGETS, help="default: one after the other")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    names = [options.target] if options.target else [*TARGETS]
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            tried = try_target(
                name, options.seconds / len(names), options.seed, options.keep or Path(folder)
            )
            texts, size, findings = tried
            print(f"{name}: {texts:,} texts, {size:,} bytes: {len(findings)} findings", flush=True)
            for finding in findings:
                print(f"  {finding.what}\n    {finding.said}\n    {finding.text!r}")
            count += len(findings)
    print(f"seed {options.seed}: {count} findings")
    return int(bool(count))
