"""# RL112 moved-section

A link points to a section that was moved to another file.

## Why is this bad?

The link opens the file that no longer contains the answer.

## Example

```markdown title="Notes/Tea.md" before
# Green

Steamed or pan-fired soon after plucking, so that it does not oxidise.

# Black

Oxidised in full.
```

```markdown title="Notes/Tea.md"
# Black

Oxidised in full.
```

```markdown title="Notes/Green tea.md"
# Green

Steamed or pan-fired soon after plucking, so that it does not oxidise.
```

```markdown title="Recall/Tea.md"
1. Why is it steamed? [Reread](../Notes/Tea.md#green)
```

## Use instead

```markdown title="Recall/Tea.md"
1. Why is it steamed? [Reread](../Notes/Green%20tea.md#green)
```

Searches the files changed in the same commit, and sections with similar names
in all other files.

## Fix

Updates the path and the anchor. The fix is safe under the conditions of
`renamed-section`, provided that the commit that removed the section also
changed the other file. Pointing the link to a section that merely has a similar
name, in a file changed by another commit, is unsafe.

## Configuration

With `--no-history`, such links are reported as RL101 or RL102.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem, change_time
from recall_lint.rules.context import Context

CODE = "RL112"
NAME = "moved-section"
NEEDS_HISTORY = True


def check(context: Context, path: str) -> Iterator[Problem]:
    for use, verdict in context.broken_links(path, "moved"):
        best = verdict.candidates[0]
        moved = f"moved to {best.target.path} {change_time(verdict.commit)}"
        message = f"section `{use.anchor}` was {moved}"
        yield context.problem(path, use, verdict, message)
