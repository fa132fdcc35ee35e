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

Links in an answer that is written beside its question may lead to any section.

## Fix

No fix is available: only you can write the answer.

## Configuration

`placeholder-patterns`: regular expressions that match a placeholder paragraph,
ignoring case. They replace the built-in ones (`TODO`, `TBD`, `coming soon`, `…`
and similar).

`recall` and `question-sections`: where questions are; only their links are
checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem
from recall_lint.notebook import placeholders
from recall_lint.notebook.resolutions import External, Unjudged
from recall_lint.rules.context import Context

CODE = "RL201"
NAME = "placeholder-section"


def check(context: Context, path: str) -> Iterator[Problem]:
    patterns = context.config.placeholder_patterns
    known: dict[tuple[str, int], str | None] = {}
    for use in context.notebook.uses(path):
        if use.question is None or use.place is None or use.question.has_in_answer(use.link):
            continue
        assert not isinstance(use.resolution, External | Unjudged)
        target = use.resolution.target.path
        document = context.notebook.documents.outline(target)
        # Many questions may be about one section, which may have a thousand subsections.
        if (target, use.place) not in known:
            known[target, use.place] = placeholders.lack(document, use.place, patterns)
        what = known[target, use.place]
        if what is not None:
            label = document.sections[use.place].label
            message = f"section `{label}` of {target} {what}"
            hint = "write the section, or remove the question"
            yield Problem(path, use.link.span, message, hint, use.question)
