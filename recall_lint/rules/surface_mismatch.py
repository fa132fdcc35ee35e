"""# RL103 surface-mismatch

A link works on some of the notebook's surfaces but not on all.

## Why is this bad?

The link works where it was written but not where it is read: GitHub and a
generated site give the same heading different anchors, and each numbers
duplicates in its own way.

## Example

```toml title=".recall-lint.toml"
surfaces = ["github", "kramdown-gfm"]
```

```markdown title="Recall/Waves.md"
1. What is light? [Reread](../Notes/Waves.md#particles--waves----both)
```

```markdown title="Notes/Waves.md"
# Particles & waves -- both

It depends on how you look.
```

## Use instead

Reword the heading to get the same anchor everywhere, or give it an HTML anchor:

```markdown title="Recall/Waves.md"
1. What is light? [Reread](../Notes/Waves.md#particles-and-waves)
```

```markdown title="Notes/Waves.md"
# Particles and waves

It depends on how you look.
```

## Fix

If one destination works on all surfaces, the link is changed to it. The fix is
safe: everywhere, the new link points to the section that the old one pointed to
on the first surface.

## Configuration

`surfaces`: where the notebook is published (default: detected from the site
generator's configuration file).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recall_lint import markdown
from recall_lint.base import destinations
from recall_lint.base.model import Source
from recall_lint.base.problems import Problem
from recall_lint.notebook import writer
from recall_lint.notebook.notebook import Notebook
from recall_lint.notebook.resolutions import Mismatch
from recall_lint.rules.context import Context

CODE = "RL103"
NAME = "surface-mismatch"

_NOT_WORDS = re.compile(r"[^\w\s]|_")
_ATTRIBUTES = re.compile(r"\s*\{:?[^{}]*\}\s*\Z")
_FIRST_NUMBERS = re.compile(r"^[\d\s]+")


def check(context: Context, path: str) -> Iterator[Problem]:
    notebook = context.notebook
    for use in context.notebook.uses(path):
        mismatch = use.resolution
        if not isinstance(mismatch, Mismatch):
            continue
        message = (
            f"the link works on {_and(mismatch.works_on)} but not on {_and(mismatch.broken_on)}"
            f"{_anchors(notebook, mismatch)}"
        )
        link, target = use.link, mismatch.common_target
        if target is not None:
            new = writer.as_file(notebook, path, target, link.destination)
            hint = f"`{new}` works on all surfaces"
            yield context.rewrite(path, use, message, new, target, hint)
        elif destinations.climbs(mismatch.target.path):
            hint = "link to a page that exists on all surfaces"
            yield Problem(path, link.span, message, hint, use.question, link=link)
        else:
            hint = _reword(notebook, mismatch)
            yield Problem(path, link.span, message, hint, use.question, link=link)


def _anchors(notebook: Notebook, mismatch: Mismatch) -> str:
    """The section's anchor on each surface."""
    path, place = mismatch.target.path, mismatch.place
    if place is None:
        return ""
    surfaces = notebook.surfaces.of(path)
    names = [(s.NAME, notebook.anchors.of(path, place, s)) for s in surfaces]
    if len({name for _, name in names}) == 1:
        return "; only the generated site has this URL"
    named = [f"`#{name}` on {surface}" for surface, name in names if name is not None]
    nameless = [f"missing on {surface}" for surface, name in names if name is None]
    label = notebook.documents.section(path, place).label
    return f"; section `{label}` is {', '.join([*named, *nameless])}"


def _reword(notebook: Notebook, mismatch: Mismatch) -> str:
    if mismatch.place is None:
        return "link to a section that exists on all surfaces"
    from slugify import slugify

    section = notebook.documents.section(mismatch.target.path, mismatch.place)
    # Some surfaces strip an attribute list; for the others it is part of the name.
    words = _ATTRIBUTES.sub("", section.title)
    plain = " ".join(_NOT_WORDS.sub(" ", words).split())
    bare = _FIRST_NUMBERS.sub("", slugify(plain, separator=" ", lowercase=False)).strip()
    for title in (section.label, plain, bare):
        if title and _agrees(notebook, mismatch.target.path, title):
            if title == section.label:
                return "give the heading a unique name"
            return f"reword the heading to get the same anchor everywhere, for example `{title}`"
    return "reword the heading to get the same anchor everywhere"


def _agrees(notebook: Notebook, path: str, title: str) -> bool:
    """Whether a heading with this text has the same anchor on all surfaces of a document."""
    document = markdown.parse(Source("", f"# {title}\n"))
    return len({tuple(surface.anchors(document)) for surface in notebook.surfaces.of(path)}) == 1


def _and(names: tuple[str, ...]) -> str:
    return " and ".join(names)
