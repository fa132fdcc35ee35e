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

from recall_lint.context import Context
from recall_lint.model import Problem, Question, Severity
from recall_lint.notebook import Notebook

CODE = "RL304"
NAME = "duplicate-question"
SEVERITY: Severity = "warning"


def check(context: Context, path: str) -> Iterator[Problem]:
    notebook = context.notebook
    for question in notebook.questions(path):
        targets = _targets(notebook, path, question)
        for where, other in notebook.askers(question):
            if (where, other.span) == (path, question.span):
                break
            if _targets(notebook, where, other) == targets:
                line = notebook.documents[where].source.position(other.span.start).line
                place = f"line {line}" if where == path else f"{where}:{line}"
                message = f"the question is asked already in {place}"
                yield Problem(path, question.text_span, message, "delete one of them", question)
                break


def _targets(notebook: Notebook, path: str, question: Question) -> set[object]:
    """Where the answers are."""
    answers = {use.link: use.resolution for use in notebook.uses(path)}
    return {getattr(answers.get(link), "target", link.destination) for link in question.links}
