"""The options of `check` → one validated value."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import click

from recall_lint.cli import completion, outputs
from recall_lint.cli.commands._common import CACHE_DIR, COLOR
from recall_lint.cli.console import fail

if TYPE_CHECKING:
    from recall_lint.base.config import Choices, FailOn
    from recall_lint.run.startup import RunOptions


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(w.strip() for word in words for w in word.split(",") if w.strip())


def _jobs(word: str) -> int:
    """A number of processes; 0 for automatic."""
    if word == "auto":
        return 0
    if not word.isdecimal() or not int(word):
        raise click.BadParameter(f"{word!r} is not `auto` or a positive integer.")
    return int(word)


def _rules(option: str, text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An option that takes rules, and may be repeated."""
    return click.option(
        option, multiple=True, metavar="RULE", help=text, shell_complete=completion.rules
    )


_PARAMETERS: Final = (
    click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=completion.files),
    _rules("--select", "Rules to run."),
    _rules("--extend-select", "Rules to add to the selection."),
    _rules("--ignore", "Rules to skip."),
    click.option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        help="Files to exclude, even if passed explicitly (.gitignore syntax).",
    ),
    click.option(
        "--ignore-link",
        "ignore_links",
        multiple=True,
        metavar="PATTERN",
        help="Link destinations not to check (.gitignore syntax).",
    ),
    click.option(
        "--config",
        metavar="FILE",
        shell_complete=completion.files,
        help="Configuration file to use instead of the one at the notebook root.",
    ),
    click.option(
        "--stdin-filename",
        metavar="FILE",
        shell_complete=completion.files,
        help="File name to assume for standard input (`-`).",
    ),
    click.option(
        "--format",
        "-f",
        "formats",
        multiple=True,
        callback=outputs.parse,
        shell_complete=outputs.complete,
        metavar="FORMAT[:FILE]",
        help="Output format, with an optional file; repeatable.  "
        "[default: human; github in GitHub Actions]",
    ),
    click.option(
        "--output-file",
        "-o",
        metavar="FILE",
        help="File to write the report to.  [default: standard output]",
    ),
    click.option("--statistics", is_flag=True, help="Print counts per rule instead of problems."),
    click.option(
        "--show-settings",
        is_flag=True,
        help="Print the effective settings and where they come from, then exit.",
    ),
    click.option(
        "--staged",
        is_flag=True,
        help="Check the git index; report only what the commit would break.",
    ),
    click.option(
        "--since",
        metavar="REV",
        help="Report only what was broken since the merge base with REV.",
    ),
    click.option(
        "--baseline",
        metavar="FILE",
        help="Ignore problems recorded in FILE; create it with `recall-lint baseline`.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(["error", "warning", "never"]),
        help="Lowest severity that causes exit code 1.  [default: error]",
    ),
    click.option("--quiet", "-q", is_flag=True, help="Print only problems and errors."),
    click.option(
        "--verbose",
        "-v",
        is_flag=True,
        help="List every problem; show settings, cache use and timings.",
    ),
    click.option("--fix", is_flag=True, help="Apply safe fixes."),
    click.option(
        "--unsafe-fixes", is_flag=True, help="Also apply unsafe fixes (the first candidate)."
    ),
    click.option("--diff", is_flag=True, help="Print fixes as a diff without writing files."),
    click.option("--show-fixes", is_flag=True, help="List each applied fix."),
    click.option(
        "--watch", is_flag=True, help="Check again when files change, and report what changed."
    ),
    click.option("--clear", is_flag=True, help="With --watch: clear, and report everything."),
    click.option(
        "--history/--no-history",
        default=True,
        help="Look up missing sections in git history.  [default: history]",
    ),
    click.option(
        "--jobs",
        "-j",
        default="auto",
        metavar="NUMBER",
        callback=lambda ctx, _, value: _jobs(value),
        help="Number of processes (default: automatic).",
    ),
    CACHE_DIR,
    click.option("--no-cache", is_flag=True, help="Do not read or write the cache."),
    COLOR,
)


def parameters(command: Callable[..., None]) -> Callable[..., None]:
    """Decorate the function of `check` with its argument and its options."""
    for decorate in reversed(_PARAMETERS):
        command = decorate(command)
    return command


