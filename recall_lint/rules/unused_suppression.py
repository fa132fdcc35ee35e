"""# RL901 unused-suppression

A comment to recall-lint that suppresses nothing, or that recall-lint does not understand.

## Why it hurts

The problem that it was written for is gone. The next one that looks like it will be
kept quiet, and nobody will know.

## Example

```markdown title="Recall/Planets.md"
1. Which is the largest? [Reread](../Notes/Planets.md) <!-- recall-lint-disable-line RL101 -->
```

```markdown title="Notes/Planets.md"
# Jupiter
The largest of them.
```

## Instead

Delete the comment:

```markdown title="Recall/Planets.md"
1. Which is the largest? [Reread](../Notes/Planets.md)
```

A comment is judged only if the rules that it names ran. One that names RL901 is never judged.

## Fix

Deletes the comment, or those of its codes that suppress nothing; a comment of
its own line goes with the line. That is safe: a comment is not shown. It is not
where the text around would be read in another way: where other text follows a
comment that begins a line, which makes raw HTML of that line, where the comment
is all that a list item holds, and where a text above it would become a heading.
A code that no rule has is left to its writer.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Fix, Problem, Severity, Span
from recall_lint.base.text import nearest
from recall_lint.rules.context import Context
from recall_lint.suppressions import KINDS, PREFIX, Act, Outcome, Removal, Suppression, removals

CODE = "RL901"
NAME = "unused-suppression"
SEVERITY: Severity = "warning"
JUDGES_COMMENTS = True


def check(context: Context, path: str) -> Iterator[Problem]:
    outcome = context.outcome
    if outcome is None:
        return
    ways = removals(outcome)
    hints: dict[str, str] = {}
    for each in outcome.suppressions:
        if each.kind not in KINDS:
            message = f"no comment to recall-lint begins with `{PREFIX}{each.kind}`"
            hint = nearest(f"{PREFIX}{each.kind}", [f"{PREFIX}{kind}" for kind in KINDS])
            yield Problem(path, each.span, message, hint.removeprefix("; "))
            continue
        acts = [Act(each, selector) for selector in each.selectors]
        yield from _unknown(outcome, path, acts, hints)
        idle = [act for act in acts if act in outcome.idle]
        if idle == acts:
            # They go together.
            yield _unused(path, each, each.span, "the comment", ways[idle[0]])
            continue
        for act in idle:
            word, span = act.selector
            yield _unused(path, each, span, f"`{word}`", ways[act])


def _unknown(
    outcome: Outcome, path: str, acts: list[Act], hints: dict[str, str]
) -> Iterator[Problem]:
    """Words that name no rule; what is near to each is looked up once, and kept in `hints`."""
    words = [word for rule in outcome.known for word in (rule.code, rule.name)]
    for act in acts:
        if act in outcome.unknown:
            word, span = act.selector
            if word not in hints:
                hints[word] = nearest(word, words).removeprefix("; ")
            yield Problem(path, span, f"no rule is called `{word}`", hints[word])


def _unused(path: str, each: Suppression, span: Span, what: str, way: Removal) -> Problem:
    does = "ends" if each.kind == "enable" else "suppresses"
    fixes = (Fix(f"delete {what}", way.edits, way.safe),) if way.edits else ()
    return Problem(path, span, f"{what} {does} nothing", "delete it", fixes=fixes)
