"""# RL110 missing-image

An image's file is not there.

## Why it hurts

Readers see a broken picture. Often the picture was the answer.

## Example

```markdown title="Notes/Leaves.md"
![The veins of a leaf](../Images/leaf.png)
```

## Instead

```markdown title="Notes/Leaves.md"
![The veins of a leaf](../Images/leaves.png)
```

```text title="Images/leaves.png"
a picture
```

## Fix

None: which picture was meant, its name does not tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem
from recall_lint.notebook.resolutions import MissingFile
from recall_lint.rules.context import Context

CODE = "RL110"
NAME = "missing-image"


def check(context: Context, path: str) -> Iterator[Problem]:
    for link, found, question in context.notebook.uses(path):
        if link.image and isinstance(found, MissingFile):
            shown = found.url or found.target.path
            # A vault embeds notes as well.
            what = "note" if shown.endswith(".md") else "image"
            message = f"no {what} {shown}"
            yield Problem(path, link.span, message, question=question, link=link)
