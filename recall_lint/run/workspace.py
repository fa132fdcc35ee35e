"""Command-line options and configuration → a run, with its cache."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recall_lint.base.config import Choices, Config, check_patterns
from recall_lint.config.load import config_file, find_root, load, load_named
from recall_lint.config.roots import concerns, holds, root_of, roots
from recall_lint.facts import cache
from recall_lint.run.request import Progress, Request, no_progress
from recall_lint.run.session import Session
from recall_lint.sites.publication import Publication
from recall_lint.sources import diff_base


class Setup(NamedTuple):
    """The root and configuration of a run."""

    root: str
    file: str | None
    """The configuration."""
    config: Config


def set_up(root: str, line: Choices) -> Setup:
    """The notebook below a root, its configuration read and checked; ConfigError if wrong."""
    file = config_file(root) if line.file is None else line.file
    config = load(file) if line.file is None else load_named(line.file)
    chosen = (line.select, line.extend_select, line.ignore)
    configured = (config.select, config.extend_select, config.ignore, config.per_file_ignores)
    if any((*chosen, *configured)):
        from recall_lint.linter.linter import check_selectors, narrowed, selected_rules

        check_selectors(file, config, line)
        config = narrowed(config, line)
        selected_rules(config)
    check_patterns("`--exclude`", line.exclude)
    check_patterns("`--ignore-link`", line.ignore_links)
    return Setup(
        root,
        file,
        config._replace(
            exclude=tuple(dict.fromkeys((*config.exclude, *line.exclude))),
            ignore_links=tuple(dict.fromkeys((*config.ignore_links, *line.ignore_links))),
            fail_on=line.fail_on or config.fail_on,
        ),
    )


class How(NamedTuple):
    """How runs are made, whatever they are about."""

    history: bool = True
    """Whether git is asked where dead targets went."""
    keep: bool = True
    """Whether anything is taken over from earlier runs, and kept for later ones.

    Nothing is in a folder that nothing says is a notebook, unless a folder for it is named.
    """
    cache_folder: str | None = None
    jobs: int = 0
    progress: Progress = no_progress
    staged: bool = False
    """The notebook is what git's index has, and only what is staged makes news."""
    since: str | None = None
    """Only problems are reported that came with what was changed since this revision."""


def open_sessions(paths: Sequence[str], line: Choices, how: How) -> Iterator[Session]:
    """A run over each notebook that some paths lie in, or that lies below them, outermost first.

    Each goes by its own configuration. A file that the command line names for all is that of all,
    and then folders with a configuration of their own are no notebooks.
    """
    pending = [*roots(paths)]
    opened = set()
    while pending:
        root = pending.pop(0)
        opened.add(root)
        session = _open(root, [path for path in paths if concerns(root, path)], line, how)
        yield session
        inner = (os.path.join(root, folder) for folder in session.files.nested)
        wanted = {each for each in inner if any(holds(path, each) for path in paths)}
        pending = sorted({*pending, *wanted} - opened)


def open_session(
    path: str,
    line: Choices = Choices(),  # noqa: B008 - it never changes
    how: How = How(),  # noqa: B008 - it never changes
) -> Session:
    """A run over the notebook that a path lies in, as its configuration and the user say."""
    return _open(root_of(path), (path,), line, how)


def _open(root: str, paths: Sequence[str], line: Choices, how: How) -> Session:
    setup = set_up(root, line)
    keep = how.keep and (how.cache_folder is not None or find_root(root) is not None)
    scope = None
    if how.staged:
        scope = diff_base.staged(root, os.environ)
    elif how.since is not None:
        scope = diff_base.since(root, how.since)
    request = Request(
        root,
        paths,
        setup.config,
        cache.file_of(root, how.cache_folder) if keep else None,
        scope,
        how.history,
        how.jobs,
        how.progress,
        nests=line.file is None,
        configuration=setup.file,
    )
    return Session(request)


def published(setup: Setup) -> Publication:
    """How the documents of a notebook are published, detected without reading them."""
    with Session(Request(setup.root, (setup.root,), setup.config)) as session:
        return session.publication
