"""Report the problems of a notebook, and mend them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import TYPE_CHECKING, ClassVar, Literal

import click

from recall_lint import completion, outputs
from recall_lint.commands._common import CACHE_DIR, COLOR, Grouped, open_run, open_runs, unified
from recall_lint.terminal import count, fail, say, use_color, width, write

if TYPE_CHECKING:
    from recall_lint.catalogue import Told
    from recall_lint.commands._outcome import Outcome
    from recall_lint.config import Choices
    from recall_lint.report import Report


class Check(Grouped):
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
        "How it works": ("history", "jobs", "cache_dir", "no_cache"),
    }


@click.command(cls=Check)
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=completion.files)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE",
    help="Run these rules only.",
    shell_complete=completion.rules,
)
@click.option(
    "--extend-select",
    multiple=True,
    metavar="RULE",
    help="Run these rules, too.",
    shell_complete=completion.rules,
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULE",
    help="Do not run these rules.",
    shell_complete=completion.rules,
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Leave these files out, too, even if they are named; as in .gitignore.",
)
@click.option(
    "--ignore-link",
    "ignore_links",
    multiple=True,
    metavar="PATTERN",
    help="Do not judge links with these destinations; as in .gitignore.",
)
@click.option(
    "--config",
    metavar="FILE",
    shell_complete=completion.files,
    help="Use this configuration, not the one in the notebook's root.",
)
@click.option(
    "--stdin-filename",
    metavar="FILE",
    shell_complete=completion.files,
    help="The file that a text on standard input, `-`, stands for.",
)
@click.option(
    "--format",
    "-f",
    "formats",
    multiple=True,
    callback=outputs.parse,
    shell_complete=outputs.complete,
    metavar="FORMAT[:FILE]",
    help="How problems are told, and in which file; may be given more than once.  "
    "[default: human; github in GitHub Actions]",
)
@click.option(
    "--output-file",
    "-o",
    metavar="FILE",
    help="Where the one format that has no FILE of its own goes.  [default: standard output]",
)
@click.option(
    "--statistics", is_flag=True, help="Print how often each rule found something, not where."
)
@click.option(
    "--show-settings",
    is_flag=True,
    help="Print the configuration in force, and where each value came from; check nothing.",
)
@click.option(
    "--staged",
    is_flag=True,
    help="Check what git's index holds; report what the commit would break.",
)
@click.option(
    "--since",
    metavar="REV",
    help="Report what has been broken since the branch left REV.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    help="Report only problems that are not in FILE; `recall-lint baseline` writes one.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    help="The least severity that makes the exit code 1.  [default: error]",
)
@click.option("--quiet", "-q", is_flag=True, help="Print problems only, and what went wrong.")
@click.option("--verbose", "-v", is_flag=True, help="Tell what the run went by, and how it went.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely.")
@click.option("--unsafe-fixes", is_flag=True, help="Mend the rest, too, by each first candidate.")
@click.option("--diff", is_flag=True, help="Print what the fixes would change; write nothing.")
@click.option("--show-fixes", is_flag=True, help="Name every fix that was made.")
@click.option(
    "--history/--no-history",
    default=True,
    help="Ask git where a missing section went.  [default: history]",
)
@click.option(
    "--jobs",
    "-j",
    default="auto",
    metavar="NUMBER",
    callback=lambda ctx, _, value: _jobs(value),
    help="How many processes work; by default as many as pay.",
)
@CACHE_DIR
@click.option("--no-cache", is_flag=True, help="Take nothing over from earlier runs; keep nothing.")
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
    """Report the links that lead nowhere, and the questions that suffer from it.

    The whole notebook around PATH (default: the current folder) is read, and
    each one below; the paths only choose which files' problems are reported,
    and `-` is a text on standard input. RULE is a code (RL102), a prefix of codes (RL1) or a name
    (missing-section), or several with commas between them. FORMAT is human,
    concise, json, sarif, github, gitlab, junit or rdjson.
    """
    from recall_lint.commands._outcome import Judged, Outcome
    from recall_lint.config import Choices
    from recall_lint.workspace import How

    times = {"start": time.perf_counter()}
    if (unsafe_fixes or show_fixes) and not (fix or diff):
        fail("`--unsafe-fixes` and `--show-fixes` go with `--fix` or `--diff`")
    if quiet and verbose:
        fail("`--quiet` and `--verbose` contradict each other")
    if statistics and not formats:
        formats = (outputs.Output("human", None),)
    if staged and since is not None:
        fail("`--staged` and `--since` ask for two different things; give one of them")
    wanted = outputs.chosen(formats, output_file, os.environ)
    if statistics:
        printed = _statistics_format(wanted)
    stdin = "-" in paths or stdin_filename is not None
    if stdin:
        from recall_lint.commands import _stdin

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
                # Bytes that are no UTF-8 stay what they are, or the patch would not apply.
                write(changes, errors="surrogateescape")
            elif stdin:
                write(proposed[0].get(taken.path or "", taken.text), errors="surrogateescape")
                judged[0].suppose()
            else:
                for each in judged:
                    each.write()
            times["mend"] = time.perf_counter()
    outcome = Outcome(judged)
    errors = [*outcome.errors]
    for output in wanted:
        if output.file is not None and (problem := output.write(_report(outcome, output))):
            (errors if output.is_asked_for else notices).append(problem)
    if not diff:
        # Standard output has the mended text already.
        spare = stdin and fix
        colored = use_color(color) and not spare
        if statistics:
            text = _statistics(outcome.for_people, printed)
        else:
            text = "".join(
                output.render(_report(outcome, output), color=colored, width=width())
                for output in wanted
                if output.file is None
            )
        if spare:
            for told in text.splitlines():
                say(told)
        else:
            write(text)
    for error in errors:
        say(f"recall-lint: error: {error}")
    if not quiet:
        for notice in (*outcome.notices, *notices):
            say(f"recall-lint: note: {notice}")
        for told in _fixes(outcome, named=show_fixes, wrote=not diff):
            say(told)
        for told in _circumstances(outcome, times) if verbose else ():
            say(f"recall-lint: {told}")
        say(_summary(outcome, time.perf_counter() - times["start"]))
    if errors:
        sys.exit(2)
    if diff:
        strict = any(session.config.fail_on != "never" for session in sessions)
        sys.exit(int(bool(changes) and strict))
    sys.exit(int(outcome.fails))


_ONE_BASELINE = (
    "`--baseline` is of one notebook, and {} are checked: name the baseline of each in its "
    "configuration, as `baseline`, or check them one by one"
)


def _report(outcome: Outcome, output: outputs.Output) -> Report:
    """The report that a format is made of."""
    return outcome.for_people if output.is_for_people else outcome.for_programs


def _jobs(word: str) -> int:
    """A number of processes; 0 for as many as pay."""
    if word == "auto":
        return 0
    if not word.isdecimal() or not int(word):
        raise click.BadParameter(f"{word!r} is neither `auto` nor a number of processes.")
    return int(word)


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w.strip() for word in words for w in word.split(",") if w.strip())


def _statistics_format(wanted: tuple[outputs.Output, ...]) -> str:
    """The format of what is printed; statistics come in few."""
    from recall_lint.commands._statistics import FORMATS

    printed = next((output.format for output in wanted if output.file is None), "human")
    if printed not in FORMATS:
        fail(f"`--statistics` are text, or JSON with `--format json`; there is no {printed} of it")
    return printed


def _statistics(report: Report, output_format: str) -> str:
    from recall_lint.commands import _statistics

    return _statistics.render(report, output_format)


def _fixes(outcome: Outcome, *, named: bool, wrote: bool) -> Iterable[str]:
    """What became of the fixes, or that there are some."""
    mendings = [(e.mending, e.naming.for_people) for e in outcome.judged if e.mending is not None]
    if mendings:
        from recall_lint.commands import _mended

        return _mended.told(mendings, named=named, wrote=wrote)
    fixable = sum(
        any(fix.safe for fix in diagnostic.problem.fixes)
        for each in outcome.judged
        for diagnostic in each.report.diagnostics
    )
    return [f"{count(fixable, 'problem')} can be mended safely with `--fix`"] if fixable else []


def _circumstances(outcome: Outcome, times: Mapping[str, float]) -> Iterable[str]:
    from recall_lint.commands import _settings

    for each in outcome.judged:
        yield from _settings.told(each.session, each.report)
    yield _settings.spent(times)


def _show_settings(
    paths: tuple[str, ...], line: Choices, cache_dir: str | None, *, keep: bool
) -> None:
    from recall_lint import cache
    from recall_lint.commands import _settings
    from recall_lint.config import ConfigError
    from recall_lint.roots import roots
    from recall_lint.workspace import published, set_up

    try:
        parts = []
        for root in roots(paths):
            setup = set_up(root, line)
            file = cache.file_of(root, cache_dir) if keep else None
            parts.append(_settings.toml(setup, published(setup), line, file))
        write("\n".join(parts))
    except ConfigError as error:
        fail(str(error))


def _progress(*, quiet: bool) -> AbstractContextManager[Told]:
    """Who is told how far a run is."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda what, done, total: None)
    from recall_lint.commands._progress import Progress

    return Progress()


def _summary(outcome: Outcome, seconds: float) -> str:
    report, because = outcome.for_people, outcome.because
    counts = [
        count(report.question_count, "question"),
        count(report.link_count, "link"),
        count(len(report.files), "file"),
    ]
    errors = sum(diagnostic.severity == "error" for diagnostic in report.diagnostics)
    warnings = len(report.diagnostics) - errors
    told = [count(n, noun) for n, noun in ((errors, "error"), (warnings, "warning")) if n]
    found = " and ".join(told) or "no problems"
    where = " and ".join(report.surfaces)
    if because:
        where += f" because of {' and '.join(because)}"
    counted = f"{', '.join(counts[:-1])} and {counts[-1]}"
    notebooks = sum(bool(each.report.files) for each in outcome.judged)
    if notebooks > 1:
        counted += f" of {count(notebooks, 'notebook')}"
    return f"{found} in {counted}, for {where} ({seconds:.2f} s)"
