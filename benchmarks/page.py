"""Time the page of a large notebook: `python -m benchmarks.page`; needs Debian's `chromium`.

The notebook has 1,000 notes and 10,000 questions, and twenty commits that change fifty notes each.
Prints a row for docs/performance.md, and exits with 1 if the page has 5 MB or takes 2 s to open.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.corpus import Corpus, write

FILES = 1_350
"""Four of five are notes, with a question for every third section."""
MOST_BYTES = 5_000_000
MOST_SECONDS = 2.0
CHOICES = {"search": "pak", "note": "Notes/bak/", "state": "question broken"}
# When a selection has been drawn, the next frame follows.
CHOOSE = """(changes) => new Promise((done) => {
    const start = performance.now();
    choose(changes);
    requestAnimationFrame(() => setTimeout(() => done((performance.now() - start) / 1000)));
})"""
OPENED = """() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const load = performance.getEntriesByType("navigation")[0];
    return [paint.startTime / 1000, load.loadEventEnd / 1000];
}"""


def make(root: Path) -> None:
    """A notebook with a history."""
    write(root, Corpus(FILES), git=False)
    _git(root, 1, "init", "-q")
    _git(root, 1, "add", "-A")
    _git(root, 1, "commit", "-q", "-m", "notebook")
    notes = sorted((root / "Notes").rglob("*.md"))
    for day in range(20):
        for note in notes[day::20]:
            note.write_text(note.read_text("utf-8") + f"\nA remark of day {day}.\n", "utf-8")
        _git(root, day + 2, "commit", "-qam", "remarks")


def _git(root: Path, day: int, *arguments: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    date = f"2026-01-{day:02}T12:00:00Z"
    environment = {**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, env=environment)


def written(root: Path, file: Path) -> float:
    """The time to write the page."""
    program = str(Path(sys.executable).parent / "recall-lint")
    start = time.perf_counter()
    subprocess.run([program, "report", "-o", str(file)], check=True, cwd=root, capture_output=True)
    return time.perf_counter() - start


def opened(file: Path, runs: int) -> tuple[float, float, float]:
    """Seconds until the first paint, until it is complete, and after a selection."""
    paints, loads, choices = [], [], []
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for _ in range(runs):
            page = browser.new_page()
            page.goto(file.as_uri())
            page.wait_for_timeout(200)
            paint, load = page.evaluate(OPENED)
            paints.append(paint)
            loads.append(load)
            choices += [page.evaluate(CHOOSE, {key: value}) for key, value in CHOICES.items()]
            page.close()
        browser.close()
    return statistics.median(paints), statistics.median(loads), max(choices)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the page of a large notebook.")
    parser.add_argument("--folder", type=Path, help="a notebook to use instead")
    parser.add_argument("--runs", type=int, default=7)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, file = chosen.folder or Path(folder) / "notebook", Path(folder) / "report.html"
        if chosen.folder is None:
            make(root)
        cold, warm = written(root, file), written(root, file)
        size = file.stat().st_size
        head = re.search(r"<p>(.*?)</p>", file.read_text("utf-8"), re.DOTALL)
        paint, load, choice = opened(file, chosen.runs)
    print(" ".join(head[1].split()) if head else "")
    print("| size | written cold | written warm | first paint | complete | slowest choice |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    times = " | ".join(f"{seconds:.2f} s" for seconds in (cold, warm, paint, load, choice))
    print(f"| {size / 1e6:.2f} MB | {times} |")
    sys.exit(size >= MOST_BYTES or load >= MOST_SECONDS)


if __name__ == "__main__":
    main()
