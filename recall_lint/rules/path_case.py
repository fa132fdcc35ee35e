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

from recall_lint import destinations
from recall_lint.config import Config
from recall_lint.model import Edit, Fix, Problem
from recall_lint.notebook import Notebook, PathCase

CODE = "RL107"
NAME = "path-case"


def check(notebook: Notebook, config: Config) -> Iterator[Problem]:
    for path in notebook.documents:
        for link, found, question in notebook.uses(path):
            if isinstance(found, PathCase):
                new = destinations.with_path_case(link.destination, found.right)
                fix = Fix(f"write `{new}`", (Edit(path, link.span, new),), safe=True)
                message = f"the file is called {found.right}"
                yield Problem(path, link.span, message, f"write `{new}`", question, (fix,))
