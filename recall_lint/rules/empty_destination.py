"""# RL118 empty-destination

A link has no destination.

## Why is this bad?

Readers click on the link and stay on the same page: the destination was probably
meant to be filled in later.

## Example

```markdown title="Notes/Organs.md"
Organs are made of [cells]().
```

```markdown title="Notes/Cells.md"
# Ribosome

It builds proteins.
```

## Use instead

```markdown title="Notes/Organs.md"
Organs are made of [cells](Cells.md).
```

```markdown title="Notes/Cells.md"
# Ribosome

It builds proteins.
```

Draft chapters in the `SUMMARY.md` of an mdBook and `[](){#id}`, which defines
an anchor for some generators, have no destination on purpose and are not
reported.

## Fix

No fix is available: only you know where the link should point.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem
from recall_lint.rules.context import Context

CODE = "RL118"
NAME = "empty-destination"


def check(context: Context, path: str) -> Iterator[Problem]:
    notebook = context.notebook
    site = notebook.publication.site_of(path)
    if site is not None and site.generator == "mdbook" and path.endswith("SUMMARY.md"):
        return
    text = notebook.documents[path].source.text
    for link, _, question in notebook.uses(path):
        if link.destination or link.html or (not link.text and text[link.whole.end :][:1] == "{"):
            continue
        if question is not None and not any(each.destination for each in question.links):
            # Reported by `question-without-link`.
            continue
        what = "image" if link.image else "link"
        message = f"{what} has no destination"
        yield Problem(path, link.whole, message, question=question, link=link)
