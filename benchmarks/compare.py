"""recall-lint and its peers side by side: `python -m benchmarks.compare`.

Installs the tools into a folder outside the repository, generates notebooks (or
takes copies of given folders), runs every tool in turn, round after round, and
prints the tables of docs/performance.md; `--output docs/performance.md` writes
them there, and a plot beside it. Progress goes to stderr. What was measured of
a notebook is kept: `--resume` goes on after an interruption, notebook by notebook.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import peers, report
from benchmarks.peers import TOOLS, Tool
from benchmarks.report import CASES, Cell, Subject, Table

BUDGET = 8.0
"""Seconds for the further runs of one tool in one case; a tool that takes half of it runs once."""
_PART = re.compile(r"(<!-- generated: benchmarks -->\n).*?(<!-- end -->)", re.DOTALL)


class Bench(NamedTuple):
    """A notebook on disk, and how to measure on it."""

    work: Path
    root: Path
    edited: Path
    """The note that is edited: the middle one."""
    one: str
    """The file given on the command line: the middle recall page."""
    runs: int
    limit: float

    def run(self, tool: Tool, case: str, turn: int) -> Cell:
        """One run, and whether its result is plausible."""
        if case == "cold":
            shutil.rmtree(tool.cache_folder(self.work), ignore_errors=True)
        before = self.edited.read_bytes()
        if case == "edited":
            self.edited.write_bytes(before + f"\nEdited for the time {turn}.\n".encode())
        try:
            file = self.one if case == "one" else ""
            run = peers.run(tool, self.work, self.root, file, self.limit)
        finally:
            self.edited.write_bytes(before)
        problems = sum(tool.mark in line for line in run.output.splitlines())
        trouble = ""
        if run.seconds >= self.limit:
            trouble = "over"
        elif run.code not in {0, tool.found} or (run.code == 0) != (problems == 0):
            trouble = f"failed with exit code {run.code}"
            say(f"{tool.name}: {run.output[-2000:]}")
        return Cell(min(run.seconds, self.limit), run.memory, problems, 1, trouble)

    def case(self, tools: Sequence[Tool], case: str) -> dict[str, Cell]:
        """Run every tool once to estimate its time, then in turn as often as that allows."""
        done: dict[str, list[Cell]] = {}
        for tool in tools:
            say(f"  {case}, first run: {tool.name}")
            done[tool.name] = [self.run(tool, case, 0)]
        wanted = {name: int(BUDGET / runs[0].seconds) for name, runs in done.items()}
        wanted = {name: count for name, count in wanted.items() if count > 1}
        for turn in range(1, min(self.runs, max(wanted.values(), default=0)) + 1):
            say(f"  {case}, round {turn}")
            # Each tool comes first in some round, in case the one before it leaves a trace.
            for tool in (*tools[turn % len(tools) :], *tools[: turn % len(tools)]):
                if turn <= wanted.get(tool.name, 0):
                    done[tool.name].append(self.run(tool, case, turn))
        return {name: median(runs) for name, runs in done.items()}


def median(runs: Sequence[Cell]) -> Cell:
    """The first run does not count if there are others; a failed one invalidates all."""
    counted = runs[1:] or runs
    return Cell(
        statistics.median(run.seconds for run in counted),
        int(statistics.median(run.memory for run in counted)),
        runs[0].problems,
        len(counted),
        next((run.trouble for run in runs if run.trouble), ""),
    )


def bench(what: str, tools: Sequence[Tool], chosen: argparse.Namespace) -> Table:
    """All measurements on one notebook: a number of files, or a folder of which a copy is made."""
    folder = Path(what).expanduser().resolve()
    root = chosen.work / "notebooks" / folder.name
    shutil.rmtree(root, ignore_errors=True)
    links = dead = 0
    if what.isdigit():
        # In a new process: a child of a large process also seems to be large.
        command = [sys.executable, "-m", "benchmarks.corpus", str(root), f"--files={what}"]
        command += [f"--density={chosen.density}", *(["--no-git"] if chosen.no_git else [])]
        made = subprocess.run(command, cwd=peers.ROOT, check=True, capture_output=True, text=True)
        links, dead = (int(word) for word in made.stdout.split())
    else:
        caches = shutil.ignore_patterns("*_cache")
        shutil.copytree(folder, root, symlinks=True, ignore=caches)
    texts = sorted(root.rglob("*.md"))
    pages = [path for path in texts if "recall" in str(path.relative_to(root)).lower()] or texts
    notes = [path for path in texts if path not in set(pages)] or texts
    one = pages[len(pages) // 2].relative_to(root).as_posix()
    place = Bench(chosen.work, root, notes[len(notes) // 2], one, chosen.runs, float(chosen.limit))
    cells: dict[str, dict[str, Cell]] = {tool.name: {} for tool in tools}
    for case in CASES:
        # A tool without a cache is never warm, and one that cannot check one file checks all.
        able = [
            tool
            for tool in tools
            if case == "cold" or (tool.one if case == "one" else bool(tool.cache))
        ]
        for name, cell in place.case(able, case).items() if able else ():
            cells[name][case] = cell
    size = sum(path.stat().st_size for path in texts)
    name = f"{int(what):,} generated files" if what.isdigit() else root.name
    return Table(name, len(texts), size, links, dead, cells)


def floor() -> str:
    """The startup time of Python, with the interpreter of recall-lint."""
    told = []
    for code in ("pass", "import click"):
        command = [sys.executable, "-c", code]
        runs = [peers.measure(command, Path(), dict(os.environ), 60) for _ in range(21)]
        median = statistics.median(run.seconds for run in runs)
        told.append(f"`python -c '{code}'` takes {report.seconds(median)}")
    return ", ".join(told)


def machine() -> str:
    """The computer and the versions, in a line."""
    processor = platform.processor() or platform.machine()
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        model = re.search(r"^model name\s*:\s*(.+)$", facts.read_text("utf-8"), re.MULTILINE)
        processor = model[1] if model else processor
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    return (
        f"{processor}, {os.cpu_count()} cores; {system}; "
        f"{platform.python_implementation()} {platform.python_version()}"
    )


def subject(tool: Tool, work: Path) -> Subject:
    """Install a tool, and see which of the planted links it reports."""
    say(f"installing {tool.name}")
    version = peers.install(tool, work)
    if not version:
        return Subject(tool.name, "", bool(tool.cache), (), ())
    one = peers.probe(tool, work, "Notes/a.md") if tool.one else None
    return Subject(tool.name, version, bool(tool.cache), peers.probe(tool, work), one)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def load(kept: Path) -> dict[str, Table]:
    """The tables of an earlier run."""
    tables = {}
    for key, row in json.loads(kept.read_text("utf-8")).items():
        table = Table(*row)
        cells = {t: {c: Cell(*v) for c, v in cases.items()} for t, cases in table.cells.items()}
        tables[key] = table._replace(cells=cells)
    return tables


def rendered(subjects: Sequence[Subject], tables: Iterable[Table], about: str) -> str:
    parts = [report.tools(subjects, tuple(peers.PLANTED), peers.OTHER)]
    parts += [report.times(table, subjects, peers.OTHER) for table in tables]
    same = "`=`: as cold, since the tool has no cache or cannot check a single file"
    parts.append(f"{same}; †: does not check {peers.OTHER}.\n")
    return "\n".join((about + "\n", *parts))


def main() -> None:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(description="Measure recall-lint and its peers.")
    parser.add_argument(
        "--corpus", default="34,1000,10000", help="numbers of files, or folders, with commas"
    )
    parser.add_argument("--tools", default="", help="beginnings of names of tools, with commas")
    parser.add_argument("--runs", type=int, default=7, help="at most, of one tool in one case")
    parser.add_argument("--limit", type=float, default=120, help="seconds after which a run ends")
    parser.add_argument("--density", type=float, default=0.15, help="share of linking sentences")
    parser.add_argument("--no-git", action="store_true", help="generate no repositories")
    parser.add_argument("--work", type=Path, default=cache / "recall-lint-benchmarks")
    parser.add_argument("--resume", action="store_true", help="keep the notebooks measured before")
    parser.add_argument("--output", type=Path, help="a document with a generated part")
    chosen = parser.parse_args()
    chosen.work = chosen.work.resolve()
    wanted = tuple(chosen.tools.split(","))
    tools = [tool for tool in TOOLS if tool.name.startswith(wanted)]
    subjects = [subject(tool, chosen.work) for tool in tools]
    tools = [tool for tool, s in zip(tools, subjects, strict=True) if s.version]
    kept = chosen.work / "measured.json"
    tables = load(kept) if chosen.resume and kept.exists() else {}
    notebooks = chosen.corpus.split(",")
    for what in notebooks:
        if what not in tables:
            say(f"notebook {what}")
            tables[what] = bench(what, tools, chosen)
            kept.write_text(json.dumps(tables), "utf-8")
    about = f"{machine()}. For scale, {floor()}."
    shown = [tables[what] for what in notebooks]
    text = rendered(subjects, shown, about)
    if chosen.output is None:
        print(text)
        return
    document = chosen.output.read_text("utf-8")
    picture = chosen.output.with_suffix(".svg")
    picture.write_text(report.plot(shown, subjects), "utf-8")
    chosen.output.write_text(_PART.sub(lambda m: f"{m[1]}{text}{m[2]}", document), "utf-8")


if __name__ == "__main__":
    main()
