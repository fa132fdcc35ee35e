"""# RL306 doubtful-answer

A question links to a section with few of its words, while another has many.

## Why is this bad?

The link works, but the answer is elsewhere: the link was copied from another
question, or the sections were rearranged. No check for broken links finds that.

## Example

```toml title=".recall-lint.toml"
select = ["RL306"]
```

```markdown title="Recall/Stars.md"
1. Why do massive stars burn out early? [Reread](../Notes/Stars.md#distance)
```

```markdown title="Notes/Stars.md"
# Distance

Parallax measures it: a nearby object shifts against those behind.

# Lifetime

Massive stars burn their fuel so fast that they are burnt out early.
```

## Use instead

```markdown title="Recall/Stars.md"
1. Why do massive stars burn out early? [Reread](../Notes/Stars.md#lifetime)
```

```markdown title="Notes/Stars.md"
# Distance

Parallax measures it: a nearby object shifts against those behind.

# Lifetime

Massive stars burn their fuel so fast that they are burnt out early.
```

The words of the question, except frequent ones, are compared with those of each
section, its title and the titles above it. A link is reported if its section,
with all subsections, scores less than a quarter of the best one.

## Fix

Points the link to the section that has the most of the question's words. The
fix is unsafe: that section may not answer the question.

## Configuration

Off by default: words are a hint, not proof. `recall-lint explain FILE:LINE`
shows the best sections for a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from recall_lint.base.problems import Edit, Fix, Problem, Severity
from recall_lint.notebook import writer
from recall_lint.notebook.resolutions import Found
from recall_lint.rules.context import Context

CODE = "RL306"
NAME = "doubtful-answer"
SEVERITY: Severity = "warning"
DEFAULT = False

_DOUBTFUL: Final = 0.25
"""Maximum share of the best score for a section to be reported."""
_LEAST: Final = 0.3
"""Minimum share of the question's words in the best section."""


def check(context: Context, path: str) -> Iterator[Problem]:
    notebook = context.notebook
    for use in notebook.uses(path):
        question, found = use.question, use.resolution
        if context.answering is None or question is None or not isinstance(found, Found):
            continue
        if use.place is None or question.has_in_answer(use.link):
            continue
        if not notebook.roles.is_note(found.target.path):
            continue
        share = context.answering.share(path, question, found.target.path, use.place)
        candidates, _ = context.answers(path, question)
        if share >= _DOUBTFUL or not candidates or candidates[0].score < _LEAST:
            continue
        best = candidates[0].target
        if best == found.target:
            continue
        label = notebook.documents.section(found.target.path, use.place).label
        new = writer.write(notebook, path, best, use.link.destination)
        fixes: tuple[Fix, ...] = ()
        if new is not None and not use.link.wiki:
            fixes = (Fix(f"write `{new}`", (Edit(path, use.link.span, new),), safe=False),)
        yield Problem(
            path,
            use.link.span,
            f"section `{label}` does not seem to answer the question",
            f"the answer seems to be in `{writer.as_file(notebook, path, best, '')}`",
            question,
            fixes,
            use.link,
            candidates,
        )
