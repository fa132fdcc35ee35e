"""Outcome → the reports, on standard output and in files, followed by messages."""

from __future__ import annotations

import time
from collections.abc import Iterator

from recall_lint.base.report import Report
from recall_lint.base.text import count
from recall_lint.cli import outputs
from recall_lint.cli.commands._options import Options
from recall_lint.cli.commands._outcome import Outcome
from recall_lint.cli.console import print_message, report_bug, use_color, width, write
from recall_lint.reporters._summary import Display, fixable, totals


def publish(outcome: Outcome, options: Options, typed: tuple[str, ...]) -> list[str]:
    """Write and print everything; return the errors.

    `typed` are the arguments of the command line.
    """
    display = Display(
        verbose=options.verbose,
        partial=outcome.is_partial,
        typed=None if options.fixes else typed,
    )
    failed, skipped = _write_files(outcome, options, display)
    errors = [*outcome.errors, *failed]
    body, summary = ("", "") if options.diff else _rendered(outcome, options, display)
    _print(body, options)
    for error in errors:
        print_message(f"recall-lint: error: {error}")
    for path, why in outcome.bugs.items():
        report_bug(why, path)
    if not options.quiet:
        for notice in (*outcome.notices, *skipped):
            print_message(f"recall-lint: note: {notice}")
        for message in _messages(outcome, options, summarized=bool(summary)):
            print_message(message)
    _print(summary, options)
    return errors


def _write_files(
    outcome: Outcome, options: Options, display: Display
) -> tuple[list[str], list[str]]:
    """Write the reports that have a file; return the errors, and those only worth a notice."""
    errors: list[str] = []
    notices: list[str] = []
    for output in options.formats:
        if output.file is None:
            continue
        if problem := output.write(_report(outcome, output), display):
            (errors if output.is_asked_for else notices).append(problem)
    return errors, notices


def _rendered(outcome: Outcome, options: Options, display: Display) -> tuple[str, str]:
    """The report and its summary, which is printed last so that it stays visible on a terminal."""
    output = options.printed
    if options.statistics:
        from recall_lint.cli.commands import _statistics

        return _statistics.render(outcome.for_people, output.format if output else "human"), ""
    if output is None:
        return "", ""
    report = _report(outcome, output)
    color = use_color(options.color) and not options.prints_text
    if output.format != "human":
        return output.render(report, display, color=color, width=width()), ""
    from recall_lint.reporters import human

    body = human.problems(report, color=color, width=width(), display=display)
    summary = human.summary(report, color=color, width=width(), display=display)
    return body, f"\n{summary}" if summary and not options.quiet else ""


def _print(text: str, options: Options) -> None:
    """Print a part of the report; on standard error if standard output is used otherwise."""
    if not options.prints_text:
        write(text)
        return
    for line in text.splitlines():
        print_message(line)


def _messages(outcome: Outcome, options: Options, *, summarized: bool) -> Iterator[str]:
    """Messages about fixes, settings and what was checked.

    `summarized` is whether a summary already counts the problems.
    """
    if options.fixes:
        from recall_lint.cli.commands import _fixes

        yield from _fixes.messages(outcome, options)
    elif not summarized and (line := fixable(outcome.for_people)):
        yield line
    if options.verbose:
        from recall_lint.cli.commands import _settings

        for message in _settings.messages(outcome):
            yield f"recall-lint: {message}"
    yield _summary(outcome, summarized=summarized)


def _report(outcome: Outcome, output: outputs.Output) -> Report:
    """The report to render in a format."""
    return outcome.for_people if output.is_for_people else outcome.for_programs


def _summary(outcome: Outcome, *, summarized: bool) -> str:
    """What was checked, and how many problems were found unless the summary says so."""
    report, because = outcome.for_people, outcome.because
    parts = [count(report.link_count, "link"), count(len(report.files), "file")]
    if report.question_count:
        parts.insert(0, count(report.question_count, "question"))
    counted = f"{', '.join(parts[:-1])} and {parts[-1]}"
    notebooks = sum(bool(each.report.files) for each in outcome.notebooks)
    if notebooks > 1:
        counted += f" in {count(notebooks, 'notebook')}"
    where = " and ".join(report.surfaces)
    if because:
        where += f", detected from {' and '.join(because)}"
    seconds = time.perf_counter() - outcome.times["start"]
    checked = f"checked {counted}" if summarized else f"{totals(report)} in {counted}"
    return f"{checked}, for {where} ({seconds:.2f} s)"
