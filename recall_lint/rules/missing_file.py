"""# RL101 missing-file

A link points to a file that does not exist.

## Why is this bad?

Readers get a "not found" page, and the answer to the question can no longer be
looked up.

## Example

```markdown title="Recall/Cells.md"
1. What does a ribosome build? [Reread](../Notes/Cell.md#ribosome)
```

```markdown title="Notes/Cells.md"
# Ribosome

It builds proteins.
```

## Use instead

```markdown title="Recall/Cells.md"
1. What does a ribosome build? [Reread](../Notes/Cells.md#ribosome)
```

Images are covered by `missing-image`. External URLs are not checked.

## Fix

Points the link to the most likely file: one with the same name elsewhere, or
with a similar name. The fix is safe if only one file has that name and it also
has the link's section. Otherwise it is unsafe, since a name alone proves
nothing; and so is a fix that only puts a folder in front of an absolute path,
since the folder may be the root of a site. Files that git recorded as renamed
are covered by `renamed-file`.

## Configuration

With `--no-history`, renamed files are also reported by this rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.destinations import intended_url
from recall_lint.base.problems import Edit, Fix, Problem
from recall_lint.notebook.resolutions import MissingFile
from recall_lint.rules.context import Context

CODE = "RL101"
NAME = "missing-file"


def check(context: Context, path: str) -> Iterator[Problem]:
    for use in context.notebook.uses(path):
        url = intended_url(use.link.destination)
        if url is not None and isinstance(use.resolution, MissingFile) and not use.link.image:
            link = use.link
            fix = Fix(f"write `{url}`", (Edit(path, link.span, url),), safe=False)
            message = f"file not found: {use.resolution.target.path} (URLs start with `https://`)"
            yield Problem(path, link.span, message, f"write `{url}`", use.question, (fix,), link)
    for use, verdict in context.broken_links(path, "unknown"):
        if isinstance(use.resolution, MissingFile):
            url, target = use.resolution.url, use.resolution.target
            message = (
                f"file not found: {target.path}"
                if url is None
                else f"page not found on the site: {url}"
            )
            yield context.problem(path, use, verdict, message)
