"""# RL117 unpublished-page

A link points to a page that exists but is not published by the site.

## Why is this bad?

The link works in an editor, but readers of the published page get "not found".
This affects drafts, files excluded by the site's configuration, pages that are
not listed in mdBook's `SUMMARY.md`, and files outside the site's content
folder.

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

## Use instead

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

Links on pages that are not published themselves are not reported.

## Fix

No fix is available: publish the page, or link to another one.

## Configuration

`recall-lint sites` lists the detected sites. Use `[[sites]]` to set what cannot
be read from a site's own configuration.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem
from recall_lint.notebook.resolutions import Unpublished
from recall_lint.rules.context import Context

CODE = "RL117"
NAME = "unpublished-page"


def check(context: Context, path: str) -> Iterator[Problem]:
    for link, found, question in context.notebook.uses(path):
        if isinstance(found, Unpublished):
            message = f"{found.target.path} is not published by the site"
            hint = "publish the page, or link to another one"
            yield Problem(path, link.span, message, hint, question, link=link)
