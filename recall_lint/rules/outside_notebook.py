"""# RL108 outside-notebook

A link points at a file outside the notebook.

## Why it hurts

The file may be on the writer's disk. Nobody who reads the published notebook
has it.

## Example

```markdown title="Notes/Private.md"
See [the plan](../../plans/secret.md).
```

## Instead

Bring the file into the notebook, or name it in plain text:

```markdown title="Notes/Private.md"
The plan is kept in another place.
```

A notebook may be a folder of a git repository. GitHub and GitLab serve all of
it, and so a link from the notebook to the rest of the repository is judged as
any other; only what leads out of the repository is outside, or what a site that
publishes the notebook alone does not have.

On GitHub, `../assets/a.png` is the file `a.png` of the branch `assets`, and
right where git knows a branch or tag of that name.

## Fix

None: whether the file may be published, its owner must decide.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem
from recall_lint.notebook.resolutions import Outside
from recall_lint.rules.context import Context

CODE = "RL108"
NAME = "outside-notebook"


def check(context: Context, path: str) -> Iterator[Problem]:
    for link, found, question in context.notebook.uses(path):
        if isinstance(found, Outside):
            message = f"{found.target.path} lies outside the notebook"
            hint = "bring the file into the notebook, or name it in plain text"
            yield Problem(path, link.span, message, hint, question, link=link)
