"""# RL111 renamed-section

A link points to a section whose heading was renamed.

## Why is this bad?

The link opens the top of the file. The answer still exists; only the link is
out of date.

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

## Use instead

```markdown title="Recall/Glass.md"
1. What melts at 1,500 degrees? [Reread](../Notes/Glass.md#from-sand-to-melt)
```

The section as it was when the link last worked is compared with the current
sections: name, text, position, and whether the heading is new. Renumbered
headings and sections that were merged into another one are found in the same
way.

## Fix

Updates the anchor. The fix is safe if the best match is strong and clearly
ahead of any other, and the heading either is new since the link last worked or
differs from the old one only in numbering and punctuation. Under these
conditions, every fix agreed with the repairs that people made in 49 public
repositories; otherwise the fix is unsafe.

## Configuration

With `--no-history`, such links are reported as RL102.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem
from recall_lint.rules.context import Context

CODE = "RL111"
NAME = "renamed-section"
NEEDS_HISTORY = True


def check(context: Context, path: str) -> Iterator[Problem]:
    for use, verdict in context.broken_links(path, "renamed"):
        best = verdict.candidates[0]
        message = f"section `{use.anchor}` was {best.evidence}"
        yield context.problem(path, use, verdict, message)
