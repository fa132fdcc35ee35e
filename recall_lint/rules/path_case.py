"""# RL107 path-case

The letter case of a path does not match the file's name.

## Why is this bad?

The link works on case-insensitive file systems but is broken on GitHub, on
generated sites and on Linux.

## Example

```markdown title="Recall/Bees.md"
1. Who dances? [Reread](../notes/bees.md#workers)
```

```markdown title="Notes/Bees.md"
# Workers
They point at flowers.
```

## Use instead

```markdown title="Recall/Bees.md"
1. Who dances? [Reread](../Notes/Bees.md#workers)
```

Paths are compared with the names listed by git or the file system, so the
result is the same on every file system.

## Fix

Changes the path to match the file's name. The fix is safe: no other file has
this name.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base import destinations
from recall_lint.base.problems import Problem
from recall_lint.notebook.resolutions import PathCase
from recall_lint.rules.context import Context

CODE = "RL107"
NAME = "path-case"


def check(context: Context, path: str) -> Iterator[Problem]:
    for use in context.notebook.uses(path):
        found = use.resolution
        if isinstance(found, PathCase):
            message = f"wrong letter case: the file is named {found.right}"
            new = destinations.with_path_case(context.source_of(path, use.link), found.right)
            target = found.target._replace(path=found.right)
            yield context.rewrite(path, use, message, new, target, f"write `{new}`")
