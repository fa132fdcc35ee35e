"""Report the problems of a notebook, and fix them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import TYPE_CHECKING, ClassVar, Literal

import click

from recall_lint.base.text import count
from recall_lint.cli import completion, outputs
from recall_lint.cli.commands._common import CACHE_DIR, COLOR, Grouped, open_run, open_runs, unified
from recall_lint.cli.console import fail, say, use_color, width, write
from recall_lint.reporters._summary import Display, fixable, totals

if TYPE_CHECKING:
    from recall_lint.base.config import Choices
    from recall_lint.base.report import Report
    from recall_lint.cli.commands._outcome import Outcome
    from recall_lint.facts.index import Told


_TYPED = "recall_lint.typed"
"""Key of the arguments as typed, in the `meta` of the click context."""


class Check(Grouped):
    """Remembers the arguments as typed, for the command that the report suggests."""

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
        "History and performance": ("history", "jobs", "cache_dir", "no_cache"),
    }

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_TYPED] = tuple(args)
        return super().parse_args(ctx, args)


@click.command(cls=Check)
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=completion.files)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    help="Rules to run.",
    shell_complete=completion.rules,
)
@click.option(
    "--extend-select",
    multiple=True,
    metavar="RULE",
    help="Rules to add to the selection.",
    shell_complete=completion.rules,
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    help="Rules to skip.",
    shell_complete=completion.rules,
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Files to exclude, even if passed explicitly (.gitignore syntax).",
)
@click.option(
    "--ignore-link",
    "ignore_links",
    multiple=True,
    metavar="PATTERN",
    help="Link destinations not to check (.gitignore syntax).",
)
@click.option(
    "--config",
    metavar="FILE",
    shell_complete=completion.files,
    help="Configuration file to use instead of the one at the notebook root.",
)
@click.option(
    "--stdin-filename",
    metavar="FILE",
    shell_complete=completion.files,
    help="File name to assume for standard input (`-`).",
)
@click.option(
    "--format",
    "-f",
    "formats",
    multiple=True,
    callback=outputs.parse,
    shell_complete=outputs.complete,
    metavar="FORMAT[:FILE]",
    help="Output format, with an optional file; repeatable.  "
    "[default: human; github in GitHub Actions]",
)
@click.option(
    "--output-file",
    "-o",
    metavar="FILE",
    help="File to write the report to.  [default: standard output]",
)
@click.option("--statistics", is_flag=True, help="Print counts per rule instead of problems.")
@click.option(
    "--show-settings",
    is_flag=True,
    help="Print the effective settings and where they come from, then exit.",
)
@click.option(
    "--staged",
    is_flag=True,
    help="Check the git index; report only what the commit would break.",
)
@click.option(
    "--since",
    metavar="REV",
    help="Report only what was broken since the merge base with REV.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    help="Ignore problems recorded in FILE; create it with `recall-lint baseline`.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    help="Lowest severity that causes exit code 1.  [default: error]",
)
@click.option("--quiet", "-q", is_flag=True, help="Print only problems and errors.")
@click.option(
    "--verbose",
    "-v",
    is_flag=True,
    help="List every problem; show settings, cache use and timings.",
)
@click.option("--fix", is_flag=True, help="Apply safe fixes.")
@click.option("--unsafe-fixes", is_flag=True, help="Also apply unsafe fixes (the first candidate).")
@click.option("--diff", is_flag=True, help="Print fixes as a diff without writing files.")
@click.option("--show-fixes", is_flag=True, help="List each applied fix.")
@click.option(
    "--history/--no-history",
    default=True,
    help="Look up missing sections in git history.  [default: history]",
)
@click.option(
    "--jobs",
    "-j",
    default="auto",
    metavar="NUMBER",
    callback=lambda ctx, _, value: _jobs(value),
    help="Number of processes (default: automatic).",
)
@CACHE_DIR
@click.option("--no-cache", is_flag=True, help="Do not read or write the cache.")
@COLOR
def command(
    paths: tuple[str, ...],
    select: tuple[str, ...],
    extend_select: tuple[str, ...],
    ignore: tuple[str, ...],
    exclude: tuple[str, ...],
    ignore_links: tuple[str, ...],
    config: str | None,
    stdin_filename: str | None,
    formats: tuple[outputs.Output, ...],
    output_file: str | None,
    staged: bool,
    since: str | None,
    baseline: str | None,
    statistics: bool,
    show_settings: bool,
    fail_on: Literal["error", "warning", "never"] | None,
    quiet: bool,
    verbose: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    show_fixes: bool,
    history: bool,
    jobs: int,
    cache_dir: str | None,
    no_cache: bool,
    color: str,
) -> None:
    """Report broken links and the questions affected by them.

    The whole notebook that contains PATH (default: the current folder) is always
    read, and every notebook below PATH; PATH only selects which files are reported.
    Use `-` for standard input. RULE is a code (RL102), a code prefix (RL1), a name
    (missing-section), or a comma-separated list of these. FORMAT is human, concise,
    json, sarif, github, gitlab, junit or rdjson.
    """
    from recall_lint.base.config import Choices
    from recall_lint.cli.commands._outcome import Judged, Outcome
    from recall_lint.run.workspace import How

    times = {"start": time.perf_counter()}
    if (unsafe_fixes or show_fixes) and not (fix or diff):
        fail("`--unsafe-fixes` and `--show-fixes` require `--fix` or `--diff`")
    if quiet and verbose:
        fail("`--quiet` and `--verbose` cannot be combined")
    if statistics and not formats:
        formats = (outputs.Output("human", None),)
    if staged and since is not None:
        fail("`--staged` and `--since` cannot be combined")
    wanted = outputs.chosen(formats, output_file, os.environ)
    if statistics:
        printed = _statistics_format(wanted)
    stdin = "-" in paths or stdin_filename is not None
    if stdin:
        from recall_lint.cli.commands import _stdin

        folder = _stdin.folder(paths, stdin_filename)
        paths = (folder,)
    paths = paths or (".",)
    line = Choices(
        config,
        _split(select),
        _split(extend_select),
        _split(ignore),
        exclude,
        ignore_links,
        fail_on,
    )
    if show_settings:
        _show_settings(paths, line, cache_dir, keep=not no_cache)
        return
    with _progress(quiet=quiet) as progress, ExitStack() as open_ones:
        how = How(
            history=history,
            keep=not no_cache,
            cache_folder=cache_dir,
            jobs=jobs,
            told=progress,
            staged=staged,
            since=since,
        )
        found = [open_run(folder, line, how)] if stdin else open_runs(paths, line, how)
        sessions = [open_ones.enter_context(session) for session in found]
        times["read"] = time.perf_counter()
        if baseline and len(sessions) > 1:
            fail(_ONE_BASELINE.format(len(sessions)))
        if stdin:
            taken = _stdin.take(sessions[0], str(stdin_filename))
        judged = [Judged(session, baseline, history=history) for session in sessions]
        times["check"] = time.perf_counter()
        notices: list[str] = []
        if fix or diff:
            proposed = [each.propose(unsafe=unsafe_fixes).texts for each in judged]
            if diff:
                changes, notices = unified(
                    (each.naming, each.report, texts)
                    for each, texts in zip(judged, proposed, strict=True)
                )
                # Invalid UTF-8 is left unchanged, or the patch would not apply.
                write(changes, errors="surrogateescape")
            elif stdin:
                write(proposed[0].get(taken.path or "", taken.text), errors="surrogateescape")
                judged[0].suppose()
            else:
                for each in judged:
                    each.write()
            times["fix"] = time.perf_counter()
    outcome = Outcome(judged)
    errors = [*outcome.errors]
    display = Display(
        verbose=verbose,
        partial=any(each.is_partial for each in judged),
        typed=None if fix or diff else click.get_current_context().meta[_TYPED],
    )
    for output in wanted:
        if output.file is None:
            continue
        if problem := output.write(_report(outcome, output), display):
            (errors if output.is_asked_for else notices).append(problem)
    body = summary = ""
    # The fixed text already went to standard output.
    spare = stdin and fix
    if not diff:
        if statistics:
            body = _statistics(outcome.for_people, printed)
        else:
            body, summary = _parts(
                outcome, wanted, display, color=use_color(color) and not spare, quiet=quiet
            )
        _print(body, spare=spare)
    for error in errors:
        say(f"recall-lint: error: {error}")
    if not quiet:
        for notice in (*outcome.notices, *notices):
            say(f"recall-lint: note: {notice}")
        for told in _fixes(outcome, named=show_fixes, wrote=not diff, summarized=bool(summary)):
            say(told)
        for told in _circumstances(outcome, times) if verbose else ():
            say(f"recall-lint: {told}")
        say(_summary(outcome, time.perf_counter() - times["start"], summarized=bool(summary)))
    _print(summary, spare=spare)
    if errors:
        sys.exit(2)
    if diff:
        strict = any(session.config.fail_on != "never" for session in sessions)
        sys.exit(int(bool(changes) and strict))
    sys.exit(int(outcome.fails))


_ONE_BASELINE = (
    "`--baseline` cannot be used with {} notebooks: set `baseline` in the configuration of each, "
    "or check them one at a time"
)


def _report(outcome: Outcome, output: outputs.Output) -> Report:
    """The report to render in a format."""
    return outcome.for_people if output.is_for_people else outcome.for_programs


def _parts(
    outcome: Outcome,
    wanted: Iterable[outputs.Output],
    display: Display,
    *,
    color: bool,
    quiet: bool,
) -> tuple[str, str]:
    """The report, and its summary, which is printed last so that a terminal still shows it."""
    for output in wanted:
        if output.file is not None:
            continue
        report = _report(outcome, output)
        if output.format != "human":
            return output.render(report, display, color=color, width=width()), ""
        from recall_lint.reporters import human

        body = human.problems(report, color=color, width=width(), display=display)
        summary = human.summary(report, color=color, width=width(), display=display)
        return body, f"\n{summary}" if summary and not quiet else ""
    return "", ""


def _print(text: str, *, spare: bool) -> None:
    """Print a part of the report, on standard error if standard output has something else."""
    if not spare:
        write(text)
        return
    for line in text.splitlines():
        say(line)


def _jobs(word: str) -> int:
    """A number of processes; 0 for automatic."""
    if word == "auto":
        return 0
    if not word.isdecimal() or not int(word):
        raise click.BadParameter(f"{word!r} is not `auto` or a positive integer.")
    return int(word)


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w.strip() for word in words for w in word.split(",") if w.strip())


def _statistics_format(wanted: tuple[outputs.Output, ...]) -> str:
    """The format of the printed statistics; few are supported."""
    from recall_lint.cli.commands._statistics import FORMATS

    printed = next((output.format for output in wanted if output.file is None), "human")
    if printed not in FORMATS:
        fail(f"`--statistics` supports only text and JSON output, not {printed}")
    return printed


def _statistics(report: Report, output_format: str) -> str:
    from recall_lint.cli.commands import _statistics

    return _statistics.render(report, output_format)


def _fixes(outcome: Outcome, *, named: bool, wrote: bool, summarized: bool) -> Iterable[str]:
    """What was fixed, or how many problems are fixable."""
    mendings = [(e.mending, e.naming.for_people) for e in outcome.judged if e.mending is not None]
    if mendings:
        from recall_lint.cli.commands import _mended

        return _mended.told(mendings, named=named, wrote=wrote)
    line = "" if summarized else fixable(outcome.for_people)
    return [line] if line else []


def _circumstances(outcome: Outcome, times: Mapping[str, float]) -> Iterable[str]:
    from recall_lint.cli.commands import _settings

    for each in outcome.judged:
        yield from _settings.told(each.session, each.report)
    yield _settings.spent(times)


def _show_settings(
    paths: tuple[str, ...], line: Choices, cache_dir: str | None, *, keep: bool
) -> None:
    from recall_lint.base.config import ConfigError
    from recall_lint.cli.commands import _settings
    from recall_lint.config.roots import roots
    from recall_lint.facts import cache_folder
    from recall_lint.run.workspace import published, set_up

    try:
        parts = []
        for root in roots(paths):
            setup = set_up(root, line)
            file = cache_folder.file_of(root, cache_dir) if keep else None
            parts.append(_settings.toml(setup, published(setup), line, file))
        write("\n".join(parts))
    except ConfigError as error:
        fail(str(error))


def _progress(*, quiet: bool) -> AbstractContextManager[Told]:
    """The progress line, if any."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda what, done, total: None)
    from recall_lint.cli.commands._progress import Progress

    return Progress()


def _summary(outcome: Outcome, seconds: float, *, summarized: bool) -> str:
    """What was checked, and how many problems were found unless the summary says so."""
    report, because = outcome.for_people, outcome.because
    parts = [count(report.link_count, "link"), count(len(report.files), "file")]
    if report.question_count:
        parts.insert(0, count(report.question_count, "question"))
    counted = f"{', '.join(parts[:-1])} and {parts[-1]}"
    notebooks = sum(bool(each.report.files) for each in outcome.judged)
    if notebooks > 1:
        counted += f" of {count(notebooks, 'notebook')}"
    where = " and ".join(report.surfaces)
    if because:
        where += f", detected from {' and '.join(because)}"
    checked = f"checked {counted}" if summarized else f"{totals(report)} in {counted}"
    return f"{checked}, for {where} ({seconds:.2f} s)"
