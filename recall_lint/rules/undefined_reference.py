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
from functools import partial

from recall_lint.base.model import Source
from recall_lint.base.problems import Problem
from recall_lint.base.text import reference_key
from recall_lint.rules.context import Context

CODE = "RL105"
NAME = "undefined-reference"

_DEFINITION = re.compile(r"^[ \t>]*\[([^\[\]]{1,1000})\]:", re.MULTILINE)


def check(context: Context, path: str) -> Iterator[Problem]:
    document = context.notebook.documents[path]
    defines = partial(context.notebook.sites.defines_reference, path)
    references = [
        text
        for text in document.lookalikes
        if text.kind == "reference" and not defines(text.destination)
    ]
    lines = _almost_definitions(document.source) if references else {}
    for text in references:
        message = f"reference `{text.destination}` is not defined"
        line = lines.get(reference_key(text.destination))
        if line is None:
            hint = f"add a line `[{text.destination}]: destination`"
        else:
            hint = f"put a blank line before line {line}"
        yield Problem(path, text.span, message, hint)


def _almost_definitions(source: Source) -> dict[str, int]:
    """Lines that look like definitions, by label: each may belong to the paragraph above it."""
    lines: dict[str, int] = {}
    for m in _DEFINITION.finditer(source.text):
        lines.setdefault(reference_key(m[1]), source.position(m.start()).line)
    return lines
