"""An incomplete word → its completions, for the shell's Tab key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    # Imported for completion only, so that other runs start faster.
    from click.shell_completion import CompletionItem


def rules(
    context: click.Context, parameter: click.Parameter, word: str
) -> list[CompletionItem[str]]:
    """Codes and names of rules, after those already in the word."""
    from click.shell_completion import CompletionItem

    from recall_lint.rules import RULES

    before, comma, last = word.rpartition(",")
    meanings = {rule.CODE: rule.NAME for rule in RULES} | {rule.NAME: rule.CODE for rule in RULES}
    return [
        CompletionItem(f"{before}{comma}{each}", help=meaning)
        for each, meaning in meanings.items()
        if each.startswith(last)
    ]


def files(
    context: click.Context, parameter: click.Parameter, word: str
) -> list[CompletionItem[str]]:
    """Files and folders, completed by the shell itself."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(word, type="file")]
