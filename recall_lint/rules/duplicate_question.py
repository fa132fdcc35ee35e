"""# RL304 duplicate-question

A question is repeated with the same answer.

## Why is this bad?

It is rehearsed twice as often as the others, and one of the copies will be
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

## Use instead

Delete one of them:

```markdown title="Recall/Planets.md"
1. Which planet is the largest? [Reread](../Notes/Planets.md#jupiter)
```

The same words with different answers ("When was it built?") are different
questions. Questions with answers next to them are not compared.

## Fix

No fix is available: only you can tell which copy to keep, and any text below
the other one would be lost.

## Configuration

`recall`: the files that are recall pages (default: those in a folder `Recall`
or with `recall` in their name).
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint import questions
from recall_lint.base.model import Link, Question
from recall_lint.base.problems import Problem, Severity
from recall_lint.notebook.notebook import Notebook
from recall_lint.rules.context import Context

CODE = "RL304"
NAME = "duplicate-question"
SEVERITY: Severity = "warning"


Targets = frozenset[object]
"""The targets of a question."""


def check(context: Context, path: str) -> Iterator[Problem]:
    notebook = context.notebook
    targets = _Targets(notebook)
    asked: dict[str, _Asked] = {}
    is_recall_page = notebook.roles.is_recall_page(path)
    for question in notebook.questions(path):
        if question.answer is not None or not (is_recall_page or question.links):
            # Such a question may have another answer there.
            continue
        words = questions.words(question)
        if words not in asked:
            asked[words] = _Asked(notebook.same_questions(question), targets)
        first = asked[words].before(path, question)
        if first is not None:
            where, other = first
            line = notebook.documents[where].source.position(other.span.start).line
            place = f"on line {line}" if where == path else f"at {where}:{line}"
            message = f"duplicate of the question {place}"
            yield Problem(path, question.text_span, message, "delete one of them", question)


class _Targets:
    """The targets of questions; the links of each page are looked up once."""

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
    """The questions with the same words, computed on demand."""

    def __init__(self, askers: Iterator[tuple[str, Question]], targets: _Targets) -> None:
        self._askers = askers
        self._targets = targets
        self._first: dict[Targets, tuple[str, Question]] = {}

    def before(self, path: str, question: Question) -> tuple[str, Question] | None:
        """The first question with the same targets, if it precedes one on the page at `path`.

        Later questions of that page are looked up later.
        """
        wanted = self._targets.of(path, question)
        while wanted not in self._first:
            asker = next(self._askers, None)
            if asker is None:
                # A question that occurs only once is not listed.
                return None
            self._first.setdefault(self._targets.of(*asker), asker)
        where, other = self._first[wanted]
        return None if (where, other.span) == (path, question.span) else (where, other)
