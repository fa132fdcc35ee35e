"""Report the problems of a notebook, and mend them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from recall_lint import completion, outputs
from recall_lint.commands._common import CACHE_DIR, COLOR, open_run, unified
from recall_lint.terminal import count, fail, say, use_color, width, write

if TYPE_CHECKING:
    from recall_lint.mend import Mending, Step
    from recall_lint.report import Report


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=completion.files)
@click.option(
    "--format",
    "--output-format",
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
    "--select",
    multiple=True,
    metavar="RULE",
    help="Run these rules only.",
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
    "--staged",
    is_flag=True,
    help="Check what git's index holds; report what the commit would break.",
)
@click.option(
    "--since",
    metavar="REV",
    help="Report what has been broken since the branch left REV.",
)
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
    "--engine",
    type=click.Choice(["auto", "mistune", "pyromark"]),
    help="What reads Markdown; by default the fastest that is installed.",
)
@CACHE_DIR
@click.option(
    "--jobs",
    "-j",
    default="auto",
    metavar="NUMBER",
    callback=lambda ctx, _, value: _jobs(value),
    help="How many processes work; by default as many as pay.",
)
@click.option("--no-cache", is_flag=True, help="Take nothing over from earlier runs; keep nothing.")
@COLOR
def command(
    paths: tuple[str, ...],
    formats: tuple[outputs.Output, ...],
    output_file: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    staged: bool,
    since: str | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    show_fixes: bool,
    history: bool,
    engine: str | None,
    cache_dir: str | None,
    jobs: int,
    no_cache: bool,
    color: str,
) -> None:
    """Report the links that lead nowhere, and the questions that suffer from it.

    The whole notebook around PATH (default: the current folder) is read; the
    paths only choose which files' problems are reported. RULE is a code
    (RL102), a prefix of codes (RL1) or a name (missing-section), or several
    with commas between them. FORMAT is human, concise, json, sarif, github,
    gitlab, junit or rdjson.
    """
    started = time.perf_counter()
    if (unsafe_fixes or show_fixes) and not (fix or diff):
        fail("`--unsafe-fixes` and `--show-fixes` go with `--fix` or `--diff`")
    if staged and since is not None:
        fail("`--staged` and `--since` ask for two different things; give one of them")
    wanted = outputs.chosen(formats, output_file, os.environ)
    with open_run(
        paths or (".",),
        _split(select),
        _split(ignore),
        history=history,
        engine=engine,
        cache_dir=cache_dir,
        keep=not no_cache,
        jobs=jobs,
        staged=staged,
        since=since,
    ) as session:
        report = session.report()
        refused: list[str] = []
        mending = None
        if fix or diff:
            from recall_lint.mend import mend

            mending = mend(report, session.whole, unsafe=unsafe_fixes)
            if diff:
                changes = unified(report, mending.texts)
                # Bytes that are no UTF-8 stay what they are, or the patch would not apply.
                write(changes, errors="surrogateescape")
            else:
                written, refused = session.write(mending.texts)
                kept = [step for step in mending.applied if step.diagnostic.problem.path in written]
                mending = mending._replace(texts=written, applied=tuple(kept))
                report = session.report(written)
    if diff:
        wanted = tuple(output for output in wanted if output.file is not None)
    for output in wanted:
        if output.file is None:
            write(output.render(report, color=use_color(color), width=width()))
        elif problem := output.write(report):
            refused.append(problem)
    for line in (*session.unreadable, *refused):
        say(f"recall-lint: error: {line}")
    for line in session.notices(report):
        say(f"recall-lint: note: {line}")
    if mending is not None:
        for line in _told(mending, named=show_fixes, wrote=not diff):
            say(line)
    else:
        fixable = sum(any(fix.safe for fix in d.problem.fixes) for d in report.diagnostics)
        if fixable:
            say(f"{count(fixable, 'problem')} can be mended safely with `--fix`")
    say(_summary(report, session.because, time.perf_counter() - started))
    if session.unreadable or refused:
        sys.exit(2)
    sys.exit(int(bool(changes if diff else report.diagnostics)))


def _jobs(word: str) -> int:
    """A number of processes; 0 for as many as pay."""
    if word == "auto":
        return 0
    if not word.isdecimal() or not int(word):
        raise click.BadParameter(f"{word!r} is neither `auto` nor a number of processes.")
    return int(word)


def _told(mending: Mending, *, named: bool, wrote: bool) -> Iterator[str]:
    """What became of the fixes."""
    for step, reason in mending.refused:
        yield f"recall-lint: note: not mended: {_place(step)}: {step.fix.title}: {reason}"
    if named:
        for step in mending.applied:
            yield f"{_place(step)}: {step.fix.title}"
    done = "mended" if wrote else "would mend"
    problems, files = len(mending.applied), len(mending.texts)
    yield f"{done} {count(problems, 'problem')} in {count(files, 'file')}"


def _place(step: Step) -> str:
    problem = step.diagnostic.problem
    return f"{problem.path}: {step.diagnostic.code} {step.diagnostic.name}"


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w.strip() for word in words for w in word.split(",") if w.strip())


def _summary(report: Report, because: tuple[str, ...], seconds: float) -> str:
    counts = [
        count(report.question_count, "question"),
        count(report.link_count, "link"),
        count(len(report.files), "file"),
    ]
    problems = len(report.diagnostics)
    found = count(problems, "problem") if problems else "no problems"
    where = " and ".join(report.surfaces)
    if because:
        where += f" because of {' and '.join(because)}"
    counted = f"{', '.join(counts[:-1])} and {counts[-1]}"
    return f"{found} in {counted}, for {where} ({seconds:.2f} s)"
