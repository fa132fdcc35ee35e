"""# RL302 duplicate-question-number

Two questions on a recall page have the same number.

## Why is this bad?

"I missed question 7" no longer says which one.

## Example

```markdown title="Recall/Metals.md"
1. Which metal melts in the hand? [Reread](../Notes/Metals.md#soft)
2. Which metal is liquid? [Reread](../Notes/Metals.md#liquid)
2. Which metal floats? [Reread](../Notes/Metals.md#light)
```

```markdown title="Notes/Metals.md"
# Soft
Gallium.
# Liquid
Mercury.
# Light
Lithium.
```

## Use instead

Renumber the questions:

```markdown title="Recall/Metals.md"
1. Which metal melts in the hand? [Reread](../Notes/Metals.md#soft)
2. Which metal is liquid? [Reread](../Notes/Metals.md#liquid)
3. Which metal floats? [Reread](../Notes/Metals.md#light)
```

Numbering may restart in another section, and a list that repeats one number
throughout (`1. 1. 1.`) is numbered by the renderer: neither is reported.

## Fix

No fix is available: other text may refer to questions by number, and all
following questions would be renumbered.

## Configuration

`recall`: the files that are recall pages (default: those in a folder `Recall`
or with `recall` in their name).
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Question, Section, Span
from recall_lint.base.problems import Problem, Severity
from recall_lint.rules.context import Context

CODE = "RL302"
NAME = "duplicate-question-number"
SEVERITY: Severity = "warning"


def check(context: Context, path: str) -> Iterator[Problem]:
    if not context.notebook.roles.is_recall_page(path):
        return
    first: dict[int, Question] = {}
    section: Section | None = None
    last = 0
    for question in context.notebook.questions(path):
        number = question.number
        if number is None:
            continue
        # A section that restarts numbering has numbers of its own; one that continues it does not.
        if question.section != section and number < last:
            first = {}
        section, last = question.section, number
        if number not in first:
            first[number] = question
            continue
        source = context.notebook.documents[path].source
        line = source.position(first[number].span.start).line
        hint = "renumber the questions"
        message = f"question number {number} is already used on line {line}"
        start = source.text.find(str(number), question.span.start, question.text_span.end)
        start = max(start, question.span.start)
        written = Span(start, start + len(str(number)))
        yield Problem(path, written, message, hint, question)
