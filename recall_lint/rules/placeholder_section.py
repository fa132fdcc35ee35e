"""# RL201 placeholder-section

A question links to a section that is empty or a placeholder.

## Why is this bad?

The answer was never written, or was moved elsewhere. Readers find nothing
there, and the gap in the notes goes unnoticed.

## Example

```markdown title="Recall/Weather.md"
1. How does hail form? [Reread](../Notes/Weather.md#hail)
```

```markdown title="Notes/Weather.md"
# Hail

TODO
# Fog

A cloud on the ground.
```

## Use instead

Write the section, or remove the question until it exists:

```markdown title="Notes/Weather.md"
# Hail

Updraughts carry drops up, again and again, until the ice is too heavy.

# Fog

A cloud on the ground.
```

A section counts as empty only if there is nothing but headings and placeholders
before the next heading of its level *and* in the list item that contains its
heading: in notes with headings inside lists, levels alone mean little.

## Fix

No fix is available: only you can write the answer.

## Configuration

`placeholder-patterns`: regular expressions that match a placeholder paragraph,
ignoring case. They replace the built-in ones (`TODO`, `TBD`, `coming soon`, `…`
and similar).

`recall`: the files that are recall pages; only their links are checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from recall_lint.base.model import Document
from recall_lint.base.problems import Problem
from recall_lint.notebook.resolutions import External, Unjudged
from recall_lint.rules.context import Context

CODE = "RL201"
NAME = "placeholder-section"

_MARKUP = "*_`~#>[]() \t"
_EMPHASIS = re.compile(r"[*_`~]+")


def check(context: Context, path: str) -> Iterator[Problem]:
    if not context.notebook.roles.is_recall_page(path):
        return
    patterns = context.config.placeholder_patterns
    known: dict[tuple[str, int], str | None] = {}
    for use in context.notebook.uses(path):
        if use.question is None or use.place is None:
            continue
        assert not isinstance(use.resolution, External | Unjudged)
        target = use.resolution.target.path
        document = context.notebook.documents.outline(target)
        # Many questions may be about one section, and that may have a thousand below it.
        if (target, use.place) not in known:
            known[target, use.place] = _lack(document, use.place, patterns)
        what = known[target, use.place]
        if what is not None:
            label = document.sections[use.place].label
            message = f"section `{label}` of {target} {what}"
            hint = "write the section, or remove the question"
            yield Problem(path, use.link.span, message, hint, use.question)


def _lack(document: Document, place: int, patterns: tuple[str, ...]) -> str | None:
    """What is wrong with the content of a section, if it has none to speak of."""
    first = ""
    for text in _content(document, place):
        if not _is_placeholder(text, patterns):
            return None
        first = first or text
    return f"is a placeholder: `{_EMPHASIS.sub('', first)}`" if first else "is empty"


def _content(document: Document, place: int) -> Iterator[str]:
    """The paragraphs below a section's heading, by level and by list item."""
    section = document.sections[place]
    yield from filter(None, section.excerpt.split("\n"))
    by_level = True
    for number in range(place + 1, len(document.sections)):
        later = document.sections[number]
        by_level = by_level and later.level > section.level
        by_item = section.item is not None and later.span.start < section.item.end
        if not by_level and not by_item:
            break
        yield from filter(None, later.excerpt.split("\n"))


def _is_placeholder(text: str, patterns: tuple[str, ...]) -> bool:
    bare = text.strip(_MARKUP)
    words = bare.rstrip("!:.")
    return not bare or any(p.fullmatch(bare) or p.fullmatch(words) for p in _compiled(patterns))


@cache
def _compiled(patterns: tuple[str, ...]) -> list[re.Pattern[str]]:
    return [re.compile(pattern, re.IGNORECASE) for pattern in patterns]
