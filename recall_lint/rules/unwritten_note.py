"""# RL119 unwritten-note

A wikilink of a vault names a note that is not written yet.

## Why it hurts

Most people write such links on purpose, to be filled in one day, and a vault
may have thousands of them. Where it is finished, each is a link to nothing. So
the rule is off unless it is selected; `--verbose` counts them all the same.

## Example

```toml title=".recall-lint.toml"
surfaces = ["obsidian"]
extend-select = ["unwritten-note"]
```

```markdown title="Notes/Cells.md"
A cell is full of [[Ribosomes]].
```

## Instead

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

None: write the note, or name another. Where the name is an alias of a note, the
hint says how to link to that.

## Configuration

Off unless selected: `extend-select = ["unwritten-note"]`.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from recall_lint.base.model import Problem
from recall_lint.notebook.resolutions import Unwritten
from recall_lint.rules.context import Context

CODE = "RL119"
NAME = "unwritten-note"
DEFAULT = False


def check(context: Context, path: str) -> Iterator[Problem]:
    for link, found, question in context.notebook.uses(path):
        if isinstance(found, Unwritten):
            name = found.target.path.removesuffix(".md")
            message = f"no note is called `{name}`"
            notes = context.finder.with_alias(name)
            called = (posixpath.basename(note).removesuffix(".md") for note in notes)
            words = " or ".join(f"`[[{each}|{name}]]`" for each in called)
            hint = f"it is an alias: write {words}" if words else ""
            yield Problem(path, link.span, message, hint, question, link=link)
