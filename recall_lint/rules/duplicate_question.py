"""# RL304 duplicate-question

The same question is asked twice, and the same sections answer it.

## Why it hurts

It is rehearsed twice as often as its neighbours, and one of the two will be
forgotten when the answer changes.

## Example

```markdown title="Recall/Planets.md"
1. Which planet is the largest? [Reread](../Notes/Planets.md#jupiter)
2. Which planet is the *largest*? [Reread](../Notes/Planets.md#jupiter)
```

```markdown title="Notes/Planets.md"
# Jupiter
The largest of them.
```

## Instead

Delete one of them:

```markdown title="Recall/Planets.md"
1. Which planet is the largest? [Reread](../Notes/Planets.md#jupiter)
```

The same words with other answers ("When was it built?") are other questions.

## Fix

None: the one that stands in the better place should stay, and what is written
below the other would be lost.

## Configuration

`recall`: which files are recall pages. Without it they are those in a folder
`Recall`, or with `recall` in their name.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Link, Problem, Question, Severity
from recall_lint.facts import questions
from recall_lint.notebook.notebook import Notebook
from recall_lint.rules.context import Context

CODE = "RL304"
NAME = "duplicate-question"
SEVERITY: Severity = "warning"


Targets = frozenset[object]
"""Where the answers of a question are."""


def check(context: Context, path: str) -> Iterator[Problem]:
    notebook = context.notebook
    targets = _Targets(notebook)
    asked: dict[str, _Asked] = {}
    for question in notebook.questions(path):
        words = questions.words(question)
        if words not in asked:
            asked[words] = _Asked(notebook.askers(question), targets)
        first = asked[words].before(path, question)
        if first is not None:
            where, other = first
            line = notebook.documents[where].source.position(other.span.start).line
            place = f"line {line}" if where == path else f"{where}:{line}"
            message = f"the question is asked already in {place}"
            yield Problem(path, question.text_span, message, "delete one of them", question)


class _Targets:
    """The targets of questions, the links of each page looked up once."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._answers: dict[str, dict[Link, object]] = {}

    def of(self, path: str, question: Question) -> Targets:
        if path not in self._answers:
            uses = self._notebook.uses(path)
            self._answers[path] = {
                use.link: getattr(use.resolution, "target", use.link.destination) for use in uses
            }
        answers = self._answers[path]
        return frozenset(answers.get(link, link.destination) for link in question.links)


class _Asked:
    """Who asks a question in the same words, read as far as anybody has to know."""

    def __init__(self, askers: Iterator[tuple[str, Question]], targets: _Targets) -> None:
        self._askers = askers
        self._targets = targets
        self._first: dict[Targets, tuple[str, Question]] = {}

    def before(self, path: str, question: Question) -> tuple[str, Question] | None:
        """The first who asks for the same targets, before a question of the page at `path`.

        Later questions of that page are asked about later.
        """
        wanted = self._targets.of(path, question)
        while wanted not in self._first:
            asker = next(self._askers, None)
            if asker is None:
                # A question that is asked once is not among them.
                return None
            self._first.setdefault(self._targets.of(*asker), asker)
        where, other = self._first[wanted]
        return None if (where, other.span) == (path, question.span) else (where, other)
