"""# RL108 outside-notebook

A link points to a file outside the notebook.

## Why is this bad?

The file may exist on the author's disk, but readers of the published notebook
do not have it.

## Example

```markdown title="Notes/Private.md"
See [the plan](../../plans/secret.md).
```

## Use instead

Move the file into the notebook, or mention it without a link:

```markdown title="Notes/Private.md"
The plan is kept elsewhere.
```

A notebook may be a folder of a git repository. GitHub and GitLab serve the whole
repository, so links to its other files are checked as usual; a target counts as
outside only if it is outside the repository, or if the notebook is published by
a site that does not include it.

On GitHub, `../assets/a.png` refers to `a.png` on the branch `assets`, so it is
not reported if git has a branch or tag of that name.

## Fix

No fix is available: the file may not be meant for publication.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem
from recall_lint.notebook.resolutions import Outside
from recall_lint.rules.context import Context

CODE = "RL108"
NAME = "outside-notebook"


def check(context: Context, path: str) -> Iterator[Problem]:
    for link, found, question in context.notebook.uses(path):
        if isinstance(found, Outside):
            message = f"{found.target.path} is outside the notebook"
            hint = "move the file into the notebook, or mention it without a link"
            yield Problem(path, link.span, message, hint, question, link=link)
