"""# RL201 placeholder-section

A question links to a section that has nothing to reread.

## Why it hurts

The answer was never written, or it was moved away. Whoever looks it up learns
nothing, and nobody notices that the note has a hole.

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

## Instead

Write the section, or take the question back until it is written:

```markdown title="Notes/Weather.md"
# Hail

Updraughts carry drops up, again and again, until the ice is too heavy.

# Fog

A cloud on the ground.
```

A section is empty only if nothing but headings and placeholders stands up to
the next heading of its level *and* in the list item that holds its heading:
levels alone say little in notes whose headings live in lists.

## Fix

None: the answer has to be written by somebody who knows it.

## Configuration

`placeholder-patterns`: regular expressions that match a paragraph which
stands for an answer to come, letter case aside. They replace the built-in
ones (`TODO`, `TBD`, `coming soon`, `…` and their like).

`recall`: which files are recall pages, whose links are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from recall_lint.context import Context
from recall_lint.model import Document, Problem
from recall_lint.resolutions import External, Unjudged

CODE = "RL201"
NAME = "placeholder-section"

_MARKUP = "*_`~#>[]() \t"
_EMPHASIS = re.compile(r"[*_`~]+")


def check(context: Context, path: str) -> Iterator[Problem]:
    if not context.notebook.is_recall_page(path):
        return
    patterns = context.config.placeholder_patterns
    known: dict[tuple[str, int], str | None] = {}
    for use in context.notebook.uses(path):
        if use.question is None or use.place is None:
            continue
        assert not isinstance(use.resolution, External | Unjudged)
        target = use.resolution.target.path
        document = context.notebook.outline(target)
        # Many questions may be about one section, and that may have a thousand below it.
        if (target, use.place) not in known:
            known[target, use.place] = _lack(document, use.place, patterns)
        what = known[target, use.place]
        if what is not None:
            label = document.sections[use.place].label
            message = f"section `{label}` of {target} {what}"
            hint = "write the section, or drop the question until it is written"
            yield Problem(path, use.link.span, message, hint, use.question)


def _lack(document: Document, place: int, patterns: tuple[str, ...]) -> str | None:
    """What is wrong with the content of a section, if it has none to speak of."""
    first = ""
    for text in _content(document, place):
        if not _is_placeholder(text, patterns):
            return None
        first = first or text
    return f"says only `{_EMPHASIS.sub('', first)}`" if first else "is empty"


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
