"""# RL305 stale-question

More than half of the answer has changed since the question was written.

## Why is this bad?

The question may ask about something the note no longer says, or miss what it
says now.

## Example

```toml title=".recall-lint.toml"
select = ["RL305"]
```

```markdown title="Notes/Comets.md" before
# Tails

Each comet has two of them, one of dust that follows its path and one of gas.
```

```markdown title="Notes/Comets.md"
# Tails

Sunlight drives dust off the nucleus: the nearer the sun, the longer they grow.
```

```markdown title="Recall/Comets.md"
1. How many tails has a comet? [Reread](../Notes/Comets.md#tails)
```

## Use instead

Review the section and update the question:

```markdown title="Recall/Comets.md"
1. What makes a comet's tail grow? [Reread](../Notes/Comets.md#tails)
```

Any edit of the question's line resets the check.

## Fix

No fix is available: you have to review the question.

## Configuration

Off by default: it reads the git history of every answer.

This rule needs git history: with `--no-history` it reports nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base import similarity
from recall_lint.base.problems import Problem, Severity
from recall_lint.notebook.resolutions import Found
from recall_lint.rules.context import Context

CODE = "RL305"
NAME = "stale-question"
SEVERITY: Severity = "warning"
DEFAULT = False
NEEDS_HISTORY = True


def check(context: Context, path: str) -> Iterator[Problem]:
    for use in context.notebook.uses(path):
        found = use.resolution
        if use.question is None or use.place is None or not isinstance(found, Found):
            continue
        original = context.section_when_written(path, use)
        if original is None:
            continue
        written, old = original
        now = context.notebook.documents.outline(found.target.path)
        section = now.sections[use.place]
        then_said = similarity.Text(similarity.whole_text(written.then, old))
        shared = then_said.shared(similarity.Text(similarity.whole_text(now, section)))
        if then_said.shingles and shared < 0.5:
            message = (
                f"section `{section.label}` has changed by {1 - shared:.0%} since this question "
                f"was written in {written.commit}"
            )
            hint = "review the question"
            yield Problem(path, use.link.span, message, hint, use.question, link=use.link)
