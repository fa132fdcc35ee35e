"""# RL116 ambiguous-anchor

A link points to a heading that is not unique in its file.

## Why is this bad?

Which heading `#types` or `#types-1` refers to depends on their order. Adding
another such heading above them silently retargets the link.

## Example

```toml title=".recall-lint.toml"
select = ["RL116"]
```

```markdown title="Notes/Ropes.md"
# Hemp
## Care
Dry it.
# Nylon
## Care
Keep it from the sun.
```

```markdown title="Recall/Ropes.md"
1. What harms nylon? [Reread](../Notes/Ropes.md#care-1)
```

## Use instead

Give the heading a unique name:

```markdown title="Notes/Ropes.md"
# Hemp
## Care
Dry it.
# Nylon
## Care of nylon
Keep it from the sun.
```

```markdown title="Recall/Ropes.md"
1. What harms nylon? [Reread](../Notes/Ropes.md#care-of-nylon)
```

## Fix

No fix is available: you have to choose a better heading. `recall-lint rename`
then changes the heading and every link to it.

## Configuration

Off by default: notes often repeat headings, and `retargeted-section` already
finds links that have come to point to another section.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem, Severity
from recall_lint.notebook.resolutions import Found
from recall_lint.rules.context import Context

CODE = "RL116"
NAME = "ambiguous-anchor"
SEVERITY: Severity = "warning"
DEFAULT = False


def check(context: Context, path: str) -> Iterator[Problem]:
    for use in context.notebook.uses(path):
        place = use.place
        if not isinstance(use.resolution, Found) or place is None:
            continue
        goal = use.resolution.target.path
        others = context.notebook.anchors.namesakes(goal, place)
        if others:
            label = context.notebook.documents.section(goal, place).label
            document = context.notebook.documents.outline(goal)
            starts = [document.sections[other].span.start for other in others]
            lines = ", ".join(str(document.source.position(start).line) for start in starts)
            what = "line" if len(starts) == 1 else "lines"
            message = f"`{label}` is ambiguous: {goal} has the same heading on {what} {lines}"
            hint = "give the heading a unique name"
            yield Problem(path, use.link.span, message, hint, use.question, link=use.link)
