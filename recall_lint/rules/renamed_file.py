"""# RL113 renamed-file

A link points to a file that was renamed.

## Why is this bad?

Readers get a "not found" page. All links to the file broke at once.

## Example

```markdown title="Notes/Bread.md" before became="Notes/Sourdough.md"
# Starter

Flour and water, fed every day.
```

```markdown title="Notes/Sourdough.md"
# Starter

Flour and water, fed every day.
```

```markdown title="Recall/Bread.md"
1. What is fed every day? [Reread](../Notes/Bread.md#starter)
```

## Use instead

```markdown title="Recall/Bread.md"
1. What is fed every day? [Reread](../Notes/Sourdough.md#starter)
```

## Fix

Updates the path. The fix is safe if git recorded the rename and the file still
has the anchor; if the heading was renamed as well, the conditions of
`renamed-section` apply.

## Configuration

With `--no-history`, such links are reported as RL101.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem, change_time
from recall_lint.rules.context import Context

CODE = "RL113"
NAME = "renamed-file"
NEEDS_HISTORY = True


def check(context: Context, path: str) -> Iterator[Problem]:
    for use, verdict in context.broken_links(path, "file-renamed"):
        best = verdict.candidates[0]
        message = f"file was renamed to {best.target.path} {change_time(verdict.commit)}"
        yield context.problem(path, use, verdict, message)
