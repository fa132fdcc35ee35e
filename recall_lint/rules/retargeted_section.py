"""# RL115 retargeted-section

A link works, but points to a different section than when it was written.

## Why is this bad?

`#usage-1` means the second heading named "Usage". Insert another one above, and
every such link silently points to a different section: the worst broken link is
one that seems to work.

## Example

```markdown title="Notes/Pumps.md" before
# Suction

## Usage

For water that stands lower than the pump, up to seven metres in practice.
```

```markdown title="Notes/Pumps.md"
# Pressure

## Usage

For water that has to climb, as high as the walls of the pump can bear.

# Suction

## Usage

For water that stands lower than the pump, up to seven metres in practice.
```

```markdown title="Recall/Pumps.md"
1. How deep may the water stand? [Reread](../Notes/Pumps.md#usage)
```

## Use instead

```markdown title="Recall/Pumps.md"
1. How deep may the water stand? [Reread](../Notes/Pumps.md#usage-1)
```

Only links to anchors shared by several headings are checked. The section that
the link pointed to in the commit that last changed its line is compared, by
text, with the one it points to now. The link is not reported if another link on
the page points to the old section, or if its text matches the heading of the
current section but not that of the old one: someone has already taken care of
it.

## Fix

Changes the anchor to that of the original section. The fix is unsafe: the new
target may be intended.

## Configuration

This rule needs git history: with `--no-history` it reports nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base import similarity
from recall_lint.base.model import Document, Link, Section
from recall_lint.base.problems import Candidate, Edit, Fix, Problem, Target
from recall_lint.history.names import fold
from recall_lint.notebook import writer
from recall_lint.notebook.notebook import Use
from recall_lint.notebook.resolutions import Found
from recall_lint.rules.context import Context

CODE = "RL115"
NAME = "retargeted-section"
NEEDS_HISTORY = True


def check(context: Context, path: str) -> Iterator[Problem]:
    notebook = context.notebook
    for use in context.notebook.uses(path):
        found, reached = use.resolution, use.place
        if not isinstance(found, Found) or reached is None:
            continue
        goal, anchor = found.target
        if anchor is None or not notebook.anchors.has_namesakes(goal, reached):
            continue
        original = context.section_when_written(path, use)
        if original is None:
            continue
        written, aimed = original
        document = notebook.documents.outline(goal)
        best = _most_alike(context, written.then, aimed, document, reached)
        name = None if best is None else notebook.anchors.of(goal, best)
        if best is None or name is None or _is_linked(context, path, goal, best):
            continue
        if _is_intended(use, document, reached, best) or _is_again(context, path, use):
            continue
        new = writer.as_file(context.notebook, path, Target(goal, name), use.link.destination)
        line = document.source.position(document.sections[best].span.start).line
        here = document.source.position(document.sections[reached].span.start).line
        message = (
            f"the link now points to the section on line {here} of {goal}; when written in "
            f"{written.commit}, it pointed to the one now on line {line}"
        )
        fix = Fix(f"write `{new}`", (Edit(path, use.link.span, new),), safe=False)
        candidate = Candidate(Target(goal, name), 1.0, f"target in {written.commit}")
        yield Problem(
            path,
            use.link.span,
            message,
            f"did you mean `#{name}`?",
            use.question,
            (fix,),
            use.link,
            (candidate,),
        )


def _most_alike(
    context: Context, then: Document, aimed: Section, now: Document, reached: int
) -> int | None:
    """What the original target has become, if that is clearly not the current target.

    It is the only section with the original text, or shares its name with the current target.
    """
    sections = context.finder.sections
    text = similarity.whole_text(then, aimed).strip()
    same = sections.with_text(now.path, text)
    if reached in same:
        return None
    if text and len(same) == 1:
        return same[0]
    old = similarity.Text(text)
    namesakes = [reached, *context.notebook.anchors.namesakes(now.path, reached)]
    scores = {place: old.alike(sections.texts(now.path, place)[1]) for place in namesakes}
    best = max(namesakes, key=scores.__getitem__)
    far = scores[best] >= similarity.SAFE and scores[best] - scores[reached] >= similarity.SAFE_LEAD
    return best if far else None


def _is_intended(use: Use, document: Document, reached: int, best: int) -> bool:
    """Whether a link's text matches the heading of its current target, but not the other one's."""
    said = fold(use.link.text)
    sections = document.sections
    return said == fold(sections[reached].label) != fold(sections[best].label)


def _is_again(context: Context, path: str, use: Use) -> bool:
    """Whether the page repeats an earlier line: a table of contents without the numbers.

    Only the first of such lines ever pointed to the right section.
    """
    source = context.notebook.documents[path].source

    def line(link: Link) -> str:
        return source.line(source.position(link.span.start).line).strip()

    same = (
        earlier.link
        for earlier in context.notebook.uses(path)
        if earlier.resolution == use.resolution and earlier.link.span < use.link.span
    )
    own = line(use.link)
    return any(line(link) == own for link in same)


def _is_linked(context: Context, path: str, goal: str, place: int) -> bool:
    """Whether another link of the document points to a section, as in a table of contents."""
    return any(
        isinstance(use.resolution, Found)
        and use.place == place
        and use.resolution.target.path == goal
        for use in context.notebook.uses(path)
    )
