"""What history costs: a notebook of 1,000 notes and 5,000 commits with 50 dead links.

`python -m benchmarks.history` makes the repository in a temporary folder and
prints the seconds of whole runs of `recall-lint`, without and with history,
each the best of three. Other sizes: `--notes`, `--commits`, `--dead`.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = [a + b + c for a in "bdfgklmnprst" for b in ("a", "el", "i", "or", "u") for c in "knst"]
SECTIONS = 8
SENTENCE = 12


def words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def make(root: Path, notes: int, commits: int, dead: int) -> None:
    """Notes whose sections are edited and renamed at random, and links to removed headings."""
    chance = random.Random(1)
    texts = {
        f"Notes/{n % 20}/{words(chance, 2)} {n}.md": [
            (words(chance, 3).capitalize(), words(chance, SENTENCE * 3)) for _ in range(SECTIONS)
        ]
        for n in range(notes)
    }
    paths = list(texts)
    gone: list[tuple[str, str]] = []
    stream = []

    def commit(number: int, changed: list[str]) -> None:
        stream.append(
            "commit refs/heads/main\n"
            f"committer Ada <ada@example.org> {1_600_000_000 + 3600 * number} +0000\n"
            "data 1\nx\n"
        )
        for path in changed:
            text = "".join(f"# {title}\n\n{body}\n\n" for title, body in texts[path])
            stream.append(f'M 100644 inline "{path}"\ndata {len(text)}\n{text}\n')

    commit(0, paths)
    for number in range(1, commits):
        path = chance.choice(paths)
        place = chance.randrange(SECTIONS)
        title, body = texts[path][place]
        if number % 5 == 0:
            gone.append((path, title.lower().replace(" ", "-")))
            title = words(chance, 3).capitalize()
        texts[path][place] = (title, f"{body} {words(chance, SENTENCE)}")
        commit(number, [path])
    subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
    git = ["git", "-C", str(root)]
    subprocess.run([*git, "fast-import", "--quiet"], input="".join(stream).encode(), check=True)
    subprocess.run([*git, "reset", "-q", "--hard", "main"], check=True)
    questions = [
        f"{n}. Why? [Reread](<../{path}#{anchor}>)\n"
        for n, (path, anchor) in enumerate(chance.sample(gone, dead), 1)
    ]
    (root / "Recall").mkdir()
    (root / "Recall/Recall.md").write_text("".join(questions), "utf-8")


def seconds(root: Path, *options: str) -> float:
    """The best of three whole runs."""
    home = str(Path(__file__).parents[1])
    command = [sys.executable, "-m", "recall_lint", *options, "--format=concise", str(root)]
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        environment = {**os.environ, "PYTHONPATH": home}
        subprocess.run(command, env=environment, capture_output=True, check=False)
        taken.append(time.perf_counter() - started)
    return min(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time runs without and with history.")
    parser.add_argument("--notes", type=int, default=1000)
    parser.add_argument("--commits", type=int, default=5000)
    parser.add_argument("--dead", type=int, default=50)
    parser.add_argument("--keep", type=Path, help="make the repository here, and keep it")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = chosen.keep or Path(folder) / "notebook"
        make(root, chosen.notes, chosen.commits, chosen.dead)
        without, with_history = seconds(root, "--no-history"), seconds(root)
    sys.stdout.write(
        f"without history {without:.2f} s, with history {with_history:.2f} s, "
        f"difference {with_history - without:.2f} s\n"
    )


if __name__ == "__main__":
    main()
