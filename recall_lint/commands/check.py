"""Report the problems of a notebook, and mend them."""

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
    from recall_lint.naming import Naming
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

    The whole notebook around PATH (default: the current folder) is read; the
    paths only choose which files' problems are reported, and `-` is a text on
    standard input. RULE is a code (RL102), a prefix of codes (RL1) or a name
    (missing-section), or several with commas between them. FORMAT is human,
    concise, json, sarif, github, gitlab, junit or rdjson.
    """
    from recall_lint.config import Choices
    from recall_lint.naming import Naming

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
        naming = Naming.of(session.root)
        if stdin:
            taken = _stdin.take(session, str(stdin_filename))
        known = _known.opened(session, baseline, history=history)
        report = known.new(session.report())
        times["check"] = time.perf_counter()
        refused: list[str] = []
        notices: list[str] = []
        mending = None
        if fix or diff:
            from recall_lint.mend import mend

            mending = mend(report, session.whole, unsafe=unsafe_fixes)
            if diff:
                changes, notices = unified(report, mending.texts, naming)
                # Bytes that are no UTF-8 stay what they are, or the patch would not apply.
                write(changes, errors="surrogateescape")
            elif stdin:
                write(mending.texts.get(taken.path or "", taken.text), errors="surrogateescape")
                report = known.new(session.report(mending.texts))
            else:
                written, refused = session.write(mending.texts)
                kept = [step for step in mending.applied if step.diagnostic.problem.path in written]
                mending = mending._replace(texts=written, applied=tuple(kept))
                report = known.new(session.report(written))
            times["mend"] = time.perf_counter()
    unwritten: list[str] = []
    told = {
        people: naming.report_for(report, people=people)
        for people in {output.is_for_people for output in wanted}
    }
    for output in wanted:
        if output.file is not None and (problem := output.write(told[output.is_for_people])):
            (refused if output.is_asked_for else unwritten).append(problem)
    if not diff:
        # Standard output has the mended text already.
        spare = stdin and fix
        colored = use_color(color) and not spare
        if statistics:
            text = _statistics(report, printed)
        else:
            text = "".join(
                output.render(told[output.is_for_people], color=colored, width=width())
                for output in wanted
                if output.file is None
            )
        if spare:
            for each in text.splitlines():
                say(each)
        else:
            write(text)
    for error in (*session.unreadable, *refused):
        say(f"recall-lint: error: {error}")
    if not quiet:
        for notice in (*session.notices(report), *known.notices, *notices, *unwritten):
            say(f"recall-lint: note: {notice}")
        for each in _fixes(report, mending, naming, named=show_fixes, wrote=not diff):
            say(each)
        for each in _circumstances(session, report, times) if verbose else ():
            say(f"recall-lint: {each}")
        say(_summary(report, session.publication.because, time.perf_counter() - times["start"]))
    if session.unreadable or refused:
        sys.exit(2)
    if diff:
        sys.exit(int(bool(changes) and session.config.fail_on != "never"))
    sys.exit(int(any(map(report.fails, report.diagnostics))))


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


def _fixes(
    report: Report, mending: Mending | None, naming: Naming, *, named: bool, wrote: bool
) -> Iterable[str]:
    """What became of the fixes, or that there are some."""
    if mending is not None:
        from recall_lint.commands import _mended

        return _mended.told(mending, naming.for_people, named=named, wrote=wrote)
    fixable = sum(any(fix.safe for fix in d.problem.fixes) for d in report.diagnostics)
    return [f"{count(fixable, 'problem')} can be mended safely with `--fix`"] if fixable else []


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
    """Who is told how far a run is."""
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
        where += f" because of {' and '.join(because)}"
    counted = f"{', '.join(counts[:-1])} and {counts[-1]}"
    return f"{found} in {counted}, for {where} ({seconds:.2f} s)"
