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

CODE = "RL304"
NAME = "duplicate-question"
SEVERITY: Severity = "warning"

_END = " ?!.:…"
"""What may differ at the end of the same question; other signs make `C++` of `C`."""


def check(context: Context) -> Iterator[Problem]:
    first: dict[tuple[str, frozenset[object]], tuple[str, Question]] = {}
    for path, questions in context.notebook.questions.items():
        answers = {use.link: use.resolution for use in context.notebook.uses(path)}
        for question in questions:
            words = question.text.casefold().rstrip(_END)
            if not words:
                continue
            targets = frozenset(
                getattr(answers.get(link), "target", link.destination) for link in question.links
            )
            known = first.setdefault((words, targets), (path, question))
            if known[1] is question:
                continue
            where, other = known
            line = context.notebook.documents[where].source.position(other.span.start).line
            place = f"line {line}" if where == path else f"{where}:{line}"
            message = f"the question is asked already in {place}"
            yield Problem(path, question.text_span, message, "delete one of them", question)
