"""Changes of files → changes in the results, until interrupted."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

import click

from recall_lint.base import git
from recall_lint.base.report import Report
from recall_lint.base.text import count, printable
from recall_lint.cli.commands import _report
from recall_lint.cli.commands._changes import changes
from recall_lint.cli.console import print_message, use_color, width, write
from recall_lint.linter.fingerprints import fingerprints
from recall_lint.reporters import concise, human
from recall_lint.reporters._summary import Display, totals
from recall_lint.sources import files

if TYPE_CHECKING:
    from recall_lint.cli.commands._options import Options
    from recall_lint.cli.commands._outcome import Outcome

_MOST_NAMED: Final = 3
"""Maximum number of changed files to name."""
_MOST_FIXED: Final = 10
"""Maximum number of fixed problems to list."""
FAILURES: Final = (files.ChangedError, files.UnreadableError, git.GitError, OSError)
"""Errors that the next change may resolve: an incomplete file, a locked index."""


class _Verdict(NamedTuple):
    """The result of one check."""

    code: int
    """The exit code."""
    problems: Mapping[str, str]
    """A line for each problem, by its fingerprint."""


def watch(options: Options, typed: tuple[str, ...], run: Callable[[], Outcome]) -> NoReturn:
    """Check whenever files change, until Ctrl-C; exit with the code of the last check.

    The first report is complete, and with `--clear` every report is; the others list changes.
    """
    verdict: _Verdict | None = None
    code = 2
    try:
        for changed in changes("--watch", options.paths, options.cache_dir):
            found = _check(options, typed, run, verdict, changed)
            verdict = found or verdict
            code = 2 if found is None else found.code
            if not changed and not options.quiet:
                print_message("watching for changes; stop with Ctrl-C")
    except KeyboardInterrupt:
        pass
    sys.exit(code)


def _check(
    options: Options,
    typed: tuple[str, ...],
    run: Callable[[], Outcome],
    before: _Verdict | None,
    changed: Iterable[str],
) -> _Verdict | None:
    """Check, and print the results; None on an error that the next change may resolve."""
    try:
        outcome = run()
        if before is not None and not options.clear:
            return _publish_changes(outcome, options, before, changed)
        if options.clear and sys.stdout.isatty():
            click.clear()
        errors = _report.publish(outcome, options, typed)
        return _Verdict(2 if errors else int(outcome.fails), _lines(outcome.for_people))
    except SystemExit:
        # The error has been printed: an incomplete configuration, for example.
        return None
    except FAILURES as error:
        print_message(f"recall-lint: error: {error}")
        return None


def _publish_changes(
    outcome: Outcome, options: Options, before: _Verdict, changed: Iterable[str]
) -> _Verdict:
    """Print what has changed since the previous check."""
    report = outcome.for_people
    now = _lines(report)
    marks = fingerprints(report)
    new_ones = (
        d for d, mark in zip(report.diagnostics, marks, strict=True) if mark not in before.problems
    )
    new = report._replace(diagnostics=tuple(new_ones))
    gone = [line for mark, line in before.problems.items() if mark not in now]
    if not options.quiet:
        print_message(f"[{time.strftime('%H:%M:%S')}] {_named(changed)} changed")
    color = use_color(options.color)
    if options.printed is not None and options.printed.format == "concise":
        write(concise.render(new, color=color, width=width()))
    else:
        display = Display(verbose=options.verbose)
        write(human.problems(new, color=color, width=width(), display=display))
    shown = gone if options.verbose else gone[:_MOST_FIXED]
    write("".join(f"fixed: {line}\n" for line in shown))
    if more := len(gone) - len(shown):
        write(f"and {more:,} more fixed; -v lists them\n")
    for error in outcome.errors:
        print_message(f"recall-lint: error: {error}")
    if not options.quiet:
        parts = [f"{len(new.diagnostics):,} new"] if new.diagnostics else []
        parts += [f"{len(gone):,} fixed"] if gone else []
        print_message(f"{', '.join(parts) or 'nothing new'}; {totals(report)} now")
    return _Verdict(2 if outcome.errors else int(outcome.fails), now)


def _lines(report: Report) -> dict[str, str]:
    """A line for each problem, by its fingerprint."""
    lines = {}
    for mark, (code, name, _, problem) in zip(
        fingerprints(report), report.diagnostics, strict=True
    ):
        line = report.source(problem.path).position(problem.span.start).line
        lines[mark] = f"{printable(problem.path)}:{line}: {code} {name}"
    return lines


def _named(changed: Iterable[str]) -> str:
    """Changed files for people, the first few by name."""
    # An editor may write a temporary file first, which no longer exists.
    there = [path for path in changed if os.path.lexists(path)]
    names = sorted({printable(os.path.relpath(path)) for path in there or changed})
    more = len(names) - _MOST_NAMED
    parts = [*names[:_MOST_NAMED], *([count(more, "more file")] if more > 0 else [])]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
