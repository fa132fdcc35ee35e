"""# RL111 renamed-section

A link names a section by the heading that it had once, and git knows the one it has now.

## Why it hurts

The reader's click opens the file at its top. The answer is still there, and
only the link does not know.

## Example

```markdown title="Notes/Glass.md" before
# Melting

Sand and soda ash, at 1,500 degrees.

# Blowing

A bubble at the end of a pipe.
```

```markdown title="Notes/Glass.md"
# From sand to melt

Sand and soda ash, at 1,500 degrees.

# Blowing

A bubble at the end of a pipe.
```

```markdown title="Recall/Glass.md"
1. What melts at 1,500 degrees? [Reread](../Notes/Glass.md#melting)
```

## Instead

```markdown title="Recall/Glass.md"
1. What melts at 1,500 degrees? [Reread](../Notes/Glass.md#from-sand-to-melt)
```

The section as it was when the link last worked is compared with the sections
of today: its name, its text, its place, and whether the heading is new.
Renumbered headings and sections that were merged into another one are found
in the same way.

## Fix

The link gets the anchor of the section as it is now. That is safe when the
evidence is strong and far ahead of any other section's, and the heading is
new since the link last worked, or differs from the old one in numbering and
punctuation only. Within these bounds every fix was right among the repairs
that people made in 49 public repositories; outside them the fix is unsafe.

## Configuration

`--no-history` leaves git out: the link is then RL102.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem
from recall_lint.rules.context import Context

CODE = "RL111"
NAME = "renamed-section"
NEEDS_HISTORY = True


def check(context: Context, path: str) -> Iterator[Problem]:
    for use, verdict in context.dead(path, "renamed"):
        best = verdict.candidates[0]
        message = f"section `{use.anchor}` was {best.evidence}"
        yield context.problem(path, use, verdict, message)
