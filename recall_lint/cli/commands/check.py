"""Report the problems of a notebook, and fix them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Final

import click

from recall_lint.cli.commands import _options
from recall_lint.cli.commands._common import Grouped, open_run, open_runs
from recall_lint.cli.commands._options import Options
from recall_lint.cli.console import fail, write

if TYPE_CHECKING:
    from recall_lint.cli.commands._outcome import CheckedNotebook, Outcome
    from recall_lint.cli.commands._stdin import StdinText
    from recall_lint.facts.catalogue import Progress
    from recall_lint.run.session import Session
    from recall_lint.run.startup import RunOptions


_TYPED: Final = "recall_lint.typed"
"""Key of the arguments as typed, in the `meta` of the click context."""


class Check(Grouped):
    """Keeps the arguments as typed, for the command that the report suggests."""

    groups: ClassVar = {
        "Rules and files": (
            "select",
            "extend_select",
            "ignore",
            "exclude",
            "ignore_links",
            "config",
            "staged",
            "since",
            "stdin_filename",
        ),
        "Reports": (
            "formats",
            "output_file",
            "statistics",
            "show_settings",
            "fail_on",
            "baseline",
            "quiet",
            "verbose",
            "color",
        ),
        "Fixes": ("fix", "unsafe_fixes", "diff", "show_fixes"),
        "Watching": ("watch", "clear"),
        "History and performance": ("history", "jobs", "cache_dir", "no_cache"),
    }

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_TYPED] = tuple(args)
        return super().parse_args(ctx, args)


@click.command(cls=Check)
@_options.parameters
def command(**values: Any) -> None:
    """Report broken links and the questions affected by them.

    The whole notebook that contains PATH (default: the current folder) is always
    read, and every notebook below PATH; PATH only selects which files are reported.
    Use `-` for standard input. RULE is a code (RL102), a code prefix (RL1), a name
    (missing-section), or a comma-separated list of these. FORMAT is human, concise,
    json, sarif, github, gitlab, junit or rdjson.
    """
    from recall_lint.cli.commands import _report

    options = Options.validated(values)
    if options.show_settings:
        from recall_lint.cli.commands import _settings

        write(_settings.effective(options))
        return
    typed = click.get_current_context().meta[_TYPED]
    if options.watch:
        from recall_lint.cli.commands import _watch

        _watch.watch(options, typed, partial(_run, options))
    outcome = _run(options)
    errors = _report.publish(outcome, options, typed)
    sys.exit(3 if outcome.bugs else 2 if errors else int(outcome.fails))


def _run(options: Options) -> Outcome:
    """Check every notebook, and fix it if requested."""
    from recall_lint.cli.commands._outcome import CheckedNotebook, Outcome

    how = options.how
    times = {"start": time.perf_counter()}
    patch = None
    with _progress(quiet=options.quiet) as progress, ExitStack() as opened:
        how = how._replace(progress=progress)
        sessions = [opened.enter_context(session) for session in _sessions(options, how)]
        times["read"] = time.perf_counter()
        if options.baseline and len(sessions) > 1:
            fail(_ONE_BASELINE.format(len(sessions)))
        given = _stdin_text(sessions, options)
        notebooks = [
            CheckedNotebook(each, options.baseline, history=options.history) for each in sessions
        ]
        times["check"] = time.perf_counter()
        if options.summarizes:
            _add_coverage(notebooks, os.environ)
        if options.fixes:
            from recall_lint.cli.commands import _fixes

            patch = _fixes.make(notebooks, options, given)
            times["fix"] = time.perf_counter()
    return Outcome(notebooks, patch, times)


def _add_coverage(notebooks: Sequence[CheckedNotebook], environ: Mapping[str, str]) -> None:
    """Add sentences to the reports on question coverage, and on its change in a pull request."""
    from recall_lint.run.covering import coverage_sentences

    base = environ.get("GITHUB_BASE_REF")
    for each in notebooks:
        sentences = coverage_sentences(each.session, f"origin/{base}" if base else "")
        folder = each.naming.for_programs(".") if len(notebooks) > 1 else "."
        head = "" if folder == "." else f"{folder}: "
        named = tuple(f"{head}{sentence}" for sentence in sentences)
        each.report = each.report._replace(coverage=named)


_ONE_BASELINE: Final = (
    "`--baseline` cannot be used with {} notebooks: set `baseline` in the configuration of each, "
    "or check them one at a time"
)


def _progress(*, quiet: bool) -> AbstractContextManager[Progress]:
    """The progress line, if any."""
    if quiet or not sys.stderr.isatty():
        from recall_lint.run.request import no_progress

        return nullcontext(no_progress)
    from recall_lint.cli.commands._progress import Progress

    return Progress()


def _sessions(options: Options, how: RunOptions) -> Iterable[Session]:
    """A run over each notebook, or over the notebook of the text from standard input."""
    if options.stdin_filename is None:
        return open_runs(options.paths, options.choices, how)
    return [open_run(options.paths[0], options.choices, how)]


def _stdin_text(sessions: Sequence[Session], options: Options) -> StdinText | None:
    """The text from standard input, used in place of a file of the only notebook."""
    if options.stdin_filename is None:
        return None
    from recall_lint.cli.commands import _stdin

    return _stdin.take(sessions[0], options.stdin_filename)
