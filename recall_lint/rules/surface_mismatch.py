"""# RL103 surface-mismatch

A link works on some of the surfaces that publish the notebook, and not on all.

## Why it hurts

The link is right where its writer looked, and wrong where its readers are:
GitHub and a generated site give the same heading different anchors, and each
numbers its duplicates in its own way.

## Example

```toml title=".recall-lint.toml"
surfaces = ["github", "kramdown-gfm"]
```

```markdown title="Recall/Waves.md"
1. What is light? [Reread](../Notes/Waves.md#particles--waves----both)
```

```markdown title="Notes/Waves.md"
# Particles & waves -- both

It depends on how one looks.
```

## Instead

Reword the heading so that all surfaces agree, or give it an HTML anchor:

```markdown title="Recall/Waves.md"
1. What is light? [Reread](../Notes/Waves.md#particles-and-waves)
```

```markdown title="Notes/Waves.md"
# Particles and waves

It depends on how one looks.
```

## Fix

Where one destination works on all surfaces, the link gets it. That is safe:
on every surface it reaches the section that the link reached on the first one.

## Configuration

`surfaces`: the dialects that publish the notebook. Without it they are
detected by the site generator's own configuration file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recall_lint import markdown
from recall_lint.base import destinations
from recall_lint.base.model import Problem, Source
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
            f"the link works on {_and(mismatch.alive)} and not on {_and(mismatch.dead)}"
            f"{_anchors(notebook, mismatch)}"
        )
        link, target = use.link, mismatch.everywhere
        if target is not None:
            new = writer.as_file(notebook, path, target, link.destination)
            hint = f"`{new}` works on all of them"
            yield context.rewrite(path, use, message, new, target, hint)
        elif destinations.climbs(mismatch.target.path):
            hint = "link to a page that all of them have"
            yield Problem(path, link.span, message, hint, use.question, link=link)
        else:
            hint = _reword(notebook, mismatch)
            yield Problem(path, link.span, message, hint, use.question, link=link)


def _anchors(notebook: Notebook, mismatch: Mismatch) -> str:
    """What each surface calls the section."""
    path, place = mismatch.target.path, mismatch.place
    if place is None:
        return ""
    surfaces = notebook.surfaces_of(path)
    names = [(s.NAME, notebook.anchor_of(path, place, s)) for s in surfaces]
    if len({name for _, name in names}) == 1:
        return "; the file's route is the site's own"
    told = [f"`#{name}` on {surface}" for surface, name in names if name is not None]
    nameless = [f"nothing on {surface}" for surface, name in names if name is None]
    label = notebook.section(path, place).label
    return f"; section `{label}` is {', '.join([*told, *nameless])}"


def _reword(notebook: Notebook, mismatch: Mismatch) -> str:
    if mismatch.place is None:
        return "link to a section that all of them have"
    from slugify import slugify

    section = notebook.section(mismatch.target.path, mismatch.place)
    # What reads an attribute list takes it off, and what does not makes it a part of the name.
    words = _ATTRIBUTES.sub("", section.title)
    plain = " ".join(_NOT_WORDS.sub(" ", words).split())
    bare = _FIRST_NUMBERS.sub("", slugify(plain, separator=" ", lowercase=False)).strip()
    for title in (section.label, plain, bare):
        if title and _agrees(notebook, mismatch.target.path, title):
            if title == section.label:
                return "give the heading a name that no other heading of its file has"
            return f"reword the heading so that they agree, such as `{title}`"
    return "reword the heading so that they agree"


def _agrees(notebook: Notebook, path: str, title: str) -> bool:
    """Whether a heading of this text has one anchor on all surfaces of a document."""
    document = markdown.parse(Source("", f"# {title}\n"))
    return len({tuple(surface.anchors(document)) for surface in notebook.surfaces_of(path)}) == 1


def _and(names: tuple[str, ...]) -> str:
    return " and ".join(names)
