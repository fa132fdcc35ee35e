"""# RL109 untracked-target

A link points to a file that is not tracked by git.

## Why is this bad?

The link works for its author but is broken for everybody else: the file was
never added, or it is ignored.

## Example

In this example, `.untracked` lists the files that git does not track.

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

## Use instead

`git add` the file, or link to a tracked file:

```markdown title="Recall/Sand.md"
1. What is sand? [Reread](../Notes/Sand.md#quartz)
```

```markdown title="Notes/Sand.md"
# Quartz
Ground small.
```

Ignored files are usually ignored on purpose. Links in a file that is itself
untracked are not reported.

## Fix

No fix is available: recall-lint never runs `git add`, and only you know whether
the file is ready.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem
from recall_lint.base.tree import Exact
from recall_lint.notebook.resolutions import Found
from recall_lint.rules.context import Context

CODE = "RL109"
NAME = "untracked-target"


def check(context: Context, path: str) -> Iterator[Problem]:
    notebook = context.notebook
    own = notebook.paths.find(path)
    if isinstance(own, Exact) and not own.tracked:
        return
    for link, found, question in notebook.uses(path):
        if isinstance(found, Found) and not found.tracked:
            place = notebook.paths.find(found.target.path)
            assert isinstance(place, Exact)
            if notebook.paths.is_listed(place.path):
                message = f"{place.path} is not tracked by git"
                hint = f"run `git add {place.path}`"
            else:
                message = f"{place.path} is ignored by git"
                hint = "link to a tracked file, or stop ignoring this one"
            yield Problem(path, link.span, message, hint, question, link=link)
