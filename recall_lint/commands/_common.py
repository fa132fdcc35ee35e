"""What several commands share: options, arguments, and how a run is opened."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from recall_lint.terminal import fail

if TYPE_CHECKING:
    from recall_lint.report import Report
    from recall_lint.workspace import Session

COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour; by default on a terminal, unless NOCOLOR is set.",
)


OUTPUT_FORMAT = click.option(
    "--output-format",
    "-f",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)


CACHE_DIR = click.option(
    "--cache-dir",
    envvar="RECALL_LINTCACHE_DIR",
    type=click.Path(file_okay=False),
    metavar="FOLDER",
    show_envvar=True,
    help="Where to keep what the next run may use; by default in the notebook.",
)


def open_run(
    paths: tuple[str, ...],
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    *,
    history: bool = False,
    engine: str | None = None,
    cache_dir: str | None = None,
    keep: bool = True,
    jobs: int = 0,
    staged: bool = False,
    since: str | None = None,
) -> Session:
    from recall_lint.config import ConfigError
    from recall_lint.workspace import open_session

    try:
        return open_session(
            paths,
            select,
            ignore,
            history=history,
            engine=engine,
            keep=keep,
            cache_folder=cache_dir,
            jobs=jobs,
            staged=staged,
            since=since,
        )
    except ConfigError as error:
        fail(str(error))


def section_argument(section: str) -> tuple[str, str]:
    path, separator, anchor = section.rpartition("#")
    if not separator or not path or not anchor:
        fail(f"{section}: name a section as NOTE#ANCHOR, such as Notes/Optics.md#refraction")
    return path, anchor


def document_argument(session: Session, file: str) -> str:
    """The notebook path of a document that the user named."""
    path = notebook_path(session, file)
    if path not in session.notebook.documents:
        fail(
            f"{file}: is no document of the notebook; those are its Markdown files that "
            "git does not ignore and `exclude` does not name"
        )
    return path


def notebook_path(session: Session, path: str) -> str:
    full = os.path.realpath(path)
    return os.path.relpath(full, session.root).replace(os.sep, "/")


def unified(report: Report, texts: Mapping[str, str]) -> str:
    from recall_lint.fixes import unified_diff

    return "".join(
        unified_diff(path, report.source(path).text, texts[path]) for path in sorted(texts)
    )
