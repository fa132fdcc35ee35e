"""Shared by several commands: options, arguments, and opening a run."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

import click

from recall_lint.terminal import fail

if TYPE_CHECKING:
    from recall_lint.catalogue import Told
    from recall_lint.config import Choices
    from recall_lint.report import Report
    from recall_lint.session import Session

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


class Grouped(Command):
    """A command whose help lists its options in groups of parameter names."""

    groups: ClassVar[Mapping[str, Sequence[str]]] = {}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [each for each in self.get_params(ctx) if isinstance(each, click.Option)]
        told = {each.name: record for each in options if (record := each.get_help_record(ctx))}
        for title, names in self.groups.items():
            with formatter.section(title):
                formatter.write_dl([told.pop(name) for name in names])
        with formatter.section("Other options"):
            formatter.write_dl([*told.values()])


def open_run(
    paths: tuple[str, ...],
    line: Choices | None = None,
    *,
    history: bool = True,
    cache_dir: str | None = None,
    keep: bool = True,
    jobs: int = 0,
    told: Told = lambda what, done, total: None,
    staged: bool = False,
    since: str | None = None,
) -> Session:
    from recall_lint.config import Choices, ConfigError
    from recall_lint.workspace import open_session

    try:
        return open_session(
            paths,
            line or Choices(),
            history=history,
            keep=keep,
            # Commands without the option use the variable, too.
            cache_folder=cache_dir or os.environ.get("RECALL_LINT_CACHE_DIR"),
            jobs=jobs,
            told=told,
            staged=staged,
            since=since,
        )
    except ConfigError as error:
        fail(str(error))


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


def unified(report: Report, texts: Mapping[str, str]) -> str:
    from recall_lint.fixes import unified_diff

    return "".join(
        unified_diff(path, report.source(path).text, texts[path]) for path in sorted(texts)
    )
