"""Files → the problems that rules find in each, and their dependencies, in the cache's format."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from recall_lint.base import git
from recall_lint.base.report import Findings
from recall_lint.base.unchecked import Unchecked, bug
from recall_lint.facts import packing
from recall_lint.facts.cached_results import FileResult, numbers
from recall_lint.facts.index import DocumentIndex
from recall_lint.history.cached_traces import CachedTraces
from recall_lint.history.history import History
from recall_lint.linter import linter
from recall_lint.notebook.prefilter import Prefilter
from recall_lint.rules.context import Context
from recall_lint.sources import files


class BatchResult(NamedTuple):
    """The results for some files."""

    answers: dict[str, FileResult]
    disk: dict[str, Any]
    """Lookups on disk and their answers."""
    notices: list[str]
    """Notices about git history for the user."""
    failed: bool
    """Whether git history was incomplete."""
    found: CachedTraces
    """The findings in it."""
    unchecked: dict[str, Unchecked]
    """Why some of the files were not checked."""


class Checker:
    """Runs the selected rules on files of a notebook."""

    def __init__(
        self, context: Context, documents: DocumentIndex, history: History, disk: dict[str, Any]
    ) -> None:
        """`disk` collects the notebook's lookups on disk."""
        self._context = context
        self._notebook = context.notebook
        self._documents = documents
        self._history = history
        self._disk = disk
        self._selection = linter.Selection(context.config)
        ignores = bool(context.config.ignore_links)
        self._prefilter = Prefilter(self._notebook, ignores=ignores)

    def check_batch(self, paths: Sequence[str]) -> BatchResult:
        """Check some files; this may run in a worker process."""
        answers = {}
        unchecked = {}
        for path in paths:
            try:
                findings, dependencies = self._notebook.subjects.of(partial(self._check, path))
            except (files.ChangedError, files.UnreadableError) as error:
                unchecked[path] = Unchecked(str(error))
                continue
            except (OSError, MemoryError, ImportError, git.GitError):
                raise
            except Exception as error:  # noqa: BLE001 - the other files can be checked
                unchecked[path] = bug(error)
                continue
            packed = packing.pack_diagnostics(findings.diagnostics)
            answers[path] = FileResult(findings.counts, packed, numbers(dependencies))
            self._notebook.forget(path)
        history = self._history
        found, history.found = history.found, CachedTraces()
        return BatchResult(answers, self._disk, history.notices, history.failed, found, unchecked)

    def _check(self, path: str) -> Findings:
        """Run the rules on a file, unless the prefilter finds all of its links correct."""
        view = self._documents.view(path)
        judgement = None if view is None else self._prefilter.judge(path, view)
        if judgement is None:
            return self._run_rules(path)
        counts, suspects = judgement
        if not suspects:
            return Findings((), counts)
        is_narrow = self._notebook.documents.narrow(path, suspects)
        found = self._run_rules(path)
        return found._replace(counts=counts.plus(found.counts)) if is_narrow else found

    def _run_rules(self, path: str) -> Findings:
        return linter.check(self._context, self._selection.of(path), path)
