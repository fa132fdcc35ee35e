"""# RL900 unreadable-file

A file could not be read or checked.

## Why is this bad?

Its links and questions are not checked, and for links to it, only whether the
file exists. Without this line, the report would look complete. The exit code is
2, whichever rules are selected, and 3 if the reason is an error in recall-lint.

## Example

In this example, `.unreadable` lists files that cannot be read.

```text title=".unreadable"
Notes/Planets.md
```

```markdown title="Notes/Planets.md"
# Jupiter
```

## Use instead

Make the file readable, exclude it, or run again if it changed during the run:

```text title=".unreadable"
```

## Fix

No fix is available.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Span
from recall_lint.base.problems import Problem
from recall_lint.rules.context import Context

CODE = "RL900"
NAME = "unreadable-file"
JUDGES_UNREAD = True


def check(context: Context, path: str) -> Iterator[Problem]:
    if path in context.unchecked:
        yield Problem(path, Span(0, 0), context.unchecked[path].reason)
