"""# RL901 unused-suppression

A recall-lint comment is unused or invalid.

## Why is this bad?

The original problem is gone, and the comment would silently hide the next one
like it.

## Example

```markdown title="Recall/Planets.md"
1. Which is the largest? [Reread](../Notes/Planets.md) <!-- recall-lint-disable-line RL101 -->
```

```markdown title="Notes/Planets.md"
# Jupiter
The largest of them.
```

## Use instead

Delete the comment:

```markdown title="Recall/Planets.md"
1. Which is the largest? [Reread](../Notes/Planets.md)
```

A comment is checked only if the rules it names were run. A comment that names
RL901 is never reported.

## Fix

Deletes the comment, or those of its codes that suppress nothing; a comment on a
line of its own is deleted with the line. The fix is safe, since comments are
not rendered. It is unsafe if removing the comment changes how the
surrounding text is parsed: if a line begins with the comment and continues with
other text (which makes the line raw HTML), if the comment is all that a list
item contains, or if the text above it would become a heading. Unknown codes are
not fixed.
"""

from __future__ import annotations

from collections.abc import Iterator

from recall_lint.base.model import Span
from recall_lint.base.problems import Fix, Problem, Severity
from recall_lint.base.text import did_you_mean
from recall_lint.rules.context import Context
from recall_lint.suppressions.comments import KINDS, PREFIX, Suppression
from recall_lint.suppressions.outcome import Directive, Outcome
from recall_lint.suppressions.removal import Removal, removals

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
            message = f"unknown recall-lint comment `{PREFIX}{each.kind}`"
            hint = did_you_mean(f"{PREFIX}{each.kind}", [f"{PREFIX}{kind}" for kind in KINDS])
            yield Problem(path, each.span, message, hint.removeprefix("; "))
            continue
        directives = [Directive(each, selector) for selector in each.selectors]
        yield from _unknown(outcome, path, directives, hints)
        unused = [directive for directive in directives if directive in outcome.unused]
        if unused == directives:
            # Report the comment as a whole.
            yield _unused(path, each, each.span, "comment", ways[unused[0]])
            continue
        for directive in unused:
            word, span = directive.selector
            yield _unused(path, each, span, f"code `{word}`", ways[directive])


def _unknown(
    outcome: Outcome, path: str, directives: list[Directive], hints: dict[str, str]
) -> Iterator[Problem]:
    """Report words that are not rules; the nearest names are looked up once, in `hints`."""
    words = [word for rule in outcome.rules for word in (rule.code, rule.name)]
    for directive in directives:
        if directive in outcome.unknown:
            word, span = directive.selector
            if word not in hints:
                hints[word] = did_you_mean(word, words).removeprefix("; ")
            yield Problem(path, span, f"unknown rule `{word}`", hints[word])


def _unused(path: str, each: Suppression, span: Span, what: str, way: Removal) -> Problem:
    does = "re-enables" if each.kind == "enable" else "suppresses"
    fixes = (Fix(f"delete the {what}", way.edits, way.safe),) if way.edits else ()
    return Problem(path, span, f"unused {what}: {does} nothing", "delete it", fixes=fixes)
