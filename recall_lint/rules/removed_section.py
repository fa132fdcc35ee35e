"""# RL114 removed-section

A link points to a section that was removed.

## Why is this bad?

The answer no longer exists. A better link will not help: remove the question,
or restore the section.

## Example

```markdown title="Notes/Coins.md" before
# Minting

Blanks are struck between two dies.

# Assay

A sample is melted and weighed against pure silver.
```

```markdown title="Notes/Coins.md"
# Minting

Blanks are struck between two dies.
```

```markdown title="Recall/Coins.md"
1. How is silver tested? [Reread](../Notes/Coins.md#assay)
```

## Use instead

Restore the section (the message names the commit that removed it), remove the
question, or rewrite it to ask about what is there:

```markdown title="Recall/Coins.md"
1. What strikes the blanks? [Reread](../Notes/Coins.md#minting)
```

## Fix

No fix is available: no existing section is similar enough. The hint lists
sections with similar names, if any.

## Configuration

With `--no-history`, such links are reported as RL101 or RL102.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem, change_time
from recall_lint.rules.context import Context

CODE = "RL114"
NAME = "removed-section"
NEEDS_HISTORY = True


def check(context: Context, path: str) -> Iterator[Problem]:
    for use, verdict in context.broken_links(path, "removed"):
        message = f"section `{use.anchor}` was removed {change_time(verdict.commit)}"
        yield context.problem(path, use, verdict, message)
