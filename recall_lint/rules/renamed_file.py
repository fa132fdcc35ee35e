"""# RL113 renamed-file

A link names a file that git knows under another name.

## Why it hurts

The reader's click ends on a "not found" page. Every link to the file broke at
once.

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

## Instead

```markdown title="Recall/Bread.md"
1. What is fed every day? [Reread](../Notes/Sourdough.md#starter)
```

## Fix

The link gets the file's new name. That is safe when git saw the file renamed
and the anchor is still in it; when its heading was renamed as well, the
bounds of `renamed-section` hold.

## Configuration

`--no-history` leaves git out: the link is then RL101.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem
from recall_lint.rules.context import Context

CODE = "RL113"
NAME = "renamed-file"
NEEDS_HISTORY = True


def check(context: Context, path: str) -> Iterator[Problem]:
    for use, verdict in context.dead(path, "file-renamed"):
        best = verdict.candidates[0]
        when = "since the last commit" if verdict.commit is None else f"in {verdict.commit}"
        message = f"the file was renamed to {best.target.path} {when}"
        yield context.problem(path, use, verdict, message)
