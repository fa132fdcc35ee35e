"""# RL106 almost-link

Text looks like a link but is not rendered as one.

## Why is this bad?

Readers see literal brackets instead of a link. Other link checkers ignore such
text, because to them there is no link to check.

## Example

```markdown title="Notes/Maps.md"
See [the legend](Map Legend.md#colours).
```

```markdown title="Notes/Map Legend.md"
# Colours
Blue is water.
```

## Use instead

```markdown title="Notes/Maps.md"
See [the legend](<Map Legend.md#colours>).
```

Detects a space in the destination, a space between text and destination
(`[text] (a.md)`), text and destination swapped (`(a.md)[text]`), and a missing
closing parenthesis. The destination must look like a file or an anchor. Code,
math, comments and escaped text are ignored.

## Fix

Rewrites the text as a link. If that link would be broken, the fix uses the most
likely destination instead. The fix is unsafe: the brackets may be intentional,
and plain text becomes a link.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Document, Link, Lookalike
from recall_lint.base.problems import Edit, Fix, Problem
from recall_lint.notebook import writer
from recall_lint.notebook.resolutions import MissingFile, MissingSection
from recall_lint.rules.context import Context

CODE = "RL106"
NAME = "almost-link"

_WHY = {
    "space": "the destination contains a space",
    "gap": "there is a space between `]` and `(`",
    "reversed": "text and destination are swapped: `[text](destination)`",
    "unclosed": "the closing parenthesis is missing",
}


def check(context: Context, path: str) -> Iterator[Problem]:
    document = context.notebook.documents[path]
    for text in document.lookalikes:
        why = _WHY.get(text.kind)
        if why is None:
            continue
        message = f"not a link: {why}"
        link = _mended(document.source.text, text, _destination(context, document, text))
        fix = Fix(f"write `{link}`", (Edit(path, text.whole, link),), safe=False)
        yield Problem(path, text.span, message, f"write `{link}`", fixes=(fix,))


def _destination(context: Context, document: Document, text: Lookalike) -> str:
    """The intended destination, or the closest match if that is broken."""
    start, end = text.span
    written = document.source.text[start:end]
    link = Link(text.text, text.destination, text.span, text.whole)
    resolved = context.notebook.resolve(document.path, link)
    if isinstance(resolved, MissingFile | MissingSection):
        for candidate in context.finder.verdict(resolved, text.text).candidates[:1]:
            new = writer.write(context.notebook, document.path, candidate.target, text.destination)
            if new is not None:
                return new
    return f"<{written}>" if " " in written else written


def _mended(source: str, text: Lookalike, destination: str) -> str:
    """The link with correct syntax and the same text."""
    whole = source[slice(*text.whole)]
    if text.kind == "reversed":
        label = whole[whole.index(")[") + 1 :]
    else:
        label = source[text.whole.start : text.span.start].rstrip("( \t")
    return f"{label}({destination})"
