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

from recall_lint.context import Context
from recall_lint.model import Document, Problem, Section
from recall_lint.notebook import External

CODE = "RL201"
NAME = "placeholder-section"

_MARKUP = "*_`~#>[]() \t"
_EMPHASIS = re.compile(r"[*_`~]+")


def check(context: Context) -> Iterator[Problem]:
    patterns = [re.compile(p, re.IGNORECASE) for p in context.config.placeholder_patterns]
    for path in context.notebook.questions:
        for use in context.notebook.uses(path):
            section = use.section
            if use.question is None or section is None:
                continue
            assert not isinstance(use.resolution, External)
            target = use.resolution.target.path
            said = _content(context.notebook.documents[target], section)
            if not all(_is_placeholder(text, patterns) for text in said):
                continue
            what = f"says only `{_EMPHASIS.sub('', said[0])}`" if said else "is empty"
            message = f"section `{section.label}` of {target} {what}"
            hint = "write the section, or drop the question until it is written"
            yield Problem(path, use.link.span, message, hint, use.question)


def _content(document: Document, section: Section) -> list[str]:
    """The paragraphs below a section's heading, by level and by list item."""
    place = document.place_of(section)
    said = [section.excerpt]
    by_level = True
    for later in document.sections[place + 1 :]:
        by_level = by_level and later.level > section.level
        by_item = section.item is not None and later.span.start < section.item.end
        if not by_level and not by_item:
            break
        said.append(later.excerpt)
    return [line for excerpt in said for line in excerpt.split("\n") if line]


def _is_placeholder(text: str, patterns: list[re.Pattern[str]]) -> bool:
    bare = text.strip(_MARKUP)
    words = bare.rstrip("!:.")
    return not bare or any(p.fullmatch(bare) or p.fullmatch(words) for p in patterns)
