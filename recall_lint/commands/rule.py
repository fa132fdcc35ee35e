"""Show the documentation of a rule."""

from __future__ import annotations

import sys

import click

from recall_lint import completion
from recall_lint.commands._common import COLOR, FORMAT, Command
from recall_lint.terminal import colored, fail, json_text, write


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
    from recall_lint import pages

    if all_ == bool(rules):
        fail("specify a rule, for example `recall-lint rule RL102`, or use `--all`")
    try:
        shown = pages.every() if all_ else [pages.find(word) for word in rules]
    except pages.UnknownRuleError as error:
        fail(str(error))
    if output_format == "json":
        values = [pages.data(page) for page in shown]
        write(json_text(values if all_ or len(values) > 1 else values[0]))
    elif color == "always" or sys.stdout.isatty():
        write(colored("\n".join(map(pages.terminal, shown)), color))
    else:
        write("\n".join(map(pages.markdown, shown)))
