"""Command-line options and configuration → a run, with its cache."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recall_lint.base.config import Choices, Config, ConfigError, check_patterns
from recall_lint.config.load import config_file, find_root, load, load_named
from recall_lint.config.roots import concerns, holds, root_of, roots, tops_of
from recall_lint.facts import cache_folder
from recall_lint.facts.cache import Cache
from recall_lint.facts.catalogue import Progress
from recall_lint.facts.result_cache import ResultCache
from recall_lint.run.notebook_files import NotebookFiles
from recall_lint.run.request import Request, no_progress
from recall_lint.run.session import Session
from recall_lint.sites.publication import Publication
from recall_lint.sources import diff_base
from recall_lint.sources.git_commit import Commit
from recall_lint.sources.work_tree import Folder


class ProjectSettings(NamedTuple):
    """The root and configuration of a run."""

    root: str
    file: str | None
    """The configuration."""
    config: Config


def read_settings(root: str, choices: Choices) -> ProjectSettings:
    """The settings of the notebook at a root, after validation; ConfigError if they are invalid."""
    file = config_file(root) if choices.file is None else choices.file
    config = load(file) if choices.file is None else load_named(choices.file)
    chosen = (choices.select, choices.extend_select, choices.ignore)
    configured = (config.select, config.extend_select, config.ignore, config.per_file_ignores)
    if any((*chosen, *configured)):
        from recall_lint.linter.linter import check_selectors, narrowed, selected_rules

        check_selectors(file, config, choices)
        config = narrowed(config, choices)
        selected_rules(config)
    check_patterns("`--exclude`", choices.exclude)
    check_patterns("`--ignore-link`", choices.ignore_links)
    return ProjectSettings(
        root,
        file,
        config._replace(
            exclude=tuple(dict.fromkeys((*config.exclude, *choices.exclude))),
            ignore_links=tuple(dict.fromkeys((*config.ignore_links, *choices.ignore_links))),
            fail_on=choices.fail_on or config.fail_on,
        ),
    )


class RunOptions(NamedTuple):
    """How to run, for any notebook."""

    history: bool = True
    """Whether to look up broken targets in git history."""
    keep: bool = True
    """Whether to read and write the cache.

    A folder that is not marked as a notebook has no cache, unless a cache folder is given.
    """
    cache_folder: str | None = None
    jobs: int = 0
    progress: Progress = no_progress
    staged: bool = False
    """Check git's index, and report only problems introduced by the staged changes."""
    since: str | None = None
    """Report only problems introduced since this revision."""


def open_sessions(paths: Sequence[str], choices: Choices, options: RunOptions) -> Iterator[Session]:
    """A run over each notebook that contains one of the paths, or is below one, outermost first.

    Each uses its own configuration. A configuration file given on the command line applies to
    everything, and then there are no nested notebooks.
    """
    pending = [*roots(paths)]
    tops = {path: tops_of(path) for path in paths}
    all_tops = {top for each in tops.values() for top in each}
    opened = set()
    while pending:
        root = pending.pop(0)
        opened.add(root)
        own = [path for path in paths if concerns(root, tops[path])]
        session = _open(root, own, choices, options)
        yield session
        inner = (os.path.join(root, folder) for folder in session.files.nested)
        wanted = {each for each in inner if any(holds(top, each) for top in all_tops)}
        pending = sorted({*pending, *wanted} - opened)


def open_session(
    path: str,
    choices: Choices = Choices(),  # noqa: B008 - it never changes
    options: RunOptions = RunOptions(),  # noqa: B008 - it never changes
) -> Session:
    """A run over the notebook that contains a path."""
    return _open(root_of(path), (path,), choices, options)


def _open(root: str, paths: Sequence[str], choices: Choices, options: RunOptions) -> Session:
    return Session(request_of(root, paths, choices, options))


def request_of(root: str, paths: Sequence[str], choices: Choices, options: RunOptions) -> Request:
    """The request for the notebook with this root."""
    settings = read_settings(root, choices)
    keep = options.keep and (options.cache_folder is not None or find_root(root) is not None)
    keep = keep and not cache_folder.is_elsewhere(root, options.cache_folder)
    cache_file = cache_folder.file_of(root, options.cache_folder) if keep else None
    scope = None
    if options.staged:
        scope = diff_base.staged(root, os.environ)
    elif options.since is not None:
        scope = diff_base.since(root, options.since)
    return Request(
        root,
        paths,
        settings.config,
        cache_file,
        scope,
        options.history,
        options.jobs,
        options.progress,
        nests=choices.file is None,
        configuration=settings.file,
    )


def open_base(session: Session, since: str) -> Session:
    """A run over the same notebook at the merge base of the work tree with a revision.

    Raises ConfigError if there is none.
    """
    base = diff_base.since(session.root, since).since
    if base is None or not base.starts:
        raise ConfigError(f"no commit to compare with: {since}")
    scope = diff_base.Scope(Commit(session.root, base.starts[0].commit))
    return Session(session.request._replace(scope=scope, progress=no_progress))


def publication_of(settings: ProjectSettings, *, nests: bool) -> Publication:
    """How the documents of a notebook are published, detected without reading them."""
    request = Request(settings.root, (), settings.config, nests=nests)
    origin = Folder(settings.root)
    try:
        return NotebookFiles(request, origin, {}).publication(ResultCache(Cache(None, ""), ""))
    finally:
        origin.close()
