"""# RL303 empty-question

A question has no text.

## Why is this bad?

There is a link to an answer, or just a number, but no question.

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

## Use instead

Write the question or delete the item:

```markdown title="Recall/Birds.md"
1. Which bird flies backwards? [Reread](../Notes/Birds.md#hummingbird)
2. Which bird runs? [Reread](../Notes/Birds.md#ostrich)
```

A question that is entirely a link, `1. [Which bird runs?](…)`, is not empty.
One that consists only of the link text that the page's other questions end with
(`Reread`) is.

## Fix

No fix is available: only you know what the question should be.

## Configuration

`recall`: the files that are recall pages (default: those in a folder `Recall`
or with `recall` in their name).
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem
from recall_lint.rules.context import Context

CODE = "RL303"
NAME = "empty-question"


def check(context: Context, path: str) -> Iterator[Problem]:
    if not context.notebook.roles.is_recall_page(path):
        return
    for question in context.notebook.questions(path):
        if not question.text:
            hint = "write the question or delete the item"
            yield Problem(path, question.text_span, "empty question", hint, question)
