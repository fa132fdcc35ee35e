"""# RL102 missing-section

A link points to a section that does not exist in the target file.

## Why is this bad?

The link opens the top of the file as if it worked, so the question looks
answered but is not.

## Example

```markdown title="Recall/Optics.md"
1. What bends light? [Reread](../Notes/Optics.md#refraction)
```

```markdown title="Notes/Optics.md"
# Refraction of light

It bends where its speed changes.
```

## Use instead

```markdown title="Recall/Optics.md"
1. What bends light? [Reread](../Notes/Optics.md#refraction-of-light)
```

The hint lists up to three likely sections, from the same file or from another
file that has the anchor. If the words appear in the file as plain or bold text,
the hint says so and names the surrounding section. Line anchors
(`tool.py#L10-L20`) are checked against the number of lines in the file.

## Fix

Points the link to the most likely section. The fix is safe if exactly one
section of the file has the same name apart from spelling (letter case, accents,
separators) and the new link works on every surface: no other section can be
meant. It is unsafe if the names are merely similar, or if the section is in
another file. Line anchors are not fixed: the original content is unknown.

## Configuration

With `--no-history`, renamed, moved and removed sections are also reported by
this rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.problems import Problem
from recall_lint.base.text import count
from recall_lint.notebook.resolutions import MissingLine, MissingSection
from recall_lint.rules.context import Context

CODE = "RL102"
NAME = "missing-section"


def check(context: Context, path: str) -> Iterator[Problem]:
    for use, verdict in context.broken_links(path, "unknown"):
        if isinstance(use.resolution, MissingSection):
            target = use.resolution.target
            where = "this file" if target.path == path else target.path
            message = f"no section `{target.anchor}` in {where}"
            if target.anchor is not None and target.anchor.startswith("#"):
                message = f"{message} (extra `#`)"
            elif use.resolution.unread_id:
                surface = context.notebook.surfaces.of(target.path)[0].NAME
                message += f" ({surface} does not support `{{#{target.anchor}}}` in headings)"
            yield context.problem(path, use, verdict, message)
    for use in context.notebook.uses(path):
        if isinstance(use.resolution, MissingLine):
            target, lines = use.resolution
            message = f"no line {target.anchor}: {target.path} has only {count(lines, 'line')}"
            yield Problem(path, use.link.span, message, question=use.question, link=use.link)
