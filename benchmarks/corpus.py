"""Make a notebook to measure on: `python -m benchmarks.corpus FOLDER --files 1000`.

Shaped after a real notebook of 34 files and 0.4 MB: two headings of five stand
in list items, most text is nested lists, now and then comes code, a table, a
formula or an image. Every fifth file is a recall page with a question for each
section of one note. A kilobyte has about two links. One link of 500 is dead.
The same numbers and seed give the same notebook.
"""

from __future__ import annotations

import argparse
import posixpath
import random
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.history import WORDS, words

CODE = ("for step in range(epochs):", "    loss = model(batch[step])", "    loss.backward()")
TABLE = ("| name | value |", "| --- | ---: |", "| first | `1` |", "| second | 22 |")
FORMULA = ("$$", r"z = \sum_{i=1}^{n} w_i x_i + b", "$$")
FIGURES = tuple(f"images/figure-{n}.png" for n in range(20))
SECTION = 315
"""Bytes of a file for each heading of a note; a recall page is shorter than its note."""
BYTES = {34: 11_600, 1_000: 11_600, 10_000: 4_500}
"""Bytes of a file, by the number of files: large notebooks have smaller ones."""


class Note(NamedTuple):
    """A note before it is written: others link to its sections."""

    path: str
    headings: list[str]
    anchors: list[str]


class Corpus:
    """A notebook of texts; `links` and the `dead` ones of them are counted as texts are made."""

    def __init__(
        self, files: int, *, size: int = 0, density: float = 0.15, dead: int = 500, seed: int = 0
    ) -> None:
        """`size` is in bytes per file, `density` the share of sentences in notes that link."""
        self.chance = random.Random(seed)
        self.density = density
        self.dead_every = dead
        self.links = 0
        self.dead = 0
        self.recall = files // 5
        sections = max(2, (size or BYTES.get(files, 11_600)) // SECTION)
        self.notes = [
            self._outline(number, self.chance.randint(sections // 2, sections * 3 // 2))
            for number in range(files - self.recall)
        ]

    def texts(self) -> Iterator[tuple[str, str]]:
        """The path and the text of each file."""
        for number, note in enumerate(self.notes):
            yield note.path, self._note(note)
            if number % 4 == 0 and number // 4 < self.recall:
                page = note.path.replace("Notes/", "Recall/", 1)
                yield page, self._recall_page(page, note)

    def _outline(self, number: int, sections: int) -> Note:
        subject = WORDS[number // 40 % len(WORDS)]
        name = f"{words(self.chance, 2)} {number}"
        headings = [name.title(), *(self._heading() for _ in range(sections))]
        seen = Counter[str]()
        anchors = []
        for heading in headings:
            kept = "".join(c for c in heading.lower() if c.isalnum() or c == " ")
            anchor = kept.replace(" ", "-")
            anchors.append(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
            seen[anchor] += 1
        return Note(f"Notes/{subject}/{name.replace(' ', '-')}.md", headings, anchors)

    def _heading(self) -> str:
        text = words(self.chance, self.chance.randint(1, 4)).title()
        match self.chance.randrange(12):
            case 0:
                return f"`{text}`"
            case 1:
                return f"{text} ({self.chance.choice(WORDS)})"
            case 2:
                return "Examples"
        return text

    def _note(self, note: Note) -> str:
        lines = [f"# {note.headings[0]}", "", self._sentence(note.path), ""]
        item = 0
        for heading in note.headings[1:]:
            if self.chance.random() < 0.4:
                item += 1
                lines.append(f"{item}. ### {heading}")
                lines.extend(f"    {line}" if line else "" for line in self._body(note.path))
            else:
                item = 0
                lines.extend((f"## {heading}", "", *self._body(note.path)))
        return "\n".join(lines)

    def _body(self, page: str) -> Iterator[str]:
        for _ in range(self.chance.randint(1, 2)):
            match self.chance.randrange(20):
                case 0 | 1:
                    yield from ("```python", *CODE, "```")
                case 2:
                    yield from TABLE
                case 3:
                    yield from FORMULA
                case 4:
                    figure = self._aim(page, self.chance.choice(FIGURES))
                    yield f"![{self.chance.choice(WORDS)}]({figure})"
                case 5 | 6 | 7 | 8:
                    for _ in range(self.chance.randint(1, 3)):
                        yield self._sentence(page)
                case _:
                    for _ in range(self.chance.randint(1, 4)):
                        yield f"- {self._sentence(page)}"
                        if self.chance.random() < 0.4:
                            yield f"    - **{self.chance.choice(WORDS)}**: {self._sentence(page)}"
            yield ""

    def _sentence(self, page: str) -> str:
        text = words(self.chance, self.chance.randint(10, 26)).capitalize()
        kind = self.chance.random()
        if kind < self.density:
            text += f" [{self.chance.choice(WORDS)}]({self._section(page)})"
        elif kind > 0.99:
            text += f" [{self.chance.choice(WORDS)}](https://example.org/{len(text)})"
        elif kind > 0.9:
            text += " $w_i x_i$"
        return f"{text}."

    def _recall_page(self, page: str, note: Note) -> str:
        lines = [f"# Recall {note.headings[0]}", ""]
        for number, anchor in enumerate(note.anchors[1:], 1):
            if number % 8 == 1:
                lines.extend(("", f"## Part {number // 8 + 1}", ""))
            aim = self._aim(page, note.path, anchor)
            lines.append(f"{number}. What of {words(self.chance, 18)}? [Reread]({aim})")
        return "\n".join([*lines, ""])

    def _section(self, page: str) -> str:
        note = self.chance.choice(self.notes)
        return self._aim(page, note.path, self.chance.choice(note.anchors))

    def _aim(self, page: str, path: str, anchor: str = "") -> str:
        """A destination; of the broken ones, two of three miss the section and one the file."""
        self.links += 1
        if self.links % self.dead_every == self.dead_every // 2:
            self.dead += 1
            if anchor and self.dead % 3:
                anchor += "-of-old"
            else:
                path = path.replace(".", "-of-old.")
        return posixpath.relpath(path, posixpath.dirname(page)) + (f"#{anchor}" if anchor else "")


def write(root: Path, corpus: Corpus, *, git: bool = True) -> None:
    """Write the notebook to a new folder and commit it."""
    for figure in FIGURES:
        (root / figure).parent.mkdir(parents=True, exist_ok=True)
        (root / figure).write_bytes(b"")
    for path, text in corpus.texts():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    if git:
        commit(root)


def commit(root: Path) -> None:
    """Make a folder a repository with everything in one commit."""
    who = ("user.name=Ada", "user.email=ada@example.org", "commit.gpgsign=false", "gc.auto=0")
    options = [word for setting in who for word in ("-c", setting)]
    for step in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "notebook"]):
        subprocess.run(["git", "-C", str(root), *options, *step], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make a notebook; print its links, and the dead.")
    parser.add_argument("folder", type=Path, help="a new folder")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--density", type=float, default=0.15, help="share of linking sentences")
    parser.add_argument("--no-git", action="store_true", help="make no repository of it")
    chosen = parser.parse_args()
    if chosen.folder.exists():
        parser.error(f"{chosen.folder} is there already")
    corpus = Corpus(chosen.files, density=chosen.density)
    write(chosen.folder, corpus, git=not chosen.no_git)
    print(corpus.links, corpus.dead)


if __name__ == "__main__":
    main()
