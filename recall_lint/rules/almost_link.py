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

## Fix

The text is written as the link that it was meant to be; where that would be
dead, with the likeliest destination. That is unsafe: the brackets may be meant
as brackets, and what was text becomes a link.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Document, Edit, Fix, Link, Lookalike, Problem
from recall_lint.notebook import writer
from recall_lint.notebook.resolutions import MissingFile, MissingSection
from recall_lint.rules.context import Context

CODE = "RL106"
NAME = "almost-link"

_WHY = {
    "space": "a space ends the destination",
    "gap": "a space parts the text from the destination",
    "reversed": "the text comes first, in brackets",
    "unclosed": "the closing parenthesis is missing",
}


def check(context: Context, path: str) -> Iterator[Problem]:
    document = context.notebook.documents[path]
    for text in document.lookalikes:
        why = _WHY.get(text.kind)
        if why is None:
            continue
        message = f"this looks like a link and is none: {why}"
        link = _mended(document.source.text, text, _destination(context, document, text))
        fix = Fix(f"write `{link}`", (Edit(path, text.whole, link),), safe=False)
        yield Problem(path, text.span, message, f"write `{link}`", fixes=(fix,))


def _destination(context: Context, document: Document, text: Lookalike) -> str:
    """Where the link leads as it was meant, or to what is most like that."""
    start, end = text.span
    written = document.source.text[start:end]
    link = Link(text.text, text.destination, text.span, text.whole)
    dead = context.notebook.resolve(document.path, link)
    if isinstance(dead, MissingFile | MissingSection):
        for candidate in context.finder.verdict(dead, text.text).candidates[:1]:
            new = writer.write(context.notebook, document.path, candidate.target, text.destination)
            if new is not None:
                return new
    return f"<{written}>" if " " in written else written


def _mended(source: str, text: Lookalike, destination: str) -> str:
    """The link as it should be written, its own text as it is."""
    whole = source[slice(*text.whole)]
    if text.kind == "reversed":
        label = whole[whole.index(")[") + 1 :]
    else:
        label = source[text.whole.start : text.span.start].rstrip("( \t")
    return f"{label}({destination})"
