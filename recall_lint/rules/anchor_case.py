"""# RL104 anchor-case

The letter case of a link's anchor does not match the heading's.

## Why is this bad?

GitHub lower-cases fragments before looking them up. Generated sites and editors
do not: there, the same link opens the top of the page.

## Example

```markdown title="Recall/Tides.md"
1. What raises the sea? [Reread](../Notes/Tides.md#The-Moon)
```

```markdown title="Notes/Tides.md"
# The Moon

It pulls.
```

## Use instead

```markdown title="Recall/Tides.md"
1. What raises the sea? [Reread](../Notes/Tides.md#the-moon)
```

## Fix

Changes the anchor to match the heading. The fix is safe: the link points to the
same section, and works on more surfaces than before.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base import destinations
from recall_lint.base.problems import Problem, Severity
from recall_lint.notebook.resolutions import AnchorCase
from recall_lint.rules.context import Context

CODE = "RL104"
NAME = "anchor-case"
SEVERITY: Severity = "warning"


def check(context: Context, path: str) -> Iterator[Problem]:
    for use in context.notebook.uses(path):
        found = use.resolution
        if isinstance(found, AnchorCase):
            message = (
                "anchors are case-sensitive outside GitHub: "
                f"the heading's anchor is `{found.right}`"
            )
            new = destinations.with_anchor(context.source_of(path, use.link), found.right)
            target = found.target._replace(anchor=found.right)
            yield context.rewrite(path, use, message, new, target, f"write `#{found.right}`")
