"""Rule → its page in parts, for the formats that bring help along."""

from __future__ import annotations

from typing import Final, NamedTuple

from recall_lint.rules import Rule

HOME: Final = "https://github.com/recall-lint/recall-lint"
RULES_PAGE: Final = f"{HOME}#rules"


class Page(NamedTuple):
    """A rule's docstring, taken apart."""

    summary: str
    """One sentence: what the rule finds."""
    harm: str
    """The paragraph that says why it hurts, on one line."""
    markdown: str
    """The whole page without its title."""


def page(rule: Rule) -> Page:
    text = (rule.__doc__ or "").partition("\n\n")[2].strip()
    summary, _, rest = text.partition("\n\n")
    harm = rest.partition("## Why it hurts\n\n")[2].partition("\n\n")[0]
    return Page(_on_one_line(summary), _on_one_line(harm), text)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
