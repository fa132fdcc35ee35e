"""# RL107 path-case

A link names a file in the wrong letter case.

## Why it hurts

It works on the writer's machine, where the file system does not care, and
fails on GitHub, on the site and for everybody on Linux.

## Example

```markdown title="Recall/Bees.md"
1. Who dances? [Reread](../notes/bees.md#workers)
```

```markdown title="Notes/Bees.md"
# Workers
They point at flowers.
```

## Instead

```markdown title="Recall/Bees.md"
1. Who dances? [Reread](../Notes/Bees.md#workers)
```

Names are compared with those that git or the folder lists, so the answer is
the same on every file system.

## Fix

The path gets the letter case of the file. That is safe: no other file of this
name is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base import destinations
from recall_lint.base.model import Problem
from recall_lint.notebook.resolutions import PathCase
from recall_lint.rules.context import Context

CODE = "RL107"
NAME = "path-case"


def check(context: Context, path: str) -> Iterator[Problem]:
    for use in context.notebook.uses(path):
        found = use.resolution
        if isinstance(found, PathCase):
            message = f"the file is called {found.right}"
            new = destinations.with_path_case(context.source_of(path, use.link), found.right)
            target = found.target._replace(path=found.right)
            yield context.rewrite(path, use, message, new, target, f"write `{new}`")
