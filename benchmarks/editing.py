"""How much does a keystroke cost the language server, and does its memory stay flat?

    python -m benchmarks.editing [--files 10000] [--edits 10000] [--notebook FOLDER]

A notebook is generated, or a copy of one is taken. `check` fills its cache and is timed with it.
Then a server is started as an editor would, with one note and three recall pages open; one of them
links to the note, another has a question without a link. An editing log is replayed on the note:
words, lines, headings and links are typed letter by letter, and taken away again. After each edit
the problems of the note are asked for, and after every tenth those of the pages. Times are CPU
seconds of the server and the processes that it starts, from /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import corpus

_TYPED = (
    "light bends ",
    "\n\n## Another heading\n\n",
    "[see](#another-heading) ",
    "[see](no-such-file.md) ",
    "- an item\n",
    "`code` and *words* ",
    "\n\n> A quote, over\n> two lines.\n\n",
)


def log(text: str, edits: int, seed: int = 1) -> Iterator[str]:
    """An editing log: the text after each keystroke."""
    rng = random.Random(seed)
    length = len(text)
    while True:
        at = rng.choice([n for n, c in enumerate(text) if c == "\n"] or [len(text)])
        typed = rng.choice(_TYPED)
        for letter in typed:
            text = text[:at] + letter + text[at:]
            yield text
            at += 1
            edits -= 1
            if not edits:
                return
        while len(text) > length + 400:
            start = rng.randrange(len(text) - 5)
            text = text[:start] + text[start + 5 :]
            yield text
            edits -= 1
            if not edits:
                return


class Client:
    """A client that waits for each answer."""

    def __init__(self, root: Path) -> None:
        command = [sys.executable, "-m", "recall_lint", "server"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.pid = self._process.pid
        self._number = 0
        can = {"textDocument": {"diagnostic": {}}, "general": {"positionEncodings": ["utf-32"]}}
        folder = {"uri": root.as_uri(), "name": root.name}
        params = {"processId": None, "capabilities": can, "workspaceFolders": [folder]}
        self.ask("initialize", {**params, "rootUri": root.as_uri()})
        self.tell("initialized", {})

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            answer = self._receive()
            if answer.get("id") == self._number and "method" not in answer:
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer["result"]

    def problems(self, uri: str) -> list[Any]:
        """The problems of a file."""
        found = self.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        items: list[Any] = found["items"]
        return items

    def end(self) -> None:
        self.ask("shutdown", None)
        self.tell("exit", None)
        self._process.communicate()

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b": ")
            if name == b"Content-Length":
                length = int(value)
        answer: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return answer

    # Cost.

    def cpu(self) -> float:
        """CPU seconds of the server and its child processes."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """The resident set, in MB."""
        pages = Path(f"/proc/{self.pid}/statm").read_text("utf-8").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def check(root: Path) -> tuple[float, float]:
    """CPU seconds of a `check`, and seconds until it ends."""
    before, start = os.times(), time.perf_counter()
    command = [sys.executable, "-m", "recall_lint", "-q", str(root)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = os.times()
    cpu = after.children_user + after.children_system
    return cpu - before.children_user - before.children_system, time.perf_counter() - start


def open_files(root: Path) -> tuple[Path, list[Path]]:
    """A note, and three pages that link to it or are changed to."""
    # A cache folder has a README.md, and "recall" in its name.
    hidden = {path for path in root.iterdir() if path.name.startswith(".")}
    files = sorted(p for p in root.rglob("*.md") if hidden.isdisjoint(p.parents))
    pages = [p for p in files if "recall" in p.relative_to(root).as_posix().lower()][:3]
    notes = [p for p in files if p not in pages and "recall" not in str(p).lower()]
    return notes[len(notes) // 2], pages or notes[:3]


def measure(root: Path, edits: int) -> None:
    """Print the cost of a server on a notebook."""
    note, pages = open_files(root)
    target = os.path.relpath(note, pages[0].parent)
    texts = {page: page.read_text("utf-8") for page in (note, *pages)}
    texts[pages[0]] += f"\n98. What is there? [Reread]({target}#another-heading)\n"
    texts[pages[1]] += "\n99. What is there, and why is it bent by nothing?\n"
    check(root)
    cpu, wall = min(check(root) for _ in range(3))
    print(f"check, warm: {cpu:.2f} s of CPU, {wall:.2f} s")
    start = time.perf_counter()
    client = Client(root)
    for path, text in texts.items():
        item = {"uri": path.as_uri(), "languageId": "markdown", "version": 1, "text": text}
        client.tell("textDocument/didOpen", {"textDocument": item})
    client.problems(note.as_uri())
    wall = time.perf_counter() - start
    print(f"first problems: {client.cpu():.2f} s of CPU, {wall:.2f} s, {client.memory():.0f} MB")
    start_cpu = client.cpu()
    for page in pages:
        client.problems(page.as_uri())
    spent = client.cpu() - start_cpu
    print(f"first answers for questions: {spent:.2f} s of CPU, {client.memory():.0f} MB")
    replay(client, note, pages, texts[note], edits)
    client.end()


def replay(client: Client, note: Path, pages: list[Path], text: str, edits: int) -> None:
    """Replay an editing log, and print its cost."""
    own = others = 0.0
    slowest = 0.0
    rounds = 0
    marks = {edits // 10 * n for n in range(1, 11)}
    for number, now in enumerate(log(text, edits), 1):
        # The simplest editors send the whole text.
        document = {"uri": note.as_uri(), "version": number + 1}
        before, start = client.cpu(), time.perf_counter()
        change = {"textDocument": document, "contentChanges": [{"text": now}]}
        client.tell("textDocument/didChange", change)
        client.problems(note.as_uri())
        slowest = max(slowest, time.perf_counter() - start)
        between = client.cpu()
        own += between - before
        if number % 10 == 0:
            rounds += 1
            for page in pages:
                client.problems(page.as_uri())
            others += client.cpu() - between
        if number in marks:
            print(
                f"{number:6,} edits: {1000 * own / number:5.1f} ms of CPU for the file, "
                f"{1000 * others / max(1, rounds):5.1f} ms for {len(pages)} others, "
                f"slowest {1000 * slowest:.0f} ms, {client.memory():.0f} MB"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--notebook", help="a folder to copy, in place of a generated one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "notebook"
        if options.notebook is None:
            corpus.write(root, corpus.Corpus(options.files))
        else:
            shutil.copytree(options.notebook, root, symlinks=True)
        measure(root, options.edits)


if __name__ == "__main__":
    main()
