"""Command-line options and configuration → a run, with its cache."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recall_lint import __version__
from recall_lint.base.config import Choices, Config, check_patterns
from recall_lint.config.load import config_file, find_root, load, load_named
from recall_lint.config.roots import concerns, holds, root_of, roots
from recall_lint.facts import cache, cache_folder
from recall_lint.facts.index import Told
from recall_lint.markdown import versions
from recall_lint.run.session import Session
from recall_lint.sites.publication import Publication
from recall_lint.sources import diff_base
from recall_lint.sources.work_tree import Folder


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
    told: Told = lambda what, done, total: None
    """The progress line, if any."""
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
        inner = (os.path.join(root, folder) for folder in session.below)
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
    file = cache_folder.file_of(root, how.cache_folder) if keep else None
    scope = None
    if how.staged:
        scope = diff_base.staged(root, os.environ)
    elif how.since is not None:
        scope = diff_base.since(root, how.since)
    nests = line.file is None
    run = begin(
        root,
        paths,
        setup.config,
        file,
        scope,
        history=how.history,
        jobs=how.jobs,
        told=how.told,
        nests=nests,
    )
    run.configuration = setup.file
    return run


def begin(
    root: str,
    paths: Sequence[str],
    config: Config,
    file: str | None,
    scope: diff_base.Scope | None = None,
    *,
    history: bool,
    jobs: int = 0,
    told: Told = lambda what, done, total: None,
    nests: bool = True,
) -> Session:
    """A run over the notebook below `root`; `file` is its cache.

    Without a scope, it is about the folder, and all that is wrong with it.
    """
    scope = scope or diff_base.Scope(Folder(root))
    kept = cache.Cache(file, _version(config), scope.origin.name)
    return Session(
        root, paths, config, kept, scope, history=history, jobs=jobs, told=told, nests=nests
    )


def published(setup: Setup) -> Publication:
    """How the documents of a notebook are published, detected without reading them."""
    with begin(setup.root, (setup.root,), setup.config, None, history=False) as session:
        return session.publication


def _version(config: Config) -> str:
    """Identifies everything that a document's record depends on besides its text."""
    parsers = [f"{name} {versions.version(name)}" for name in versions.PARSERS]
    return f"{__version__} {cache.VERSION} {sys.version_info[:2]} {parsers} {config.recall}"
