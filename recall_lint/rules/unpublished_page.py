"""# RL117 unpublished-page

A link points at a page that is there, and that its site does not serve.

## Why it hurts

The writer sees the file, and an editor opens it; the reader of the published
page gets "not found". Drafts, files that the configuration leaves out, pages
that mdBook's `SUMMARY.md` does not list, and files outside of the site's
content are such pages.

## Example

```yaml title="mkdocs.yml"
site_name: Stars
```

```markdown title="docs/index.md"
How to help: [Contribute](../CONTRIBUTING.md)
```

```markdown title="CONTRIBUTING.md"
# Contribute

Write to us.
```

## Instead

```yaml title="mkdocs.yml"
site_name: Stars
```

```markdown title="docs/index.md"
How to help: [Contribute](contribute.md)
```

```markdown title="docs/contribute.md"
# Contribute

Write to us.
```

Links of pages that are not published themselves are not reported.

## Fix

None: publish the page, or link to another.

## Configuration

`recall-lint sites` lists the sites that were found; `[[sites]]` says of one
what its own configuration does not say in words that can be read.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem
from recall_lint.notebook.resolutions import Unpublished
from recall_lint.rules.context import Context

CODE = "RL117"
NAME = "unpublished-page"


def check(context: Context, path: str) -> Iterator[Problem]:
    for link, found, question in context.notebook.uses(path):
        if isinstance(found, Unpublished):
            message = f"the site does not serve {found.target.path}"
            hint = "publish the page, or link to another"
            yield Problem(path, link.span, message, hint, question, link=link)
