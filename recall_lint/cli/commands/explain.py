"""Explain the links on a line."""

from __future__ import annotations

import re

import click

from recall_lint.base.text import json_text
from recall_lint.cli import completion
from recall_lint.cli.commands._common import (
    COLOR,
    FORMAT,
    Command,
    document_argument,
    open_notebook,
)
from recall_lint.cli.console import colored, fail, print_message, write


@click.command(cls=Command)
@click.argument("place", metavar="FILE:LINE[:COLUMN]", shell_complete=completion.files)
@FORMAT
@COLOR
def command(place: str, output_format: str, color: str) -> None:
    """Explain how the links on a line are resolved.

    With FILE:LINE:COLUMN, as printed in reports, explains only the link at that
    position.
    """
    from recall_lint.answers.answering import Answering
    from recall_lint.history.candidates import Finder
    from recall_lint.inspection import text
    from recall_lint.inspection.explanation import Asked, InspectionError, explain
    from recall_lint.inspection.values import data

    file, line, column = _place_argument(place)
    with open_notebook(file) as session:
        notebook, trace = session.notebook, session.history.trace
        path = document_argument(session, file)
        answering = Answering(notebook, session.config.placeholder_patterns)
        asked = Asked(notebook, Finder(notebook, trace), trace, answering)
        try:
            found = explain(asked, path, line, column)
        except InspectionError as error:
            fail(f"{place}: {error}")
    for notice in session.history.notices:
        print_message(f"recall-lint: note: {notice}")
    if output_format == "json":
        write(json_text(data(found)))
    else:
        write(colored(text.explanations(path, found), color))


def _place_argument(place: str) -> tuple[str, int, int | None]:
    match = re.fullmatch(r"(.+?):([1-9]\d*)(?::([1-9]\d*))?", place, re.DOTALL | re.ASCII)
    if match is None:
        fail(f"{place}: expected FILE:LINE or FILE:LINE:COLUMN, for example Recall/Optics.md:7")
    return match[1], int(match[2]), int(match[3]) if match[3] else None
