"""# RL116 ambiguous-anchor

A link names a section that shares its name with others of its file.

## Why it hurts

Which of them `#types` or `#types-1` is, the order of the headings decides.
One more heading above moves the link on in silence.

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

## Instead

Give the heading a name of its own:

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

None: the better name is the writer's to find. `recall-lint rename` then gives
it to the heading and to every link at once.

## Configuration

Off unless selected: notes often repeat headings, and `retargeted-section`
finds the links that did move on.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem, Severity
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
        others = context.notebook.namesakes(goal, place)
        if others:
            label = context.notebook.section(goal, place).label
            document = context.notebook.outline(goal)
            starts = [document.sections[other].span.start for other in others]
            lines = ", ".join(str(document.source.position(start).line) for start in starts)
            message = f"`{label}` is the name of other sections of {goal} too: line {lines}"
            hint = "give the heading a name of its own"
            yield Problem(path, use.link.span, message, hint, use.question, link=use.link)
