"""Command line → exit code: 0 clean, 1 problems, 2 usage, configuration or unreadable input."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import click

from recall_lint import __version__

if TYPE_CHECKING:
    from recall_lint.linter import Report


class DefaultGroup(click.Group):
    """A group whose command `check` need not be named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--help", "--version"}
        if not args or (args[0] not in self.commands and args[0] not in own):
            args = ["check", *args]
        return super().parse_args(ctx, args)


@click.group(cls=DefaultGroup, context_settings={"help_option_names": ["--help"]})
@click.version_option(__version__, message="recall-lint %(version)s")
def main() -> None:
    """Check that every recall question leads to its answer.

    Without a command, `check` runs.
    """


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--format",
    "-f",
    "format_",
    type=click.Choice(["human", "concise", "json"]),
    default="human",
    show_default=True,
    help="How problems are printed.",
)
@click.option("--select", multiple=True, metavar="RULE", help="Run these rules only.")
@click.option("--ignore", multiple=True, metavar="RULE", help="Do not run these rules.")
@click.option(
    "--history/--no-history",
    default=True,
    help="Ask git where a missing section went.  [default: history]",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour; by default on a terminal, unless NO_COLOR is set.",
)
def check(
    paths: tuple[str, ...],
    format_: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    history: bool,
    color: str,
) -> None:
    """Report the links that lead nowhere, and the questions that suffer from it.

    The whole notebook around PATH (default: the current folder) is read; the
    paths only choose which files' problems are reported. RULE is a code
    (RL102), a prefix of codes (RL1) or a name (missing-section), or several
    with commas between them.
    """
    started = time.perf_counter()
    from recall_lint.candidates import Finder
    from recall_lint.config import ConfigError, config_file, load
    from recall_lint.context import Context
    from recall_lint.history import History
    from recall_lint.linter import lint, narrowed, selected_rules
    from recall_lint.reporters import REPORTERS
    from recall_lint.workspace import common_root
    from recall_lint.workspace import load as load_workspace

    try:
        root = common_root(paths or (".",))
        config = load(config_file(root))
        config = narrowed(config, _split(select), _split(ignore))
        selected_rules(config)
        workspace = load_workspace(root, paths or (".",), config)
    except ConfigError as error:
        _say(f"recall-lint: error: {error}")
        sys.exit(2)
    notebook = workspace.notebook
    with History(root, notebook.surfaces[0], enabled=history) as past:
        context = Context(notebook, config, Finder(notebook, past.trace))
        report = lint(context, workspace.selected)
    text = REPORTERS[format_].render(report, color=_use_color(color), width=_width())
    if text:
        _write(text)
    for line in workspace.unreadable:
        _say(f"recall-lint: error: {line}")
    for line in (*workspace.notices, *past.notices):
        _say(f"recall-lint: note: {line}")
    _say(_summary(report, workspace.because, time.perf_counter() - started))
    sys.exit(2 if workspace.unreadable else 1 if report.diagnostics else 0)


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w.strip() for word in words for w in word.split(",") if w.strip())


def _summary(report: Report, because: tuple[str, ...], seconds: float) -> str:
    counts = [
        _count(report.question_count, "question"),
        _count(report.link_count, "link"),
        _count(len(report.reported), "file"),
    ]
    problems = len(report.diagnostics)
    found = _count(problems, "problem") if problems else "no problems"
    where = " and ".join(surface.NAME for surface in report.notebook.surfaces)
    if because:
        where += f" because of {' and '.join(because)}"
    counted = f"{', '.join(counts[:-1])} and {counts[-1]}"
    return f"{found} in {counted}, for {where} ({seconds:.2f} s)"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _use_color(choice: str) -> bool:
    if choice == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return choice == "always"


def _width() -> int:
    if not sys.stdout.isatty():
        return 120
    return os.get_terminal_size(sys.stdout.fileno()).columns or 80


def _write(text: str) -> None:
    """Print as UTF-8 whatever the locale; what is no character becomes `?`."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Whoever read the report has seen enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _say(f"recall-lint: error: the report cannot be written: {error.strerror}")
        sys.exit(2)


def _say(line: str) -> None:
    click.echo(line.encode("utf-8", "replace"), err=True)
