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

An image is no link, and neither is one that leads nowhere (`[Reread]()`,
`[Reread](#)`).

## Fix

None: which section answers it, only its writer knows.

## Configuration

`recall`: which files are recall pages. Without it they are those in a folder
`Recall`, or with `recall` in their name.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from recall_lint.base.model import Problem, Question
from recall_lint.rules.context import Context

CODE = "RL301"
NAME = "question-without-link"


def check(context: Context, path: str) -> Iterator[Problem]:
    # In the order of the shapes that they have; sought by place.
    lookalikes = sorted(text.span.start for text in context.notebook.documents[path].lookalikes)
    for question in context.notebook.questions(path):
        answered = any(link.destination.strip("#") for link in question.links)
        if question.text and not answered and not _almost(lookalikes, question):
            hint = "end it with a link such as `[Reread](../Notes/Topic.md#section)`"
            message = "no link to the section that answers this question"
            yield Problem(path, question.text_span, message, hint, question)


def _almost(lookalikes: list[int], question: Question) -> bool:
    """Whether the question holds text that was meant as a link, which other rules report."""
    start, end = question.span
    first = bisect_left(lookalikes, start)
    return first < len(lookalikes) and lookalikes[first] < end
