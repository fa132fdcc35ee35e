"""# RL105 undefined-reference

A reference link has no definition.

## Why it hurts

Renderers show the brackets as text, and nothing can be clicked.

## Example

```markdown title="Notes/Soil.md"
See [the layers][layers] below.
```

## Instead

```markdown title="Notes/Soil.md"
See [the layers][layers] below.

[layers]: #horizons

# Horizons
```

Only the full form `[text][label]` is looked at: a single bracket has too many
other uses.

## Fix

None: where the reference should lead, only its writer knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.context import Context
from recall_lint.model import Problem

CODE = "RL105"
NAME = "undefined-reference"


def check(context: Context, path: str) -> Iterator[Problem]:
    if context.notebook.defines_references(path):
        return
    for text in context.notebook.documents[path].lookalikes:
        if text.kind == "reference":
            message = f"no definition of the reference `{text.destination}`"
            hint = f"add a line `[{text.destination}]: destination`"
            yield Problem(path, text.span, message, hint)
