"""# RL301 question-without-link

A question has no link to its answer.

## Why is this bad?

The answer cannot be opened with one click, and recall-lint cannot tell when it
is renamed or removed.

## Example

```markdown title="Recall/Rivers.md"
1. Which river is the longest?
```

## Use instead

```markdown title="Recall/Rivers.md"
1. Which river is the longest? [Reread](../Notes/Rivers.md#the-longest)
```

```markdown title="Notes/Rivers.md"
# The longest

The Nile, or the Amazon.
```

Images and links without a destination (`[Reread]()`, `[Reread](#)`) do not
count.

## Fix

No fix is available: only you know which section answers the question.

## Configuration

`recall`: the files that are recall pages (default: those in a folder `Recall`
or with `recall` in their name).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from recall_lint.base.model import Question
from recall_lint.base.problems import Problem
from recall_lint.rules.context import Context

CODE = "RL301"
NAME = "question-without-link"


def check(context: Context, path: str) -> Iterator[Problem]:
    # They are ordered by kind; sort them by position to search.
    lookalikes = sorted(text.span.start for text in context.notebook.documents[path].lookalikes)
    for question in context.notebook.questions(path):
        answered = any(link.destination.strip("#") for link in question.links)
        if question.text and not answered and not _almost(lookalikes, question):
            hint = "add a link such as `[Reread](../Notes/Topic.md#section)`"
            message = "question has no link to its answer"
            yield Problem(path, question.text_span, message, hint, question)


def _almost(lookalikes: list[int], question: Question) -> bool:
    """Whether the question contains an almost-link, which other rules report."""
    start, end = question.span
    first = bisect_left(lookalikes, start)
    return first < len(lookalikes) and lookalikes[first] < end
