"""# RL112 moved-section

A link names a section that git knows to have moved to another file.

## Why it hurts

The reader's click opens the file that the answer was moved out of.

## Example

```markdown title="Notes/Tea.md" before
# Green

Steamed or pan-fired soon after plucking, so that it does not oxidise.

# Black

Oxidised in full.
```

```markdown title="Notes/Tea.md"
# Black

Oxidised in full.
```

```markdown title="Notes/Green tea.md"
# Green

Steamed or pan-fired soon after plucking, so that it does not oxidise.
```

```markdown title="Recall/Tea.md"
1. Why is it steamed? [Reread](../Notes/Tea.md#green)
```

## Instead

```markdown title="Recall/Tea.md"
1. Why is it steamed? [Reread](../Notes/Green%20tea.md#green)
```

The files that the same commit changed are searched, and in all others the
sections that are called alike.

## Fix

The link gets the section's new file and anchor. That is safe within the bounds
of `renamed-section` if the commit that took the section away changed the other
file as well: what left one file then came to the other. A section that is only
called alike in a file of another day is an unsafe fix.

## Configuration

`--no-history` leaves git out: the link is then RL101 or RL102.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem
from recall_lint.rules.context import Context

CODE = "RL112"
NAME = "moved-section"
NEEDS_HISTORY = True


def check(context: Context, path: str) -> Iterator[Problem]:
    for use, verdict in context.dead(path, "moved"):
        best = verdict.candidates[0]
        message = f"section `{use.anchor}` was {best.evidence} to {best.target.path}"
        yield context.problem(path, use, verdict, message)
