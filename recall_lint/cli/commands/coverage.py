"""Measure how far the questions of a notebook cover its notes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from recall_lint.cli import completion
from recall_lint.cli.commands._common import Command, open_notebook
from recall_lint.cli.console import fail, print_message, width, write

if TYPE_CHECKING:
    from recall_lint.coverage.formats import Change
    from recall_lint.coverage.measure import Coverage
    from recall_lint.run.session import Session


@click.command(cls=Command)
@click.argument("path", default=".", shell_complete=completion.files)
@click.option(
    "--format",
    "-f",
    "output_format",
    type=click.Choice(["text", "json", "markdown", "svg"]),
    default="text",
    show_default=True,
    help="Output format; `svg` is a badge.",
)
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Exit with 1 if fewer sections are asked about.",
)
@click.option(
    "--since", metavar="REV", help="Compare with the merge base with REV, such as `origin/main`."
)
@click.option(
    "--more-than",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    metavar="NUMBER",
    help="Also list sections that more questions ask about.",
)
def command(
    path: str, output_format: str, fail_under: float | None, since: str | None, more_than: int
) -> None:
    """Show which sections of the notes no question asks about.

    A section counts if it has text of its own that is not a placeholder. It is asked
    about if a question links to it, or to a section or anchor in it. For sections
    marked `nearly`, a question without a link seems to ask about them.
    """
    from recall_lint.coverage import formats
    from recall_lint.run.covering import measured

    with open_notebook(path) as session:
        coverage = measured(session)
        compared = None if since is None else _compared(session, coverage, since)
    if output_format == "json":
        write(formats.as_json(coverage, compared))
    elif output_format == "markdown":
        write(formats.as_markdown(coverage, compared))
    elif output_format == "svg":
        write(formats.as_svg(coverage))
    else:
        write(formats.as_text(coverage, more_than, width()))
        if compared is not None:
            print_message(f"before: {compared.before.percent:.1f} %; {compared.sentence}")
    if fail_under is not None and coverage.total.percent < fail_under:
        print_message(
            f"recall-lint: coverage is {coverage.total.percent:.1f} %, less than {fail_under:g} %"
        )
        sys.exit(1)


def _compared(session: Session, now: Coverage, since: str) -> Change:
    """The changes since the merge base with a revision."""
    from recall_lint.base.config import ConfigError
    from recall_lint.run.covering import compared

    try:
        return compared(session, now, since)
    except ConfigError as error:
        fail(str(error))
