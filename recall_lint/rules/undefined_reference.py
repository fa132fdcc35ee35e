"""# RL105 undefined-reference

A reference link has no definition.

## Why is this bad?

The brackets are rendered as text, and there is nothing to click.

## Example

```markdown title="Notes/Soil.md"
See [the layers][layers] below.
```

## Use instead

```markdown title="Notes/Soil.md"
See [the layers][layers] below.

[layers]: #horizons

# Horizons
```

Only the full form `[text][label]` is checked: single brackets have too many
other uses.

## Fix

No fix is available: only you know where the reference should point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recall_lint.context import Context
from recall_lint.model import Problem, Source

CODE = "RL105"
NAME = "undefined-reference"


def check(context: Context, path: str) -> Iterator[Problem]:
    if context.notebook.defines_references(path):
        return
    for text in context.notebook.documents[path].lookalikes:
        if text.kind == "reference":
            message = f"reference `{text.destination}` is not defined"
            hint = _hint(context.notebook.documents[path].source, text.destination)
            yield Problem(path, text.span, message, hint)


def _hint(source: Source, label: str) -> str:
    """A line that looks like the definition may belong to the paragraph above it."""
    words = r"\s+".join(map(re.escape, label.split()))
    line = re.search(rf"^[ \t>]*\[\s*{words}\s*\]:", source.text, re.MULTILINE | re.IGNORECASE)
    if line is None:
        return f"add a line `[{label}]: destination`"
    return f"put a blank line before line {source.position(line.start()).line}"
