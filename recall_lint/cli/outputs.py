"""`--format` and `--output-file` → the reports to make, and the files written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from recall_lint import reporters

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from recall_lint.base.report import Report
    from recall_lint.reporters._summary import Display

# Wide enough for a line of text, whatever the terminal.
_FILE_WIDTH: Final = 120


class Output(NamedTuple):
    """One report to make."""

    format: str
    file: str | None
    """The output file; None is standard output."""
    is_asked_for: bool = True
    """False for a file provided by CI: the report is appended to it, if possible."""

    @property
    def is_for_people(self) -> bool:
        return self.format in reporters.FOR_PEOPLE

    def render(self, report: Report, display: Display, *, color: bool, width: int) -> str:
        if self.format == "human":
            from recall_lint.reporters import human

            return human.render(report, color=color, width=width, display=display)
        return reporters.reporter(self.format).render(report, color=color, width=width)

    def write(self, report: Report, display: Display) -> str | None:
        """Write the file; return an error message on failure."""
        assert self.file is not None
        text = self.render(report, display, color=False, width=_FILE_WIDTH)
        try:
            with open(self.file, "wb" if self.is_asked_for else "ab") as file:
                file.write(text.encode())
        except OSError as error:
            name = self.format.replace("_", " ")
            return f"failed to write {name} report to {self.file}: {error.strerror}"
        return None


def parse(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[Output, ...]:
    """Parse the values of `--format FORMAT[:FILE]`."""
    return tuple(map(_parse, values))


def _parse(value: str) -> Output:
    name, colon, file = value.partition(":")
    if name not in reporters.NAMES:
        raise click.BadParameter(f"`{name}` is not one of {', '.join(reporters.NAMES)}.")
    if colon and not file:
        raise click.BadParameter(f"`{value}` is missing a file name after the colon.")
    return Output(name, file or None)


def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The formats, for shell completion."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(name) for name in reporters.NAMES if name.startswith(incomplete)]


def chosen(
    formats: tuple[Output, ...], file: str | None, environ: Mapping[str, str]
) -> tuple[Output, ...]:
    """The reports to make; raises click.UsageError if two of them share an output.

    In GitHub Actions, `github` is the default.
    """
    if not formats:
        # Workflow commands only work on standard output.
        listens = file is None and environ.get("GITHUB_ACTIONS") == "true"
        formats = (Output("github" if listens else "human", None),)
    homeless = [output for output in formats if output.file is None]
    if len(homeless) > 1:
        first, second = (output.format for output in homeless[:2])
        raise click.UsageError(
            f"`{first}` and `{second}` both write to standard output; "
            f"give one of them a file, for example `--format {second}:FILE`"
        )
    if file is not None and not homeless:
        raise click.UsageError("`--output-file` cannot be used when every format has its own file")
    outputs = tuple(output._replace(file=output.file or file) for output in formats)
    files = [os.path.abspath(output.file) for output in outputs if output.file is not None]
    if len(set(files)) < len(files):
        raise click.UsageError("two formats write to the same file")
    summary = environ.get("GITHUB_STEP_SUMMARY")
    if summary and any(output.format == "github" for output in outputs):
        outputs += (Output("step_summary", summary, is_asked_for=False),)
    return outputs
