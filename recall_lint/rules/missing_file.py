"""# RL101 missing-file

A link points at a file that is not there.

## Why it hurts

The reader's click ends on a "not found" page, and the question behind it can
no longer be checked.

## Example

```markdown title="Recall/Cells.md"
1. What does a ribosome build? [Reread](../Notes/Cell.md#ribosome)
```

```markdown title="Notes/Cells.md"
# Ribosome

It builds proteins.
```

## Instead

```markdown title="Recall/Cells.md"
1. What does a ribosome build? [Reread](../Notes/Cells.md#ribosome)
```

Images are left to `missing-image`, and external URLs are never fetched.

## Fix

The link gets the likeliest file: one of the same name elsewhere, or of a
similar name. That is safe where only one file has the name and it has the
section of the link, too, and otherwise unsafe, since a name proves nothing. A
file that git saw renamed is `renamed-file`, which knows better.

## Configuration

`--no-history` leaves git out: renamed files are then reported here, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.destinations import meant_url
from recall_lint.base.model import Edit, Fix, Problem
from recall_lint.notebook.resolutions import MissingFile
from recall_lint.rules.context import Context

CODE = "RL101"
NAME = "missing-file"


def check(context: Context, path: str) -> Iterator[Problem]:
    for use in context.notebook.uses(path):
        url = meant_url(use.link.destination)
        if url is not None and isinstance(use.resolution, MissingFile) and not use.link.image:
            link = use.link
            fix = Fix(f"write `{url}`", (Edit(path, link.span, url),), safe=False)
            message = f"no file {use.resolution.target.path}: a URL begins with `https://`"
            yield Problem(path, link.span, message, f"write `{url}`", use.question, (fix,), link)
    for use, verdict in context.dead(path, "unknown"):
        if isinstance(use.resolution, MissingFile):
            url, target = use.resolution.url, use.resolution.target
            message = f"no file {target.path}" if url is None else f"the site has no page {url}"
            yield context.problem(path, use, verdict, message)
