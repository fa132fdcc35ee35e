"""One run: a folder on disk → the problems in its files.

A run lists the files, reuses cached results that are still valid, computes the
rest, and caches it for the next run. Modules that a warm run does not need are
not imported.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, Self

from recall_lint import __version__
from recall_lint.base import git, workers
from recall_lint.base.config import Config, ConfigError, is_recall_page, matcher
from recall_lint.base.report import Counts, Report
from recall_lint.config.roots import below, real_parent
from recall_lint.facts import cache
from recall_lint.facts.index import DocumentIndex
from recall_lint.facts.reading import Settings
from recall_lint.facts.result_cache import ResultCache
from recall_lint.markdown import versions
from recall_lint.questions.section_names import SectionNames
from recall_lint.run.known_history import KnownHistory
from recall_lint.run.lookups import Lookups
from recall_lint.run.notebook_files import NotebookFiles
from recall_lint.run.request import Request, no_progress
from recall_lint.sources import files
from recall_lint.sources.diff_base import Scope, Start
from recall_lint.sources.git_commit import Commit
from recall_lint.sources.work_tree import Folder

if TYPE_CHECKING:
    from recall_lint.base.problems import Diagnostic
    from recall_lint.history.history import History
    from recall_lint.notebook.notebook import Notebook
    from recall_lint.rules.context import Context


_WORTH_SHARING: Final = 2_000_000
"""Bytes of Markdown above which two processes are faster than one."""


class Session:
    """One run: a notebook from some source, its configuration, and cached results.

    It writes the cache on exit.
    """

    def __init__(self, request: Request) -> None:
        self.request = request
        self.root = root = request.root
        self.config = config = request.config
        self.scope = request.scope or Scope(Folder(root))
        self._started = time.time_ns()
        self._origin = origin = self.scope.origin
        self.cache = stored = cache.Cache(request.cache_file, _cache_version(config), origin.name)
        # `fail_on` does not affect the results.
        settings = f"{config._replace(fail_on='error')} {request.history}"
        self.results = results = ResultCache(stored, settings)
        self.known_history = KnownHistory(origin, stored, results)
        self.files = NotebookFiles(request, origin, results.excluded())
        self.publication = self.files.publication(results)
        """How each document is published."""
        self._lookups = Lookups(self.files, results.disk)
        self.documents = DocumentIndex(
            origin,
            Settings(self.publication, SectionNames(config.question_sections)),
            matcher(config.recall) if config.recall else is_recall_page,
            stored,
            self._jobs_for,
            request.progress,
        )
        listing = self.files.listing
        self.documents.survey(listing.stamps, results.files(self.publication))
        commits = partial(git.changed_between, root)
        head, ask = self.known_history.head, self._lookups.ask
        results.compare(listing, self.documents, head, commits, ask)
        self.selected = self.select(self.documents)
        """The documents to report on."""
        self.checked = 0
        """How many of them had no valid cached result."""
        self.overlay: dict[str, str] = {}
        """Texts that replace those of files."""
        self.new_problem_notices: list[str] = []
        self._unreadable_before: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *problem: object) -> None:
        if kind is None:
            self.results.keep(
                self.files.listing,
                self.documents,
                self.files.excluded,
                self.known_history.head_key,
                self.known_history.notices,
                partial(self._origin.is_settled, now=self._started),
                self.known_history.packed(),
            )
        self.close()

    def close(self) -> None:
        """Close all resources without writing the cache."""
        self.known_history.wait()
        self.known_history.close()
        self._origin.close()
        self._lookups.close()
        self.cache.close()

    def _jobs_for(self, paths: Iterable[str]) -> int:
        is_worth = self._origin.size(paths) >= _WORTH_SHARING
        return self.request.jobs or (workers.available() if is_worth else 1)

    def select(self, documents: Iterable[str]) -> tuple[str, ...]:
        """The given notebook paths, existing or not, that are under the paths to report on."""
        return below(self.root, documents, self.request.paths)

    @property
    def unreadable(self) -> tuple[str, ...]:
        """A line for each file or folder that could not be read, now or in an earlier version."""
        listed = self.files.listing.unreadable
        return (*listed, *self.documents.unreadable, *self._unreadable_before)

    @cached_property
    def notebook(self) -> Notebook:
        """The notebook; its documents are unpacked on demand."""
        from recall_lint.run.building import build_notebook

        return build_notebook(
            self.config,
            self.files,
            self._lookups,
            self.documents,
            self.publication,
            lambda folder: self.history.knows_folder(folder),  # noqa: PLW0108 - it needs this
        )

    def revise(self, changed: frozenset[str]) -> None:
        """Drop what depends on some dependencies, which have changed in its documents."""
        self.results.revise(changed)
        if "notebook" in self.__dict__:
            self.notebook = self.notebook.renewed(changed, new_paths=self.results.drop_lookups())
        if "context" in self.__dict__:
            self.context = self.context.renewed(self.notebook, changed)

    @cached_property
    def history(self) -> History:
        """The git history of the notebook."""
        return self.known_history.open(self.root, self.notebook, enabled=self.request.history)

    def overlay_file(self, file: str, text: str) -> str | None:
        """Use a text in place of a file, existing or not, and report only on that file.

        Returns the file's notebook path, or None if it is excluded.
        """
        path = _document_path(file, self.root, self.documents)
        self.request = self.request._replace(paths=(file,))
        self.overlay = {} if self.files.is_excluded(path) else {path: text}
        self.selected = tuple(self.overlay)
        return path if self.overlay else None

    def report(self, texts: Mapping[str, str] | None = None) -> Report:
        """Report on the notebook, or on how it would be with other texts of some files."""
        texts = {**self.overlay, **(texts or {})}
        if not texts:
            return self._without_known(self._with_cache())
        from recall_lint.linter.linter import lint

        self.checked = len(self.selected)
        reported = (*self.selected, *self.select(self.documents.unchecked))
        return self._without_known(lint(self._context(texts, self.config), reported))

    def _with_cache(self) -> Report:
        """The results for the selected files, those in the cache if they are still valid."""
        self.check(self.selected)
        diagnostics: list[Diagnostic] = []
        counts = {}
        for path in (p for p in self.selected if p not in self.documents.unchecked):
            packed = self.results.diagnostics(path)
            if packed:
                from recall_lint.facts import packing

                diagnostics.extend(packing.unpack_diagnostics(packed))
            counts[path] = self.results.counts(path) or Counts(0, 0)
        if unchecked := self.select(self.documents.unchecked):
            from recall_lint.linter.linter import lint

            diagnostics += lint(self.context, unchecked).diagnostics
            diagnostics.sort(key=lambda each: each.problem.path)
        surfaces, fail_on = self.publication.names, self.config.fail_on
        return Report(tuple(diagnostics), counts, surfaces, self.documents.shown, lambda _: fail_on)

    def check(self, documents: Iterable[str]) -> None:
        """Run the rules on those documents that have no result yet."""
        paths = [path for path in documents if self.results.diagnostics(path) is None]
        if not paths:
            return
        from recall_lint.run.checking import Checker

        checker = Checker(self.context, self.documents, self.history, self.results.disk)
        self.checked = len(paths)
        for path in paths:
            self.documents.unchecked.pop(path, None)
        progress = partial(self.request.progress, "checking")
        for batch in workers.map_batches(
            checker.check_batch, paths, self._jobs_for(paths), progress
        ):
            self.results.add(batch.answers)
            self.results.disk.update(batch.disk)
            self.known_history.add(batch)
            self.documents.unchecked.update(batch.unchecked)

    def _without_known(self, report: Report) -> Report:
        """The new problems of a report, if only those are wanted."""
        if self.scope.since is None:
            return report
        from recall_lint.run.new_problems import find_new_problems

        new = find_new_problems(report, self.scope.since, partial(_problems_at, self.request))
        self.new_problem_notices = new.notices
        self._unreadable_before = [*dict.fromkeys((*self._unreadable_before, *new.unreadable))]
        return new.report

    def lint_all(self, texts: Mapping[str, str]) -> Report:
        """The results of every selected rule on every file."""
        from recall_lint.linter.linter import lint, with_default_rules

        context = self._context({**self.overlay, **texts}, with_default_rules(self.config))
        return lint(context, context.notebook.documents)

    @cached_property
    def context(self) -> Context:
        """The input of rules for the current notebook."""
        return self._context({}, self.config)

    def _context(self, texts: Mapping[str, str], config: Config) -> Context:
        from recall_lint.run.building import context_of

        notebook = self.notebook.with_texts(texts) if texts else self.notebook
        found = context_of(notebook, config, self.history, asks=self.request.history)
        return found._replace(unchecked=self.documents.unchecked)


def _cache_version(config: Config) -> str:
    """Identifies everything that a document's record depends on besides its text."""
    parsers = [f"{name} {versions.version(name)}" for name in versions.PARSERS]
    asking = (config.recall, config.question_sections)
    return f"{__version__} {cache.VERSION} {sys.version_info[:2]} {parsers} {asking}"


def _document_path(file: str, root: str, documents: DocumentIndex) -> str:
    """The notebook path of a document named by the user, whether or not it exists."""
    names = [
        os.path.relpath(full, root).replace(os.sep, "/")
        for full in (real_parent(file), os.path.realpath(file))
    ]
    path = next((name for name in names if name in documents), names[0])
    if path.startswith("../"):
        raise ConfigError(f"{file} is outside the notebook ({root})")
    if not files.is_markdown(path):
        valid = ", ".join(files.MARKDOWN_SUFFIXES)
        raise ConfigError(f"{file} is not a Markdown file (expected {valid})")
    return path


def _problems_at(
    request: Request, start: Start, paths: Collection[str]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The problems of some files at a commit, and what could not be read."""
    from recall_lint.linter import news

    scope = Scope(Commit(request.root, start.commit))
    with Session(request._replace(paths=(), scope=scope, progress=no_progress)) as session:
        session.selected = tuple(path for path in session.documents if path in paths)
        # Texts are read from the commit while its session is open.
        return news.known(session.report(), start.moved), session.unreadable
