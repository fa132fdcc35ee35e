"""# RL301 question-without-link

A question has no link to its answer.

## Why is this bad?

The answer cannot be opened with one click, and recall-lint cannot tell when it
is renamed or removed.

## Example

```markdown title="Recall/Rivers.md"
1. Which river is the longest?
```

## Use instead

```markdown title="Recall/Rivers.md"
1. Which river is the longest? [Reread](../Notes/Rivers.md#the-longest)
```

```markdown title="Notes/Rivers.md"
# The longest

The Nile, or the Amazon.
```

Images and links without a destination (`[Reread]()`, `[Reread](#)`) do not
count. A question with its answer next to it, as in a callout, a card or below
a heading, needs no link. Questions in notes are only checked if most of
those in the same note link to an answer in the notebook.

## Fix

The hint names the sections that seem to answer the question: those that contain
its words, preferably near the sections that neighbouring questions link to. If
one of them is far ahead of the others, the fix adds a link to it after the
question, in the form of the page's other questions. The fix is unsafe: the
section may not answer the question.

## Configuration

`recall`: the files that are recall pages (default: those in a folder `Recall`
or with `recall` in their name).

`question-sections`: headings of the sections of notes that hold questions
(default: `Review questions`, `Self-check questions` and similar, in many
languages).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Final

from recall_lint.base.model import Question, Span
from recall_lint.base.problems import Edit, Fix, Problem, Target
from recall_lint.base.text import one_of
from recall_lint.notebook import writer
from recall_lint.notebook.resolutions import External, Unjudged
from recall_lint.questions.page import WORD
from recall_lint.rules.context import Context

CODE = "RL301"
NAME = "question-without-link"

_LEAST: Final = 0.2
"""Minimum share of a question's words in a section that is offered as its answer."""


def check(context: Context, path: str) -> Iterator[Problem]:
    notebook = context.notebook
    asked = notebook.questions(path)
    if not notebook.roles.is_recall_page(path) and not _links_answers(context, path):
        # A list below "Questions?" may be anything; no other question here has a link.
        return
    # They are ordered by kind; sort them by position to search.
    lookalikes = sorted(text.span.start for text in notebook.documents[path].lookalikes)
    for question in asked:
        answered = question.answer is not None or _has_link(question)
        if question.text and not answered and not _almost(lookalikes, question):
            yield _problem(context, path, question)


def _problem(context: Context, path: str, question: Question) -> Problem:
    found, is_sure = context.answers(path, question)
    found = tuple(candidate for candidate in found if candidate.score >= _LEAST)
    offers = [f"`{writer.as_file(context.notebook, path, c.target, '')}`" for c in found]
    fixes: tuple[Fix, ...] = ()
    if is_sure and found:
        hint = f"the answer seems to be in {offers[0]}"
        fixes = link_fixes(context, path, question, found[0].target)
    elif found:
        hint = f"the answer may be in {one_of(offers)}"
    else:
        hint = "add a link such as `[Reread](../Notes/Topic.md#section)`"
    message = "question has no link to its answer"
    return Problem(path, question.text_span, message, hint, question, fixes, candidates=found)


def link_fixes(context: Context, path: str, question: Question, target: Target) -> tuple[Fix, ...]:
    """A link after the question, in the form of most other questions on the page."""
    notebook = context.notebook
    text = notebook.documents[path].source.text
    forms: Counter[tuple[str, str]] = Counter()
    like = "topic.md"
    for use in notebook.uses(path):
        link, other = use.link, use.question
        start, end = link.whole
        # Not for references, and not for questions that are links themselves.
        if other is None or link.image or text[end - 1 : end] != ")":
            continue
        if WORD.search(text, other.text_span.start, start):
            space = text[start - 1] if text[start - 1].isspace() else ""
            forms[" " if space else "", "" if link.text.startswith("#") else link.text] += 1
            like = link.destination
    space, label = forms.most_common(1)[0][0] if forms else (" ", "Reread")
    new = writer.write(notebook, path, target, like)
    if new is None or question.form not in ("list-item", "task"):
        return ()
    added = f"[{label or f'#{target.anchor}'}]({new})"
    at = question.text_span.end
    edit = Edit(path, Span(at, at), f"{space}{added}")
    return (Fix(f"add `{added}`", (edit,), safe=False),)


def _links_answers(context: Context, path: str) -> bool:
    """Whether most questions of a document without answers of their own link into the notebook."""
    notebook = context.notebook
    linked = {
        use.question.span.start
        for use in notebook.uses(path)
        if use.question is not None and not isinstance(use.resolution, External | Unjudged)
    }
    asked = [q.span.start in linked for q in notebook.questions(path) if q.answer is None]
    return 2 * sum(asked) > len(asked)


def _has_link(question: Question) -> bool:
    return any(link.destination.strip("#") for link in question.links)


def _almost(lookalikes: list[int], question: Question) -> bool:
    """Whether the question contains an almost-link, which other rules report."""
    start, end = question.span
    first = bisect_left(lookalikes, start)
    return first < len(lookalikes) and lookalikes[first] < end
