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

## Fix

The link gets the likeliest section. That is safe when just one section of the
file has the same name but for spelling (letter case, accents, separators), and
the new link works on every surface: no other section can be meant. It is
unsafe when names are only similar, or the section is in another file. A line
number has no fix: nobody knows what stood there.

## Configuration

`--no-history` leaves git out: sections that were renamed, moved or removed are
then reported here, too.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Problem
from recall_lint.notebook.resolutions import MissingLine, MissingSection
from recall_lint.rules.context import Context

CODE = "RL102"
NAME = "missing-section"


def check(context: Context, path: str) -> Iterator[Problem]:
    for use, verdict in context.dead(path, "unknown"):
        if isinstance(use.resolution, MissingSection):
            target = use.resolution.target
            where = "this file" if target.path == path else target.path
            message = f"no section `{target.anchor}` in {where}"
            if target.anchor is not None and target.anchor.startswith("#"):
                message = f"{message}: one `#` too many"
            elif use.resolution.unread_id:
                surface = context.notebook.surfaces_of(target.path)[0].NAME
                message += f"; {surface} does not read the `{{#{target.anchor}}}` of a heading"
            yield context.problem(path, use, verdict, message)
    for use in context.notebook.uses(path):
        if isinstance(use.resolution, MissingLine):
            target, lines = use.resolution
            message = f"no line {target.anchor} in {target.path}, which has {lines}"
            yield Problem(path, use.link.span, message, question=use.question, link=use.link)
