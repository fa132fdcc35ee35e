"""Command line → exit code: 0 no problems, 1 problems, 2 usage, configuration or unreadable input.

3 is an internal error, and 130 a run interrupted with Ctrl-C, as in shells.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from recall_lint import __version__
from recall_lint.base import git
from recall_lint.base.unchecked import bug
from recall_lint.cli import commands
from recall_lint.cli.console import fail, open_streams, print_message, report_bug, write
from recall_lint.sources import files

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class DefaultGroup(click.Group):
    """A group whose default command is `check`, and whose commands are imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*commands.NAMES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return commands.load(cmd_name) if cmd_name in commands.NAMES else None

    def main(self, *args: Any, **extra: Any) -> Any:
        open_streams()
        try:
            return super().main(*args, **extra)
        except OSError as error:
            _refuse(error)
        except ImportError as error:
            # Too many open files, or a broken installation.
            fail(f"failed to load a library: {error}")
        except MemoryError:
            fail("out of memory")
        except Exception as error:  # noqa: BLE001 - whoever meets it is told what to report
            report_bug(bug(error))
            sys.exit(3)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        own = {"--help", "--version"}
        if ctx.resilient_parsing and not args:
            # The shell completes the first word.
            return super().parse_args(ctx, args)
        if not args or (args[0] not in commands.NAMES and args[0] not in own):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            # click would exit with 1, which means that problems were found.
            print_message("recall-lint: interrupted")
            sys.exit(130)
        except (files.ChangedError, files.UnreadableError) as error:
            # Only raised for a file that existed, with other content, when the run began.
            fail(str(error))
        except git.GitError as error:
            fail(f"git failed: {error}")
        except OSError as error:
            _refuse(error)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The commands, and what the default command `check` takes."""
        found = super().shell_complete(ctx, incomplete)
        check = commands.load("check")
        with check.make_context("check", [], parent=ctx, resilient_parsing=True) as own:
            if incomplete.startswith("-"):
                return [*found, *check.shell_complete(own, incomplete)]
            # bash drops the part before file names, and completes these if nothing else matches.
            paths = next(each for each in check.params if each.name == "paths")
            return [*paths.shell_complete(own, incomplete), *found]


def _refuse(error: OSError) -> NoReturn:
    """Exit on a system error; click would exit with 1 for a broken pipe."""
    reason = error.strerror or str(error)
    where = f"{error.filename}: " if isinstance(error.filename, str) else ""
    fail(f"{where}{reason}")


@click.group(cls=DefaultGroup, context_settings={"help_option_names": ["--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, _, wanted: _print_version(ctx) if wanted else None,
    help="Show the version and exit.",
)
def main() -> None:
    """Check links and anchors in Markdown notes.

    The default command is `check`.
    """


def _print_version(ctx: click.Context) -> NoReturn:
    from recall_lint.markdown.versions import PARSERS, version

    parsers = ", ".join(f"{name} {version(name)}" for name in PARSERS)
    write(f"recall-lint {__version__} ({parsers})\n")
    ctx.exit()
