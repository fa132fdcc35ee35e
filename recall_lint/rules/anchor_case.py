"""# RL104 anchor-case

A link works only where letter case does not matter.

## Why it hurts

GitHub lower-cases a fragment before it looks it up. No generated site does,
and no editor: there the same link opens the page at its top.

## Example

```markdown title="Recall/Tides.md"
1. What raises the sea? [Reread](../Notes/Tides.md#The-Moon)
```

```markdown title="Notes/Tides.md"
# The Moon

It pulls.
```

## Instead

```markdown title="Recall/Tides.md"
1. What raises the sea? [Reread](../Notes/Tides.md#the-moon)
```

## Fix

The anchor gets the letter case that it has. That is safe: the link reaches
the same section, on more surfaces than before.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base import destinations
from recall_lint.base.model import Problem, Severity
from recall_lint.notebook.resolutions import AnchorCase
from recall_lint.rules.context import Context

CODE = "RL104"
NAME = "anchor-case"
SEVERITY: Severity = "warning"


def check(context: Context, path: str) -> Iterator[Problem]:
    for use in context.notebook.uses(path):
        found = use.resolution
        if isinstance(found, AnchorCase):
            message = f"the anchor is `{found.right}`, in lower case; only GitHub forgives that"
            new = destinations.with_anchor(context.source_of(path, use.link), found.right)
            target = found.target._replace(anchor=found.right)
            yield context.rewrite(path, use, message, new, target, f"write `#{found.right}`")
