"""# RL118 empty-destination

A link has no destination, and leads nowhere.

## Why it hurts

The reader sees a link, clicks on it, and stays on the same page: somebody
meant to fill the destination in later.

## Example

```markdown title="Notes/Organs.md"
Organs are made of [cells]().
```

```markdown title="Notes/Cells.md"
# Ribosome

It builds proteins.
```

## Instead

```markdown title="Notes/Organs.md"
Organs are made of [cells](Cells.md).
```

```markdown title="Notes/Cells.md"
# Ribosome

It builds proteins.
```

The drafts in the `SUMMARY.md` of an mdBook are meant to lead nowhere, and so
is `[](){#id}`, which is how some generators are given an anchor.

## Fix

None: nothing tells where the link is meant to lead.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem
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
            # `question-without-link` asks for one.
            continue
        what = "image" if link.image else "link"
        message = f"the {what} has no destination"
        yield Problem(path, link.whole, message, question=question, link=link)