class Options(NamedTuple):
    """The options of `check`."""

    paths: tuple[str, ...]
    """Never empty; for standard input, the folder of the file it replaces."""
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    exclude: tuple[str, ...]
    ignore_links: tuple[str, ...]
    config: str | None
    stdin_filename: str | None
    """None without standard input."""
    formats: tuple[outputs.Output, ...]
    """The reports to make, whichever option or environment variable requests them."""
    output_file: str | None
    statistics: bool
    show_settings: bool
    staged: bool
    since: str | None
    baseline: str | None
    fail_on: FailOn | None
    quiet: bool
    verbose: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    show_fixes: bool
    watch: bool
    clear: bool
    history: bool
    jobs: int
    """0 for automatic."""
    cache_dir: str | None
    no_cache: bool
    color: str

    @classmethod
    def validated(cls, values: Mapping[str, Any]) -> Self:
        """Validate the values parsed by click; options that contradict each other end the run."""
        options = cls(**values)
        if (options.unsafe_fixes or options.show_fixes) and not options.fixes:
            fail("`--unsafe-fixes` and `--show-fixes` require `--fix` or `--diff`")
        if options.quiet and options.verbose:
            fail("`--quiet` and `--verbose` cannot be combined")
        formats = options.formats
        if options.statistics and not formats:
            formats = (outputs.Output("human", None),)
        if options.staged and options.since is not None:
            fail("`--staged` and `--since` cannot be combined")
        options = options._replace(
            paths=options.paths or (".",),
            formats=outputs.chosen(formats, options.output_file, os.environ),
        )
        if options.statistics:
            _check_statistics(options.printed)
        if options.watch:
            _check_watch(options)
        elif options.clear:
            fail("`--clear` requires `--watch`")
        if "-" in options.paths or options.stdin_filename is not None:
            from recall_lint.cli.commands import _stdin

            folder = _stdin.folder(values["paths"], options.stdin_filename)
            options = options._replace(paths=(folder,))
        return options

    @property
    def printed(self) -> outputs.Output | None:
        """The report for standard output, if any."""
        return next((output for output in self.formats if output.file is None), None)

    @property
    def summarizes(self) -> bool:
        """Whether a job summary is written, which contains more than the problems."""
        return not self.fixes and any(each.format == "step_summary" for each in self.formats)

    @property
    def fixes(self) -> bool:
        """Whether fixes are applied, to files or as a patch."""
        return self.fix or self.diff

    @property
    def prints_text(self) -> bool:
        """Whether standard output is used for the fixed text, so that the report goes elsewhere."""
        return self.stdin_filename is not None and self.fix

    @property
    def choices(self) -> Choices:
        """The options that extend the configuration."""
        from recall_lint.base.config import Choices

        return Choices(
            self.config,
            _split(self.select),
            _split(self.extend_select),
            _split(self.ignore),
            self.exclude,
            self.ignore_links,
            self.fail_on,
        )

    @property
    def how(self) -> RunOptions:
        """How to run, whatever the notebook."""
        from recall_lint.run.startup import RunOptions

        return RunOptions(
            history=self.history,
            keep=not self.no_cache,
            cache_folder=self.cache_dir,
            jobs=self.jobs,
            staged=self.staged,
            since=self.since,
        )


def _check_statistics(printed: outputs.Output | None) -> None:
    """End the run if statistics cannot be printed in a format."""
    from recall_lint.cli.commands._statistics import FORMATS

    if printed is not None and printed.format not in FORMATS:
        fail(f"`--statistics` supports only text and JSON output, not {printed.format}")


def _check_watch(options: Options) -> None:
    """End the run if an option does not work with repeated checks."""
    others = ("fix", "diff", "staged", "since", "stdin_filename", "statistics", "show_settings")
    for name in others:
        if getattr(options, name):
            fail(f"`--watch` and `--{name.replace('_', '-')}` cannot be combined")
    if "-" in options.paths:
        fail("`--watch` cannot read standard input")
    formats = [output.format for output in options.formats if output.file is None]
    if formats not in (["human"], ["concise"]) or len(options.formats) > 1:
        fail("`--watch` supports only human and concise output, on standard output")
