"""Show the documentation of a rule."""

from __future__ import annotations

import sys

import click

from recall_lint.base.text import json_text
from recall_lint.cli import completion
from recall_lint.cli.commands._common import COLOR, FORMAT, Command
from recall_lint.cli.console import colored, fail, write


@click.command(cls=Command)
@click.argument("rules", nargs=-1, metavar="[RULE]...", shell_complete=completion.rules)
@click.option("--all", "all_", is_flag=True, help="Show all rules.")
@FORMAT
@COLOR
def command(rules: tuple[str, ...], all_: bool, output_format: str, color: str) -> None:
    """Show the documentation of a rule.

    RULE is a code (RL102) or a name (missing-section). The output is Markdown unless
    printed to a terminal.
    """
    from recall_lint.rules import docs

    if all_ == bool(rules):
        fail("specify a rule, for example `recall-lint rule RL102`, or use `--all`")
    try:
        shown = docs.all_pages() if all_ else [docs.find(word) for word in rules]
    except docs.UnknownRuleError as error:
        fail(str(error))
    if output_format == "json":
        values = [docs.data(page) for page in shown]
        write(json_text(values if all_ or len(values) > 1 else values[0]))
    elif color == "always" or sys.stdout.isatty():
        write(colored("\n".join(map(docs.terminal, shown)), color))
    else:
        write("\n".join(map(docs.markdown, shown)))
