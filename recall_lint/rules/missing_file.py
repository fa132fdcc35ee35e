"""# RL101 missing-file

A link points at a file that is not there.

## Why it hurts

The reader's click ends on a "not found" page, and the question behind it can
no longer be checked.

## Example

```markdown title="Recall/Cells.md"
1. What does a ribosome build? [Reread](../Notes/Cell.md#ribosome)
```

```markdown title="Notes/Cells.md"
# Ribosome

It builds proteins.
```

## Instead

```markdown title="Recall/Cells.md"
1. What does a ribosome build? [Reread](../Notes/Cells.md#ribosome)
```

Images are left to their own rule, and external URLs are never fetched.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.candidates import Finder
from recall_lint.config import Config
from recall_lint.model import Problem
from recall_lint.notebook import MissingFile, Notebook

CODE = "RL101"
NAME = "missing-file"


def check(notebook: Notebook, config: Config) -> Iterator[Problem]:
    finder = Finder(notebook)
    for path in notebook.documents:
        for link, resolution, question in notebook.uses(path):
            if isinstance(resolution, MissingFile) and not link.image:
                message = f"no file {resolution.target.path}"
                found = finder.files(resolution.target)
                hint = finder.did_you_mean(path, link, resolution.target, found)
                yield Problem(path, link.span, message, hint, question)
