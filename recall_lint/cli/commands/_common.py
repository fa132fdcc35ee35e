"""Shared by several commands: options, arguments, and opening a run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

import click

from recall_lint.cli.console import fail, print_message, report_bug

if TYPE_CHECKING:
    from recall_lint.base.config import Choices
    from recall_lint.base.report import Report
    from recall_lint.cli.paths import Naming
    from recall_lint.run.session import Session
    from recall_lint.run.startup import RunOptions

_APPLY_THERE: Final = "paths in the patch are relative to the repository root: apply it there"

_SESSION: Final = "recall_lint.session"
"""Key of the run of a command, in the `meta` of the click context."""

COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to use colors; `auto` means on terminals, unless NO_COLOR is set.",
)


FORMAT = click.option(
    "--format",
    "-f",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)


CACHE_DIR = click.option(
    "--cache-dir",
    envvar="RECALL_LINT_CACHE_DIR",
    type=click.Path(file_okay=False),
    metavar="FOLDER",
    show_envvar=True,
    help="Cache folder (default: in the notebook).",
)


class Command(click.Command):
    """A command that refuses empty arguments, which come from unset shell variables."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        for param in self.params:
            value = ctx.params.get(str(param.name))
            if value == "" or (isinstance(value, tuple) and "" in value):
                raise click.BadParameter("empty value (unset shell variable?)", ctx, param)
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; afterwards report the files that could not be read."""
        try:
            done = super().invoke(ctx)
        except SystemExit:
            _report_unread(ctx)
            raise
        _report_unread(ctx)
        return done


def _report_unread(ctx: click.Context) -> None:
    """Report the files that could not be read, and exit with the code for that if there are any."""
    session: Session | None = ctx.meta.get(_SESSION)
    if session is None:
        return
    for line in session.unreadable:
        print_message(f"recall-lint: error: {line}")
    for path, why in session.documents.bugs.items():
        report_bug(why, path)
    if session.documents.bugs or session.unreadable:
        sys.exit(3 if session.documents.bugs else 2)


class Grouped(Command):
    """A command whose help lists its options in groups of parameter names."""

    groups: ClassVar[Mapping[str, Sequence[str]]] = {}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        records = {each.name: record for each in options if (record := each.get_help_record(ctx))}
        for title, names in self.groups.items():
            with formatter.section(title):
                formatter.write_dl([records.pop(name) for name in names])
        with formatter.section("Other options"):
            formatter.write_dl([*records.values()])


def open_run(
    path: str, choices: Choices | None = None, options: RunOptions | None = None
) -> Session:
    """A run over the notebook that contains a path."""
    from recall_lint.base.config import Choices, ConfigError
    from recall_lint.run.startup import RunOptions, open_session

    try:
        return open_session(path, choices or Choices(), _cached(options or RunOptions()))
    except ConfigError as error:
        fail(str(error))


def open_notebook(path: str, options: RunOptions | None = None) -> Session:
    """The same for a command that leaves reporting unreadable files to `Command`."""
    session = open_run(path, options=options)
    click.get_current_context().meta[_SESSION] = session
    return session


def open_runs(paths: Sequence[str], choices: Choices, options: RunOptions) -> Iterator[Session]:
    """A run over each notebook that contains one of the paths, or is below one."""
    from recall_lint.base.config import ConfigError
    from recall_lint.run.startup import open_sessions

    try:
        yield from open_sessions(paths, choices, _cached(options))
    except ConfigError as error:
        fail(str(error))


def _cached(options: RunOptions) -> RunOptions:
    # The variable also applies to commands without the option.
    folder = options.cache_folder or os.environ.get("RECALL_LINT_CACHE_DIR")
    return options._replace(cache_folder=folder)


def section_argument(section: str) -> tuple[str, str]:
    path, separator, anchor = section.rpartition("#")
    if not separator or not path or not anchor:
        fail(f"{section}: expected FILE#ANCHOR, for example Notes/Optics.md#refraction")
    return path, anchor


def document_argument(session: Session, file: str) -> str:
    """The notebook path of a document given on the command line."""
    path = notebook_path(session, file)
    if path not in session.notebook.documents:
        fail(f"{file} is not part of the notebook (not Markdown, ignored by git, or excluded)")
    return path


def notebook_path(session: Session, path: str) -> str:
    full = os.path.realpath(path)
    return os.path.relpath(full, session.root).replace(os.sep, "/")


def unified(
    texts: Iterable[tuple[Naming, Report, Mapping[str, str]]],
) -> tuple[str, list[str]]:
    """The new texts of files of each notebook as one patch, and notices for the user."""
    return as_patch(
        Change(naming, path, path, report.source(path).text, new[path])
        for naming, report, new in texts
        for path in sorted(new)
    )


class Change(NamedTuple):
    """A file's text and path, before and after."""

    naming: Naming
    path: str
    new_path: str
    before: str
    after: str


def as_patch(changes: Iterable[Change]) -> tuple[str, list[str]]:
    """Changes as one patch, and notices for the user."""
    from recall_lint.cli.paths import in_patch
    from recall_lint.fixes.patch import unified_diff

    # After the header of a renamed file, git would take lines of the next file as its own.
    files = sorted(changes, key=lambda change: change.new_path != change.path)
    paths = [(each.naming, path) for each in files for path in (each.path, each.new_path)]
    names, near = in_patch(paths)
    diffs = (
        unified_diff(old, each.before, each.after, new)
        for each, old, new in zip(files, names[::2], names[1::2], strict=True)
    )
    return "".join(diffs), [] if near else [_APPLY_THERE]
