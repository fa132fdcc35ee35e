"""# RL106 almost-link

Text that its writer took for a link, and no renderer does.

## Why it hurts

Readers see brackets where the link should be. Other tools pass it in silence,
because there is no link to check.

## Example

```markdown title="Notes/Maps.md"
See [the legend](Map Legend.md#colours).
```

```markdown title="Notes/Map Legend.md"
# Colours
Blue is water.
```

## Instead

```markdown title="Notes/Maps.md"
See [the legend](<Map Legend.md#colours>).
```

Found are: a space in a destination, a space between text and destination
(`[text] (a.md)`), the two the wrong way round (`(a.md)[text]`), and a closing
parenthesis that is missing. The destination must look like a file or an
anchor. Code, math, comments and escaped text are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.context import Context
from recall_lint.model import Edit, Fix, Problem

CODE = "RL106"
NAME = "almost-link"

_WHY = {
    "space": "a space ends the destination",
    "gap": "a space parts the text from the destination",
    "reversed": "the text comes first, in brackets",
    "unclosed": "the closing parenthesis is missing",
}


def check(context: Context) -> Iterator[Problem]:
    for path, document in context.notebook.documents.items():
        for text in document.lookalikes:
            why = _WHY.get(text.kind)
            if why is not None:
                angle = " " in text.destination
                destination = f"<{text.destination}>" if angle else text.destination
                link = f"[{text.text}]({destination})"
                fix = Fix(f"write `{link}`", (Edit(path, text.whole, link),), safe=False)
                message = f"this looks like a link and is none: {why}"
                yield Problem(path, text.span, message, f"write `{link}`", fixes=(fix,))
