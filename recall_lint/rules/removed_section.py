"""# RL114 removed-section

A link names a section that git knows, and that nothing of today is like.

## Why it hurts

There is no answer any more. A better link will not help: the question must
go, or the section must come back.

## Example

```markdown title="Notes/Coins.md" before
# Minting

Blanks are struck between two dies.

# Assay

A sample is melted and weighed against pure silver.
```

```markdown title="Notes/Coins.md"
# Minting

Blanks are struck between two dies.
```

```markdown title="Recall/Coins.md"
1. How is silver tested? [Reread](../Notes/Coins.md#assay)
```

## Instead

Restore the section (the message names the commit in which it went), or take
the question back, or ask for what is there:

```markdown title="Recall/Coins.md"
1. What strikes the blanks? [Reread](../Notes/Coins.md#minting)
```

## Fix

None: what is left is unlike it. Where sections are called alike, the hint
names them.

## Configuration

`--no-history` leaves git out: the link is then RL101 or RL102.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem
from recall_lint.rules.context import Context

CODE = "RL114"
NAME = "removed-section"
NEEDS_HISTORY = True


def check(context: Context, path: str) -> Iterator[Problem]:
    for use, verdict in context.dead(path, "removed"):
        when = "since the last commit" if verdict.commit is None else f"in {verdict.commit}"
        message = f"section `{use.anchor}` was removed {when}"
        yield context.problem(path, use, verdict, message)
