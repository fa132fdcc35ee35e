"""# RL102 missing-section

A link names a section that its target file does not have.

## Why it hurts

The reader's click opens the file at its top, as if the link were right. The
question looks answered and is not.

## Example

```markdown title="Recall/Optics.md"
1. What bends light? [Reread](../Notes/Optics.md#refraction)
```

```markdown title="Notes/Optics.md"
# Refraction of light

It bends where its speed changes.
```

## Instead

```markdown title="Recall/Optics.md"
1. What bends light? [Reread](../Notes/Optics.md#refraction-of-light)
```

The hint names at most three likely sections: of that file, or of another one
that has the anchor. Where the words stand in the file as plain or bold text,
it says so and names the section around them. Lines of other files
(`tool.py#L10-L20`) are counted.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.candidates import Finder
from recall_lint.config import Config
from recall_lint.model import Problem
from recall_lint.notebook import MissingLine, MissingSection, Notebook

CODE = "RL102"
NAME = "missing-section"


def check(notebook: Notebook, config: Config) -> Iterator[Problem]:
    finder = Finder(notebook)
    for path in notebook.documents:
        for link, resolution, question in notebook.uses(path):
            if isinstance(resolution, MissingSection):
                target = resolution.target
                where = "this file" if target.path == path else target.path
                message = f"no section `{target.anchor}` in {where}"
                found = finder.sections(target)
                hint = finder.did_you_mean(path, link, resolution.target, found)
                yield Problem(path, link.span, message, hint, question)
            elif isinstance(resolution, MissingLine):
                target, lines = resolution
                message = f"no line {target.anchor} in {target.path}, which has {lines}"
                yield Problem(path, link.span, message, question=question)
