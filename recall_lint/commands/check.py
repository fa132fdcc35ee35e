"""Report the problems of a notebook, and fix them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, ClassVar, Literal

import click

from recall_lint import completion, outputs
from recall_lint.commands import _known
from recall_lint.commands._common import CACHE_DIR, COLOR, Grouped, open_run, unified
from recall_lint.terminal import count, fail, say, use_color, width, write

if TYPE_CHECKING:
    from recall_lint.catalogue import Told
    from recall_lint.config import Choices
    from recall_lint.mend import Mending
    from recall_lint.report import Report
    from recall_lint.session import Session


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
        "History and performance": ("history", "jobs", "cache_dir", "no_cache"),
    }


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
@click.option("--verbose", "-v", is_flag=True, help="Show settings, cache use and timings.")
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
    read; PATH only selects which files are reported. Use `-` for standard input.
    RULE is a code (RL102), a code prefix (RL1), a name (missing-section), or a
    comma-separated list of these. FORMAT is human, concise, json, sarif, github,
    gitlab, junit or rdjson.
    """
    from recall_lint.config import Choices

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
        from recall_lint.commands import _stdin

        folder = _stdin.folder(paths, stdin_filename)
    paths = (folder,) if stdin else paths or (".",)
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
    with (
        _progress(quiet=quiet) as progress,
        open_run(
            paths,
            line,
            history=history,
            cache_dir=cache_dir,
            keep=not no_cache,
            jobs=jobs,
            told=progress,
            staged=staged,
            since=since,
        ) as session,
    ):
        times["read"] = time.perf_counter()
        if stdin:
            taken = _stdin.take(session, str(stdin_filename))
        known = _known.opened(session, baseline, history=history)
        report = known.new(session.report())
        times["check"] = time.perf_counter()
        refused: list[str] = []
        mending = None
        if fix or diff:
            from recall_lint.mend import mend

            mending = mend(report, session.whole, unsafe=unsafe_fixes)
            if diff:
                changes = unified(report, mending.texts)
                # Invalid UTF-8 is left unchanged, or the patch would not apply.
                write(changes, errors="surrogateescape")
            elif stdin:
                write(mending.texts.get(taken.path or "", taken.text), errors="surrogateescape")
                report = known.new(session.report(mending.texts))
            else:
                written, refused = session.write(mending.texts)
                kept = [step for step in mending.applied if step.diagnostic.problem.path in written]
                mending = mending._replace(texts=written, applied=tuple(kept))
                report = known.new(session.report(written))
            times["fix"] = time.perf_counter()
    unwritten: list[str] = []
    for output in wanted:
        if output.file is not None and (problem := output.write(report)):
            (refused if output.is_asked_for else unwritten).append(problem)
    if not diff:
        # The fixed text already went to standard output.
        spare = stdin and fix
        colored = use_color(color) and not spare
        if statistics:
            text = _statistics(report, printed)
        else:
            texts = [o.render(report, color=colored, width=width()) for o in wanted if not o.file]
            text = "".join(texts)
        if spare:
            for each in text.splitlines():
                say(each)
        else:
            write(text)
    for error in (*session.unreadable, *refused):
        say(f"recall-lint: error: {error}")
    if not quiet:
        for notice in (*session.notices(report), *known.notices, *unwritten):
            say(f"recall-lint: note: {notice}")
        for told in _fixes(report, mending, named=show_fixes, wrote=not diff):
            say(told)
        for told in _circumstances(session, report, times) if verbose else ():
            say(f"recall-lint: {told}")
        say(_summary(report, session.publication.because, time.perf_counter() - times["start"]))
    if session.unreadable or refused:
        sys.exit(2)
    if diff:
        sys.exit(int(bool(changes) and report.fail_on != "never"))
    sys.exit(int(any(map(report.fails, report.diagnostics))))


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
    from recall_lint.commands._statistics import FORMATS

    printed = next((output.format for output in wanted if output.file is None), "human")
    if printed not in FORMATS:
        fail(f"`--statistics` supports only text and JSON output, not {printed}")
    return printed


def _statistics(report: Report, output_format: str) -> str:
    from recall_lint.commands import _statistics

    return _statistics.render(report, output_format)


def _fixes(report: Report, mending: Mending | None, *, named: bool, wrote: bool) -> Iterable[str]:
    """What was fixed, or how many problems are fixable."""
    if mending is not None:
        from recall_lint.commands import _mended

        return _mended.told(mending, named=named, wrote=wrote)
    fixable = sum(any(fix.safe for fix in d.problem.fixes) for d in report.diagnostics)
    return [f"{fixable:,} fixable with `--fix`"] if fixable else []


def _circumstances(session: Session, report: Report, times: Mapping[str, float]) -> Iterable[str]:
    from recall_lint.commands import _settings

    return _settings.told(session, report, times)


def _show_settings(
    paths: tuple[str, ...], line: Choices, cache_dir: str | None, *, keep: bool
) -> None:
    from recall_lint import cache
    from recall_lint.commands import _settings
    from recall_lint.config import ConfigError
    from recall_lint.workspace import published, set_up

    try:
        setup = set_up(paths, line)
        write(
            _settings.toml(
                setup,
                published(setup),
                line,
                cache.file_of(setup.root, cache_dir) if keep else None,
            )
        )
    except ConfigError as error:
        fail(str(error))


def _progress(*, quiet: bool) -> AbstractContextManager[Told]:
    """The progress line, if any."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda what, done, total: None)
    from recall_lint.commands._progress import Progress

    return Progress()


def _summary(report: Report, because: tuple[str, ...], seconds: float) -> str:
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
        where += f", detected from {' and '.join(because)}"
    counted = f"{', '.join(counts[:-1])} and {counts[-1]}"
    return f"{found} in {counted}, for {where} ({seconds:.2f} s)"
