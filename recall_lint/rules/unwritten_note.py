"""# RL119 unwritten-note

A wikilink in a vault points to a note that does not exist yet.

## Why is this bad?

In a finished vault, each of these links leads nowhere. In a growing one, most
of them are intentional: notes to be written some day, often thousands of them.
The rule is therefore off by default; `--verbose` still counts the links.

## Example

```toml title=".recall-lint.toml"
surfaces = ["obsidian"]
extend-select = ["unwritten-note"]
```

```markdown title="Notes/Cells.md"
A cell is full of [[Ribosomes]].
```

## Use instead

```toml title=".recall-lint.toml"
surfaces = ["obsidian"]
extend-select = ["unwritten-note"]
```

```markdown title="Notes/Cells.md"
A cell is full of [[Ribosomes]].
```

```markdown title="Notes/Ribosomes.md"
They build proteins.
```

## Fix

No fix is available: write the note, or link to another one. If the name is an
alias of a note, the hint shows how to link to that note.

## Configuration

Off by default; enable it with `extend-select = ["unwritten-note"]`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from recall_lint.base.problems import Problem
from recall_lint.notebook.resolutions import Unwritten
from recall_lint.rules.context import Context

CODE = "RL119"
NAME = "unwritten-note"
DEFAULT = False


def check(context: Context, path: str) -> Iterator[Problem]:
    for link, found, question in context.notebook.uses(path):
        if isinstance(found, Unwritten):
            name = found.target.path.removesuffix(".md")
            message = f"note `{name}` does not exist"
            notes = context.finder.files.with_alias(name)
            called = (posixpath.basename(note).removesuffix(".md") for note in notes)
            words = " or ".join(f"`[[{each}|{name}]]`" for each in called)
            hint = f"`{name}` is an alias: write {words}" if words else ""
            yield Problem(path, link.span, message, hint, question, link=link)
