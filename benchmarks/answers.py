"""How often is the section that a question links to found again, when the link is hidden?

    python -m benchmarks.answers NOTEBOOK [--questions 10000 --sections 10000]

Every fourth link of a recall page's questions is hidden, in four rounds, so that each is hidden
once; the other links stay known, as they are for whoever has forgotten one. The weights in
`recall_lint/answers/` were chosen on the second half of the founding notebook's pages, so the first
half is the measure there. With `--questions`, a generated notebook is timed instead.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from typing import NamedTuple

from recall_lint import markdown
from recall_lint.answers.answering import Answering
from recall_lint.answers.finder import AnswerFinder, linked_sections
from recall_lint.answers.sections import Place
from recall_lint.base.config import PLACEHOLDERS, is_recall_page
from recall_lint.base.model import Question, Source
from recall_lint.base.tree import Tree
from recall_lint.facts.store import plain
from recall_lint.notebook.inputs import Repository, Roles
from recall_lint.notebook.notebook import Notebook
from recall_lint.run.startup import open_session
from recall_lint.slugs import github

_ROUNDS = 4
_DOUBTFUL = 0.25
"""The same value as in RL306."""


class Known(NamedTuple):
    """A question, and the sections that it links to."""

    path: str
    question: Question
    places: list[Place]


def known_questions(notebook: Notebook) -> Iterator[Known]:
    """The questions of recall pages that link to sections of notes."""
    for path in notebook.recall_pages:
        linked = linked_sections(notebook, path)
        for question in notebook.questions(path):
            places = linked.get(question.span.start, [])
            own = [place for place in places if notebook.roles.is_note(place.path)]
            if own:
                yield Known(path, question, own)


def report(notebook: Notebook, known: list[Known], name: str) -> None:
    """Print the shares of some questions, each with its link hidden."""
    top = [0, 0, 0]
    sure = right = 0
    for number in range(_ROUNDS):
        hidden = {(k.path, k.question.span.start) for k in known[number::_ROUNDS]}

        def linked(path: str, hidden: set[tuple[str, int]] = hidden) -> dict[int, list[Place]]:
            found = linked_sections(notebook, path)
            return {start: p for start, p in found.items() if (path, start) not in hidden}

        finder = AnswerFinder(notebook, notebook.notes, PLACEHOLDERS, linked)
        for each in known[number::_ROUNDS]:
            answers = finder.find(each.path, each.question, 5)
            places = [answer.place for answer in answers.found]
            for index, most in enumerate((1, 3, 5)):
                top[index] += any(place in each.places for place in places[:most])
            sure += answers.sure
            right += answers.sure and places[0] in each.places
    shares = "  ".join(
        f"top-{most} {100 * count / len(known):5.1f} %"
        for most, count in zip((1, 3, 5), top, strict=True)
    )
    print(f"{name:12} {len(known):5} questions  {shares}  sure {sure}, right {right}")


def doubtful(notebook: Notebook, known: list[Known]) -> None:
    """Print how many correct links RL306 would report, and how many swapped ones."""
    answering = Answering(notebook, PLACEHOLDERS)
    rng = random.Random(1)

    def flagged(each: Known, place: Place) -> bool:
        return answering.share(each.path, each.question, *place) < _DOUBTFUL

    true = sum(flagged(each, each.places[0]) for each in known)
    places = sorted({place for each in known for place in each.places})
    if len(places) < 2:
        return
    swapped = 0
    for each in known:
        others = [place for place in rng.sample(places, 2) if place != each.places[0]]
        swapped += flagged(each, others[0])
    print(f"doubtful: {true} of {len(known)} true links, {swapped} of {len(known)} swapped ones")


def timed(questions: int, sections: int) -> None:
    """Print how long it takes to answer many questions over many sections."""
    rng = random.Random(1)
    starts, middles = (
        ("b", "d", "f", "g", "l", "m", "n", "p", "r", "t"),
        ("ar", "en", "il", "om", "un"),
    )
    parts = [f"{a}{b}" for a in starts for b in middles]
    words = [f"{a}{b}k" for a in parts for b in parts] + [f"{a}{b}m" for a in parts for b in parts]

    def text(length: int) -> str:
        # A few words are frequent and most are rare, as in any language.
        return " ".join(words[int(len(words) * rng.random() ** 4)] for _ in range(length))

    sources = [
        Source(f"Notes/{n}.md", "".join(f"## {text(3)}\n\n{text(60)}\n\n" for _ in range(100)))
        for n in range(sections // 100)
    ]
    asked = "".join(f"{n}. {text(10)}?\n" for n in range(1, questions + 1))
    documents = [*map(markdown.parse, sources), markdown.parse(Source("Recall/All.md", asked))]
    paths = [document.path for document in documents]
    notebook = Notebook(plain(documents, (github,)), Repository(Tree(paths)), Roles(is_recall_page))
    start = time.process_time()
    finder = AnswerFinder(notebook, notebook.notes, PLACEHOLDERS)
    made = len(finder.index)
    indexed = time.process_time()
    for question in notebook.questions("Recall/All.md"):
        finder.find("Recall/All.md", question)
    end = time.process_time()
    print(f"index of {made:,} sections: {indexed - start:.2f} s of CPU")
    print(f"{questions:,} questions: {end - indexed:.2f} s of CPU")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("notebook", nargs="?", default=".")
    parser.add_argument("--questions", type=int)
    parser.add_argument("--sections", type=int, default=10_000)
    options = parser.parse_args()
    if options.questions:
        timed(options.questions, options.sections)
        return
    with open_session(options.notebook) as session:
        notebook = session.notebook
        known = [*known_questions(notebook)]
        if not known:
            print("no question of a recall page links to a section of a note")
            return
        pages = sorted({each.path for each in known})
        half = {*pages[len(pages) // 2 :]}
        report(notebook, known, "all")
        report(notebook, [k for k in known if k.path not in half] or known, "first half")
        report(notebook, [k for k in known if k.path in half] or known, "second half")
        doubtful(notebook, known)


if __name__ == "__main__":
    main()
