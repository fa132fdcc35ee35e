"""# RL110 missing-image

An image file does not exist.

## Why is this bad?

Readers see a broken image, and often the image was the answer.

## Example

```markdown title="Notes/Leaves.md"
![The veins of a leaf](../Images/leaf.png)
```

## Use instead

```markdown title="Notes/Leaves.md"
![The veins of a leaf](../Images/leaves.png)
```

```text title="Images/leaves.png"
a picture
```

## Fix

No fix is available: the name does not tell which image was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem
from recall_lint.notebook.resolutions import MissingFile
from recall_lint.rules.context import Context

CODE = "RL110"
NAME = "missing-image"


def check(context: Context, path: str) -> Iterator[Problem]:
    for link, found, question in context.notebook.uses(path):
        if link.image and isinstance(found, MissingFile):
            shown = found.url or found.target.path
            # Vaults embed notes, too.
            what = "note" if shown.endswith(".md") else "image"
            message = f"{what} not found: {shown}"
            yield Problem(path, link.span, message, question=question, link=link)
