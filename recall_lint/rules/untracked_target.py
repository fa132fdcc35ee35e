"""# RL109 untracked-target

A link points at a file that is there, and that git does not know.

## Why it hurts

The link works for its writer and is broken for everybody else: the file was
not added, or it is ignored.

## Example

`.untracked` stands here for the files that git does not know.

```text title=".untracked"
Notes/Draft.md
```

```markdown title="Recall/Sand.md"
1. What is sand? [Reread](../Notes/Draft.md#quartz)
```

```markdown title="Notes/Draft.md"
# Quartz
Ground small.
```

## Instead

`git add` the file, or link to what everybody has until it is ready:

```markdown title="Recall/Sand.md"
1. What is sand? [Reread](../Notes/Sand.md#quartz)
```

```markdown title="Notes/Sand.md"
# Quartz
Ground small.
```

An ignored file is ignored on purpose, as a rule. A link in a file that git
does not know either is left alone: both are on their way.

## Fix

None: recall-lint never writes to git, and whether the file is ready its writer
must decide.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem
from recall_lint.base.tree import Exact
from recall_lint.notebook.resolutions import Found
from recall_lint.rules.context import Context

CODE = "RL109"
NAME = "untracked-target"


def check(context: Context, path: str) -> Iterator[Problem]:
    notebook = context.notebook
    own = notebook.find(path)
    if isinstance(own, Exact) and not own.tracked:
        return
    for link, found, question in notebook.uses(path):
        if isinstance(found, Found) and not found.tracked:
            place = notebook.find(found.target.path)
            assert isinstance(place, Exact)
            if notebook.lists(place.path):
                message = f"git does not know {place.path}"
                hint = f"run `git add {place.path}`"
            else:
                message = f"git ignores {place.path}"
                hint = "link to a file that everybody has, or let git have this one"
            yield Problem(path, link.span, message, hint, question, link=link)
