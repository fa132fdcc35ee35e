"""Command-line options and configuration → a run, with its cache."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from recall_lint import __version__, cache, scopes
from recall_lint.catalogue import Told
from recall_lint.config import (
    Choices,
    Config,
    check_patterns,
    config_file,
    find_root,
    load,
    load_named,
)
from recall_lint.markdown import versions
from recall_lint.origins import Folder
from recall_lint.roots import common_root
from recall_lint.session import Session
from recall_lint.sites.publication import Publication


class Setup(NamedTuple):
    """The root and configuration of a run."""

    root: str
    file: str | None
    """The configuration."""
    config: Config


def set_up(paths: Sequence[str], line: Choices) -> Setup:
    """The notebook around some paths, its configuration read and checked; ConfigError if wrong."""
    root = common_root(paths)
    file = config_file(root) if line.file is None else line.file
    config = load(file) if line.file is None else load_named(line.file)
    chosen = (line.select, line.extend_select, line.ignore)
    configured = (config.select, config.extend_select, config.ignore, config.per_file_ignores)
    if any((*chosen, *configured)):
        from recall_lint.linter import check_selectors, narrowed, selected_rules

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


def open_session(
    paths: Sequence[str],
    line: Choices = Choices(),  # noqa: B008 - it never changes
    *,
    history: bool = True,
    keep: bool = True,
    cache_folder: str | None = None,
    jobs: int = 0,
    told: Told = lambda what, done, total: None,
    staged: bool = False,
    since: str | None = None,
) -> Session:
    """A run over the notebook around some paths, as its configuration and the command line say.

    Without `keep`, nothing is taken over from earlier runs, or kept for later ones; nor is it
    in a folder that nothing says is a notebook, unless a folder for it is named. With
    `staged`, the notebook is what git's index has; then, and with `since`, a revision, only
    problems are reported that came with what was changed.
    """
    setup = set_up(paths, line)
    root, config = setup.root, setup.config
    keep = keep and (cache_folder is not None or find_root(root) is not None)
    file = cache.file_of(root, cache_folder) if keep else None
    scope = None
    if staged:
        scope = scopes.staged(root, os.environ)
    elif since is not None:
        scope = scopes.since(root, since)
    run = begin(root, paths, config, file, scope, history=history, jobs=jobs, told=told)
    run.configuration = setup.file
    return run


def begin(
    root: str,
    paths: Sequence[str],
    config: Config,
    file: str | None,
    scope: scopes.Scope | None = None,
    *,
    history: bool,
    jobs: int = 0,
    told: Told = lambda what, done, total: None,
) -> Session:
    """A run over the notebook below `root`; `file` is its cache.

    Without a scope, it is about the folder, and all that is wrong with it.
    """
    scope = scope or scopes.Scope(Folder(root))
    kept = cache.Cache(file, _version(config), scope.origin.name)
    return Session(root, paths, config, kept, scope, history=history, jobs=jobs, told=told)


def published(setup: Setup) -> Publication:
    """How the documents of a notebook are published, detected without reading them."""
    with begin(setup.root, (setup.root,), setup.config, None, history=False) as session:
        return session.publication


def _version(config: Config) -> str:
    """Identifies everything that a document's record depends on besides its text."""
    parsers = [f"{name} {versions.version(name)}" for name in versions.PARSERS]
    return f"{__version__} {cache.VERSION} {sys.version_info[:2]} {parsers} {config.recall}"
