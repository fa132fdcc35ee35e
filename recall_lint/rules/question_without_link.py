"""# RL301 question-without-link

A question has no link to the section that answers it.

## Why it hurts

Nobody can reread the answer with one click, and nothing can tell when the
answer is renamed or removed.

## Example

```markdown title="Recall/Rivers.md"
1. Which river is the longest?
```

## Instead

```markdown title="Recall/Rivers.md"
1. Which river is the longest? [Reread](../Notes/Rivers.md#the-longest)
```

```markdown title="Notes/Rivers.md"
# The longest

The Nile, or the Amazon.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.context import Context
from recall_lint.model import Problem

CODE = "RL301"
NAME = "question-without-link"


def check(context: Context) -> Iterator[Problem]:
    for path, questions in context.notebook.questions.items():
        for question in questions:
            if question.text and not question.links:
                hint = "end it with a link such as `[Reread](../Notes/Topic.md#section)`"
                message = "no link to the section that answers this question"
                yield Problem(path, question.text_span, message, hint, question)
