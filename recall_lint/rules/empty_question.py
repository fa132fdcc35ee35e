"""# RL303 empty-question

A question has no words of its own.

## Why it hurts

There is a link to an answer, or only a number, and nothing to answer.

## Example

```markdown title="Recall/Birds.md"
1. Which bird flies backwards? [Reread](../Notes/Birds.md#hummingbird)
2. [Reread](../Notes/Birds.md#ostrich)
```

```markdown title="Notes/Birds.md"
# Hummingbird
It hovers.
# Ostrich
It runs.
```

## Instead

Ask something, or delete the item:

```markdown title="Recall/Birds.md"
1. Which bird flies backwards? [Reread](../Notes/Birds.md#hummingbird)
2. Which bird runs? [Reread](../Notes/Birds.md#ostrich)
```

A question that is a link as a whole,
`1. [Which bird runs?](…)`, is not empty; one whose only words are the link
text that other questions of the page end in (`Reread`) is.

## Fix

None: the question was never asked, and an item that is deleted is gone.

## Configuration

`recall`: which files are recall pages. Without it they are those in a folder
`Recall`, or with `recall` in their name.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem
from recall_lint.rules.context import Context

CODE = "RL303"
NAME = "empty-question"


def check(context: Context, path: str) -> Iterator[Problem]:
    for question in context.notebook.questions(path):
        if not question.text:
            hint = "ask something, or delete the item"
            yield Problem(path, question.text_span, "a question without words", hint, question)
